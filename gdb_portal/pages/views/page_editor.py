"""Wagtail's editor of pages, with its mails about comments in our ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin.views.pages.edit import EditView

from ..services.comment_mails import tell_of_comments


class PageEditor(EditView):
    """As Wagtail made it; only who is told of comments in the margin, and how, is ours.

    Wagtail mails from within the request and past the ledger, see docs/adr/0011.
    """

    def workflow_action_is_valid(self) -> bool:
        is_decided = self.page.current_workflow_task is None
        return is_decided or super().workflow_action_is_valid()

    def perform_workflow_action(self) -> HttpResponse:
        """A second click, or the autosave that comes after the first, finds it decided."""
        if self.page.current_workflow_task is not None:
            return super().perform_workflow_action()
        decided = gettext("Darüber ist schon entschieden.")
        if self.expects_json_response:
            return self.json_error_response("decided", decided)
        messages.info(self.request, decided)
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        replied = [comment for comment, _replies in changes["new_replies"]]
        replies = [reply for _comment, more in changes["new_replies"] for reply in more]
        tell_of_comments(
            self.page,
            by=self.request.user,
            said=[*changes["new_comments"], *replies],
            settled=changes["resolved_comments"],
            threads=[*replied, *changes["resolved_comments"]],
        )
