"""The mails of approval: something waits for publishers, something was decided for its author."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from gdb_portal.core.events import record_event, register_event
from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail

from .models import FourEyesTask
from .models.workflow import is_own_submission


def tell_approvers(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """One mail to each person who may approve this; not to whoever wrote or submitted it."""
    task = instance.task.specific
    if not isinstance(task, FourEyesTask):
        return
    with transaction.atomic():
        event = record_event("approval.requested", on=instance, by=None)
        _ask(instance, task, event)


def _ask(instance: TaskState, task: FourEyesTask, event: Event) -> None:
    persons = get_user_model().objects.filter(groups__in=task.groups.all(), is_active=True)
    for person in persons.distinct():
        if not is_own_submission(instance, person):
            queue_mail(
                "approval_requested",
                key=f"{instance.pk}-{person.pk}",
                recipient=person,
                context={"task": instance.pk},
                cause=event,
            )


def tell_submitter(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    """Whoever submitted it learns how it went, with the reviewer's comment."""
    task = instance.current_task_state
    if task is None:
        return
    with transaction.atomic():
        event = record_event("approval.decided", on=task, by=None)
        if instance.requested_by is not None and instance.requested_by.is_active:
            queue_mail(
                "approval_decided",
                key=str(task.pk),
                recipient=instance.requested_by,
                context={"task": task.pk},
                cause=event,
            )


def _task(mail: OutboxMail) -> TaskState | None:
    rows = TaskState.objects.select_related("workflow_state", "revision", "finished_by")
    state = rows.filter(pk=mail.context.get("task")).first()
    return state if state is not None and state.workflow_state.content_object else None


def _context(mail: OutboxMail, state: TaskState) -> dict[str, Any]:
    item = state.workflow_state.content_object
    item = getattr(item, "specific", item)
    edit_url = AdminURLFinder(mail.recipient).get_edit_url(item)
    return {
        "title": item.latest_revision.object_str if item.latest_revision else str(item),
        "kind": item._meta.verbose_name,
        "path": edit_url or reverse("wagtailadmin_home"),
        "base_url": settings.BASE_URL,
        "state": state,
    }


def build_request(mail: OutboxMail) -> dict[str, Any] | None:
    """Decided or taken back meanwhile, or no longer theirs to decide: no mail."""
    state = _task(mail)
    if state is None or mail.recipient is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    task = state.task.specific
    if not task.groups.filter(user=mail.recipient).exists():
        return None
    if is_own_submission(state, mail.recipient):
        return None
    context = _context(mail, state)
    return {"subject": gettext("Zur Freigabe: %(title)s") % context, **context}


def build_decision(mail: OutboxMail) -> dict[str, Any] | None:
    state = _task(mail)
    if state is None or mail.recipient is None:
        return None
    context = _context(mail, state)
    if state.status == TaskState.STATUS_APPROVED:
        subject = gettext("Freigegeben: %(title)s") % context
    elif state.status == TaskState.STATUS_REJECTED:
        subject = gettext("Bitte überarbeiten: %(title)s") % context
    else:
        return None
    return {"subject": subject, "is_approved": state.status == "approved", **context}


def _say_nothing(sender: Any, **kwargs: Any) -> None:
    """Who submits something knows it; the approvers hear of the task."""


def register() -> None:
    register_event("approval.requested", _("Etwas wartet auf Freigabe."))
    register_event("approval.decided", _("Über eine Freigabe wurde entschieden."))
    register_mail_kind(
        MailKind(
            name="approval_requested",
            label=_("Zur Freigabe eingereicht"),
            template="emails/approval_requested",
            build=build_request,
        )
    )
    register_mail_kind(
        MailKind(
            name="approval_decided",
            label=_("Über eine Freigabe entschieden"),
            template="emails/approval_decided",
            build=build_decision,
        )
    )
    # Wagtail's own mails go past the ledger. A signal takes each id once and this app is ready
    # before Wagtail's: under the same ids our receivers stand in their place.
    for signal, receiver, about, uid in (
        (task_submitted, tell_approvers, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, _say_nothing, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, tell_submitter, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, tell_submitter, WorkflowState, "workflow_state_approved"),
    ):
        signal.connect(receiver, sender=about, dispatch_uid=f"{uid}_email_notification")
