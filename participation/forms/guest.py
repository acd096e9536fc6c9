"""What people write who have no account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.forms import PseudonymField
from gdb_portal.mail.forms import AddressForm

from .comment import CommentForm


class OptionalPseudonymField(PseudonymField):
    """As an account's, or empty: then a neutral name is made up."""

    def clean(self, value: str) -> str:
        return super().clean(value) if (value or "").strip() else ""


class GuestCommentForm(AddressForm, CommentForm):
    field_order = ("kind", "text", "stance", "wants_answer", "email", "pseudonym")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Ihre E-Mail-Adresse")
        self.fields["email"].help_text = _(
            "Dorthin schicken wir Ihnen einen Link. Niemand sonst sieht sie."
        )
        field = OptionalPseudonymField(required=False)
        field.label = _("Pseudonym (freiwillig)")
        field.help_text = _(
            "Unter diesem Namen erscheint Ihr Beitrag. Haben Sie hier schon als Gast geschrieben? "
            "Dann bleibt es bei Ihrem bisherigen Namen, lassen Sie das Feld bitte leer."
        )
        self.fields["pseudonym"] = field
