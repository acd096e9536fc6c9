"""The link by which a guest confirms one contribution; a secret of the mail to their address."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from gdb_portal.mail.tokens import is_token, number_in, row_token

from .models import GuestDraft
from .services.guest import CONFIRM_WITHIN


def confirm_path(draft: GuestDraft) -> str:
    return reverse("participation:guest-confirm", args=[_token(draft)])


def draft_by_token(token: str, now: dt.datetime) -> GuestDraft | None:
    """The draft that waits or was confirmed lately; None for old and foreign links."""
    rows = GuestDraft.objects.select_related("topic", "comment")
    draft = rows.filter(pk=number_in(token), asked_at__gte=now - CONFIRM_WITHIN).first()
    return draft if draft is not None and is_token(token, _token(draft)) else None


def _token(draft: GuestDraft) -> str:
    return row_token("guest-draft", draft.pk, str(draft.request_key))
