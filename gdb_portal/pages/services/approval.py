"""The way from draft to publication: editors submit, publishers approve what others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import (
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.roles import group_of

from ..authorship import say_the_same, writer_of
from ..exceptions import CanNotSubmit
from ..models import FourEyesTask
from ..models.workflow import is_complete

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

WORKFLOW = "Freigabe"
TASK = "Vier-Augen-Freigabe"


@transaction.atomic
def ensure_approval() -> None:
    """The whole tree of pages and all drafted snippets wait for a publisher, whatever was before.

    Wagtail's own first workflow, which lets people approve themselves, is switched off.
    """
    task = FourEyesTask.objects.filter(name=TASK).first()
    if task is None:
        task = FourEyesTask.objects.create(name=TASK)
    task.groups.set([group_of(Role.PUBLISHER)])
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    Workflow.objects.exclude(pk=workflow.pk).filter(active=True).update(active=False)
    WorkflowPage.objects.exclude(workflow=workflow).delete()
    root = Page.get_first_root_node()
    if root is not None:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for model in apps.get_models():
        if issubclass(model, WorkflowMixin) and not issubclass(model, Page):
            content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
            WorkflowContentType.objects.update_or_create(
                content_type=content_type, defaults={"workflow": workflow}
            )


def ensure_approval_after_migrating(sender: Any, **kwargs: Any) -> None:
    """Receiver of post_migrate: acts once, when the last app has made its tables."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if sender.name == with_models[-1].name:
        ensure_approval()


def obstacle_to_submitting(page: Page, *, by: User) -> str:
    """Why `by` can't submit this page for approval now, in a sentence; "" when they can."""
    rights = page.permissions_for_user(by)
    if page.alias_of_id or not rights.can_edit():
        return gettext("Sie dürfen diese Seite nicht bearbeiten.")
    if page.workflow_in_progress:
        return gettext("Sie wartet schon auf Freigabe.")
    if page.live and not page.has_unpublished_changes:
        return gettext("Sie hat nichts Neues: Was da steht, ist veröffentlicht.")
    if not rights.can_submit_for_moderation():
        return gettext("Sie ist gesperrt.")
    if not is_complete(page.specific):
        return gettext("Es fehlen noch Angaben. Was zu tun ist, steht auf der Seite.")
    return ""


@transaction.atomic
def submit_for_approval(page: Page, *, by: User) -> None:
    """The page waits for another person's approval, as after the button of its editor.

    Publishers are told. A page that came back with a wish for changes goes on where it was. Raises
    CanNotSubmit when somebody was quicker, or there is nothing to approve.
    """
    locked = Page.objects.select_for_update().get(pk=page.pk)
    if obstacle := obstacle_to_submitting(locked, by=by):
        raise CanNotSubmit(obstacle)
    draft = locked.get_latest_revision_as_object()
    draft.save_revision(user=by, log_action=True)
    state = draft.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        draft.get_workflow().start(draft, by)


def is_as_another_person_left_it(item: models.Model, request: HttpRequest) -> bool:
    """Whether publishing now shows only what somebody else wrote.

    Wagtail saves a revision in the publisher's name before it publishes: it must not differ from
    the one before, and what that one says must be another person's.
    """
    revisions = item.revisions.order_by("-created_at", "-id")  # type: ignore[attr-defined]
    newest = list(revisions[:2])
    if len(newest) < 2:
        return False
    if writer_of(revisions.exclude(pk=newest[0].pk)) in {None, request.user.pk}:
        return False
    if say_the_same(newest):
        return True
    new, before = (revision.as_object() for revision in newest)
    if isinstance(item, Page):
        handler = item.specific_class.get_edit_handler()
    else:
        handler = item.snippet_viewset.get_edit_handler()  # type: ignore[attr-defined]
    panel = handler.get_bound_panel(instance=new, request=request, form=None)
    return not any(compare(before, new).has_changed() for compare in panel.get_comparison())
