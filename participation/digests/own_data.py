"""What digests know of a person: whom they follow, and how often they want to hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.account_sections import AccountSection, register_account_section
from gdb_portal.accounts.personal_data import register_personal_data

from .enums import NEWS_KINDS, NewsFrequency
from .models import NewsPreference, Subscription

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

SHOWN = 20


def news_section(user: User) -> dict[str, Any] | None:
    """The topics a person follows, and the way to the settings."""
    subscriptions = Subscription.objects.filter(person=user, topic__live=True)
    return {
        "subscriptions": list(subscriptions.select_related("topic")[:SHOWN]),
        "count": subscriptions.count(),
    }


def frequencies_of(user: User) -> dict[str, str]:
    """How often the person hears of each kind of news."""
    chosen = dict(NewsPreference.objects.filter(person=user).values_list("kind", "frequency"))
    return {kind: chosen.get(kind, NewsFrequency.DAILY) for kind in NEWS_KINDS}


def export_subscriptions(user: User) -> list[dict[str, Any]]:
    return [
        {str(_("Thema")): row.topic.title, str(_("Seit")): row.started_at}
        for row in Subscription.objects.filter(person=user).select_related("topic")
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
            title=_("Mails zu Ihren Themen"),
            template="digests/account_section.html",
            build=news_section,
            order=30,
        )
    )
    register_personal_data("subscriptions", title=_("Gefolgte Themen"), export=export_subscriptions)
    register_personal_data(
        "news_frequencies", title=_("Benachrichtigungen"), export=export_frequencies
    )
