"""One invented issue of the newsletter, so that the archive is not empty."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from gdb_portal.pages.models import NewsletterIndex, NewsletterIssue
from strategy.seed.records import Seeder

from .persons import person

SLUG = "beispiel-ausgabe"
TEASED = "/pilotprojekte/hardenbergplatz/"
WORDS = (
    "Diese Ausgabe ist erfunden und gehört zur Demonstration. Sie ging an niemanden.\n\n"
    "Eine echte Ausgabe sagt in wenigen Absätzen, was sich getan hat und wo man mitreden kann."
)


def ensure_newsletter() -> int:
    """Made once; what somebody removed stays removed."""
    index = NewsletterIndex.objects.live().filter(locale__language_code="de").first()
    if index is None:
        return 0
    seeder = Seeder()

    def leave(issue: NewsletterIssue) -> None:
        """Somebody may have rewritten it since."""

    seeder.ensure(
        f"demo:newsletter:{SLUG}",
        SLUG,
        find=lambda: NewsletterIssue.objects.child_of(index).filter(slug=SLUG).first(),
        make=lambda: _make(index),
        refresh=leave,
        state=lambda issue: str(issue.pk),
    )
    return len(seeder.report.created)


def _make(index: NewsletterIndex) -> NewsletterIssue:
    parts: list[dict[str, Any]] = [{"type": "text", "value": WORDS}]
    teased = Page.objects.live().filter(url_path__endswith=TEASED, locale=index.locale).first()
    if teased is not None:
        teaser = {
            "title": "Beispiel: Mitreden über den Hardenbergplatz",
            "text": "Was dort als Nächstes ausprobiert wird, ist eine erfundene Frage.",
            "page": teased.pk,
        }
        parts += [
            {"type": "heading", "value": "Reden Sie mit"},
            {"type": "teaser", "value": teaser},
        ]
    issue = NewsletterIssue(
        locale=index.locale,
        slug=SLUG,
        title="Beispiel: So sieht der Newsletter aus",
        lead="Eine erfundene Ausgabe dieser Demonstration.",
        dated_on=timezone.localdate(),
        letter=NewsletterIssue._meta.get_field("letter").stream_block.to_python(parts),
    )
    index.add_child(instance=issue)
    issue.save_revision(user=person("redaktion")).publish(user=person("chefredaktion"))
    return issue
