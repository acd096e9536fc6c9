"""Who comes to the desk, what they may decide on, and what they see when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from ...models import Comment
from ...rules import may_moderate
from ..rules import may_decide


def moderators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse everybody who may not moderate."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def comment_or_404(pk: int) -> Comment:
    return get_object_or_404(
        Comment.objects.for_list().with_passages().select_related("reply_to__author"),
        pk=pk,
    )


def comment_to_decide(request: HttpRequest, pk: int) -> Comment:
    """Nobody decides on their own words."""
    comment = comment_or_404(pk)
    if not may_decide(request.user, comment):
        raise PermissionDenied
    return comment


def too_late(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Somebody else was faster: show what they decided instead of deciding over it."""
    last = comment.decisions.select_related("by").first()
    who = last.by if last and last.by else _("jemand anderes")
    messages.warning(
        request,
        _("Hier hat inzwischen %(who)s entschieden. Es wurde nichts geändert.") % {"who": who},
    )
    return redirect("moderation:review", pk=comment.pk)
