"""The newsletter: issues that editors write as pages, and their way to the subscribers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page
from wagtail.search import index

from gdb_portal.core.fields import StreamField
from gdb_portal.core.originals import translated_or_original
from gdb_portal.core.pages import BasePage

from ..enums import DispatchState


class TeaserBlock(blocks.StructBlock):
    """Some words about a page of the portal, and the link to it."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    text = blocks.TextBlock(
        label=_("Text"),
        max_length=800,
        help_text=_("Zwei bis vier Sätze. Leerzeilen trennen Absätze."),
    )
    page = blocks.PageChooserBlock(
        label=_("Seite"), help_text=_("Wo man mehr liest. Der Verweis führt in dieses Portal.")
    )

    class Meta:
        label = _("Meldung mit Verweis")
        icon = "doc-full"


class LetterBlock(blocks.StreamBlock):
    """Plain words only: a mail and its archive must say the same, also as text."""

    text = blocks.TextBlock(
        label=_("Absätze"), max_length=3000, help_text=_("Leerzeilen trennen Absätze.")
    )
    heading = blocks.CharBlock(label=_("Zwischenüberschrift"), max_length=120, icon="title")
    teaser = TeaserBlock()


class NewsletterIndex(BasePage):
    """The archive of all issues, and the way to subscribe."""

    template = "pages/newsletter_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsletterIssue"]
    max_count_per_parent = 1
    kind_label = _("Newsletter")

    class Meta:
        verbose_name = _("Archiv des Newsletters")
        verbose_name_plural = _("Archive des Newsletters")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        issues = translated_or_original(
            NewsletterIssue.objects.defer("letter"), self.locale.language_code
        )
        context["issues"] = list(issues.order_by("-dated_on", "-path"))
        return context


class NewsletterIssue(BasePage):
    """One issue. Its title is the subject of the mail; published, it stands in the archive."""

    dated_on = models.DateField(_("Datum"), default=timezone.localdate)
    letter = StreamField(LetterBlock(), verbose_name=_("Inhalt"), blank=True)

    search_fields = [*BasePage.search_fields, index.SearchField("letter")]
    content_panels = [
        HelpPanel(
            content=_(
                "<p>Der Titel ist der Betreff der Mail, die Einleitung ihr erster Satz. Nach der "
                "Freigabe steht die Ausgabe im Archiv; verschickt wird sie erst unter "
                "„Newsletter“ im Menü.</p>"
            )
        ),
        *BasePage.content_panels,
        FieldPanel("dated_on"),
        FieldPanel("letter"),
    ]

    template = "pages/newsletter_issue.html"
    parent_page_types = ["pages.NewsletterIndex"]
    subpage_types: list[str] = []
    kind_label = _("Newsletter")

    class Meta:
        verbose_name = _("Ausgabe des Newsletters")
        verbose_name_plural = _("Ausgaben des Newsletters")
        permissions = [("send_newsletter", _("Newsletter verschicken"))]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "parts": self.parts}

    @property
    def card_note(self) -> str:
        return f"{self.dated_on:%d.%m.%Y}" if self.dated_on else ""

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What archive and mail show: kind, words and, for teasers whose page is public, a link."""
        return list(self._parts())

    def _parts(self) -> Iterator[dict[str, Any]]:
        pages = _teased_pages(self.letter)
        for part in self.letter:
            if part.block_type != "teaser":
                yield {"kind": part.block_type, "text": part.value}
                continue
            page = pages.get(part.value["page"].pk) if part.value["page"] else None
            yield {
                "kind": "teaser",
                "title": part.value["title"],
                "text": part.value["text"],
                "path": (page.get_url() or "") if page else "",
            }


def _teased_pages(letter: Any) -> dict[int, Page]:
    ids = [
        part.value["page"].pk
        for part in letter
        if part.block_type == "teaser" and part.value["page"]
    ]
    return {page.pk: page for page in Page.objects.live().filter(pk__in=ids)} if ids else {}


class NewsletterDispatchQuerySet(models.QuerySet):
    def due(self, now: dt.datetime) -> Self:
        """Held long enough, not stopped and not yet with everybody's mail in the ledger."""
        return self.filter(goes_out_at__lte=now, stopped_at=None, completed_at=None)


class NewsletterDispatch(models.Model):
    """That an issue goes to everybody who subscribed: once, after a while in which one can stop it.

    Whom it reached is in the mail ledger. `last_subscription` is how far the list was worked
    through; who subscribes later gets the next issue.
    """

    issue = models.OneToOneField(
        NewsletterIssue,
        verbose_name=_("Ausgabe"),
        on_delete=models.CASCADE,
        related_name="dispatch",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("durch"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("angestoßen"), auto_now_add=True)
    goes_out_at = models.DateTimeField(_("geht hinaus"))
    last_subscription = models.PositiveBigIntegerField(_("bis Abo"), default=0)
    mail_count = models.PositiveIntegerField(_("Mails"), default=0)
    completed_at = models.DateTimeField(_("alle Mails im Postausgang"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("angehalten"), null=True, blank=True)

    objects = NewsletterDispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("Versand des Newsletters")
        verbose_name_plural = _("Versand des Newsletters")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.issue_id}"

    @property
    def batch(self) -> str:
        """How the ledger names its mails together."""
        return f"newsletter-{self.pk}"

    @property
    def state(self) -> str:
        if self.stopped_at is not None:
            return DispatchState.STOPPED
        if self.completed_at is not None:
            return DispatchState.SENT
        return DispatchState.WAITING
