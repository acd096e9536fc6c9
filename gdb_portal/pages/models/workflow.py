"""Four eyes: nobody approves what they wrote or submitted themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from ..authorship import writer_id, writer_of

OWN_SUBMISSION = _(
    "Das haben Sie selbst geschrieben oder eingereicht. "
    "Bitte lassen Sie eine andere Person freigeben."
)
INCOMPLETE = _("Es fehlen noch Angaben. Bitte geben Sie den Text zur Überarbeitung zurück.")


def is_own_submission(task_state: TaskState, user: Any) -> bool:
    """Whether `user` submitted this for approval, or wrote what approving would publish.

    Wagtail publishes the latest revision, which may be younger than the submitted one. Whoever only
    commented in its margin wrote nothing of it.
    """
    item = task_state.workflow_state.content_object
    submitted = item.revisions.filter(pk__lte=task_state.revision_id)
    return user.pk in {
        task_state.workflow_state.requested_by_id,
        writer_of(submitted.order_by("-pk")),
        writer_id(item),
    }


def is_complete(item: models.Model) -> bool:
    """Whether the latest revision may be public: drafts may have gaps, also while they wait."""
    from ..page_checks import errors_of  # noqa: PLC0415  app ready: it asks the models

    latest = item.get_latest_revision_as_object()
    try:
        latest.full_clean()
    except ValidationError:
        return False
    return not getattr(latest, "obstacles", list)() and not errors_of(latest)


class FourEyesTask(AbstractGroupApprovalTask):
    """Approval by a member of the given groups who neither wrote nor submitted the revision."""

    def get_actions(self, obj: models.Model, user: Any) -> list[tuple[str, Any, bool]]:
        state = getattr(obj, "current_workflow_task_state", None)
        if state is not None and is_own_submission(state, user):
            return []
        actions = super().get_actions(obj, user)
        if actions and not is_complete(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        if is_own_submission(task_state, user):
            raise PermissionDenied(OWN_SUBMISSION)
        if action_name == "approve" and not is_complete(task_state.workflow_state.content_object):
            raise PermissionDenied(INCOMPLETE)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """What waits for `user`; their own submissions wait for somebody else."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user).exclude(revision__user=user)

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Eine andere Person aus den gewählten Gruppen gibt frei, nie die eigene Einreichung."
        )

    class Meta:
        verbose_name = _("Freigabe nach dem Vier-Augen-Prinzip")
        verbose_name_plural = _("Freigaben nach dem Vier-Augen-Prinzip")
