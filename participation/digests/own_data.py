"""What digests know of a person: whom they follow, and how often they want to hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.account_sections import AccountSection, register_account_section
from gdb_portal.accounts.personal_data import register_personal_data

from .enums import NEWS_KINDS, NewsFrequency
from .models import NewsPreference, Subscription
from .targets import in_this_language, title_of, url_of

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

SHOWN = 20


def news_section(user: User) -> dict[str, Any] | None:
    """What a person follows, and the way to the settings."""
    subscriptions = Subscription.objects.of(user)
    shown = in_this_language(row.target for row in subscriptions.with_targets()[:SHOWN])
    return {
        "subscriptions": [{"title": title_of(target), "href": url_of(target)} for target in shown],
        "count": subscriptions.count(),
    }


def frequencies_of(user: User) -> dict[str, str]:
    """How often the person hears of each kind of news."""
    chosen = dict(NewsPreference.objects.filter(person=user).values_list("kind", "frequency"))
    return {kind: chosen.get(kind, NewsFrequency.DAILY) for kind in NEWS_KINDS}


def export_subscriptions(user: User) -> list[dict[str, Any]]:
    return [
        {str(_("Abo")): title_of(row.target), str(_("Seit")): row.started_at}
        for row in Subscription.objects.of(user).with_targets()
    ]


def export_frequencies(user: User) -> list[dict[str, Any]]:
    return [
        {str(kind.label): NewsFrequency(frequency).label}
        for kind, frequency in ((k, frequencies_of(user)[k]) for k in NEWS_KINDS)
    ]


def register() -> None:
    register_account_section(
        AccountSection(
            name="news",
            title=_("Was Sie verfolgen"),
            template="digests/account_section.html",
            build=news_section,
            order=30,
        )
    )
    register_personal_data("subscriptions", title=_("Abos"), export=export_subscriptions)
    register_personal_data(
        "news_frequencies", title=_("Benachrichtigungen"), export=export_frequencies
    )
