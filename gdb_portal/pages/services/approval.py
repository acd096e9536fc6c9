"""The way from draft to publication: editors submit, publishers approve what others wrote."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest
from wagtail.models import (
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
    WorkflowTask,
)

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.roles import group_of

from ..models import FourEyesTask

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


def is_as_another_person_left_it(item: models.Model, request: HttpRequest) -> bool:
    """Whether publishing now shows only what somebody else wrote.

    Wagtail saves a revision in the publisher's name before it publishes: it must not differ from
    the one before, and that one must be another person's.
    """
    newest = list(item.revisions.order_by("-created_at", "-id")[:2])  # type: ignore[attr-defined]
    if len(newest) < 2 or newest[1].user_id in {None, request.user.pk}:
        return False
    new, before = (revision.as_object() for revision in newest)
    if isinstance(item, Page):
        handler = item.specific_class.get_edit_handler()
    else:
        handler = item.snippet_viewset.get_edit_handler()  # type: ignore[attr-defined]
    panel = handler.get_bound_panel(instance=new, request=request, form=None)
    return not any(compare(before, new).has_changed() for compare in panel.get_comparison())
