"""Four eyes: nobody approves what they wrote or submitted themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

OWN_SUBMISSION = _(
    "Das haben Sie selbst geschrieben oder eingereicht. "
    "Bitte lassen Sie eine andere Person freigeben."
)


def is_own_submission(task_state: TaskState, user: Any) -> bool:
    """Whether `user` submitted this revision for approval or wrote it."""
    return user.pk in {
        task_state.workflow_state.requested_by_id,
        task_state.revision.user_id,
    }


class FourEyesTask(AbstractGroupApprovalTask):
    """Approval by a member of the given groups who neither wrote nor submitted the revision."""

    def get_actions(self, obj: models.Model, user: Any) -> list[tuple[str, Any, bool]]:
        actions = super().get_actions(obj, user)
        state = getattr(obj, "current_workflow_task_state", None)
        if state is not None and is_own_submission(state, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        if action_name == "approve" and is_own_submission(task_state, user):
            raise PermissionDenied(OWN_SUBMISSION)
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Eine andere Person aus den gewählten Gruppen gibt frei, nie die eigene Einreichung."
        )

    class Meta:
        verbose_name = _("Freigabe nach dem Vier-Augen-Prinzip")
        verbose_name_plural = _("Freigaben nach dem Vier-Augen-Prinzip")
