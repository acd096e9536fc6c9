"""What editors enter about a topic, and what must be right before it can be submitted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import Page

from ..models.topic import overlap


class TopicForm(WagtailAdminModelForm):
    """A draft may be unfinished; phases that contradict each other are told at once."""

    def clean_page(self) -> Page | None:
        """The German page of whatever language was chosen: all share its discussion."""
        page = self.cleaned_data.get("page")
        if page is None or page.locale.language_code == settings.LANGUAGE_CODE:
            return page
        german = page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
        found = german.first()
        if found is None:
            self.add_error(
                "page", _("Zu dieser Seite gibt es keine deutsche. Bitte wählen Sie eine.")
            )
        return found or page

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        formset = self.formsets["phases"]
        if not formset.is_valid():
            return cleaned
        spans = [
            (row["starts_at"], row["ends_at"])
            for row in (form.cleaned_data for form in formset.forms)
            if row and not row.get("DELETE") and row.get("starts_at") and row.get("ends_at")
        ]
        if overlap(spans):
            self.add_error(
                None,
                _(
                    "Zwei Phasen überschneiden sich. Eine Phase darf frühestens beginnen, "
                    "wenn die vorige endet."
                ),
            )
        return cleaned
