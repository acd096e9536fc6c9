"""The link by which somebody without an account appeals: the key to one decision, signed by us."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import Decision

_signer = Signer(salt="participation.appeal")


def appeal_url(decision: Decision) -> str:
    """The form for this decision; whoever has the link needs no account."""
    return reverse("reports:appeal", args=[_signer.sign(str(decision.pk))])


def decision_of(token: str) -> int | None:
    """The decision that the link is about; None for anything that we did not sign."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
