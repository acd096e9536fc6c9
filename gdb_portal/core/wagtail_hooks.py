"""Hooks of the foundation: snippets without drafts change public pages too."""

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from .page_cache import CONTENT, invalidate


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def forget_pages_after_change(request: HttpRequest, instance: Model) -> None:
    invalidate(CONTENT)


@hooks.register("after_delete_snippet")
def forget_pages_after_deletion(request: HttpRequest, instances: list[Model]) -> None:
    invalidate(CONTENT)
