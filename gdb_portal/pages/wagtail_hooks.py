"""Publishing in the CMS: only what another person wrote; and what waits for editors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TaskState, WorkflowState

from gdb_portal.core.admin_waiting import HOOK, Waiting

from . import content_hooks  # noqa: F401  registers itself
from .bulk_actions import DeletePages, SubmitPages, UnpublishPages
from .models import AccessibilityFeedback
from .rules import may_publish_directly, may_settle_feedback, may_write_newsletter
from .services.approval import is_as_another_person_left_it
from .views import barrier_desk, newsletter_desk

OWN_TEXT = gettext_lazy(
    "Veröffentlichen kann nur jemand, der nichts daran geschrieben hat. Ihr Text ist als Entwurf "
    "gespeichert: Reichen Sie ihn zur Freigabe ein."
)


def _without_publishing(request: HttpRequest) -> None:
    """The form is saved as a draft instead: refusing it outright would lose what was typed."""
    posted = request.POST.copy()
    del posted["action-publish"]
    request.POST = posted
    messages.warning(request, OWN_TEXT)


@hooks.register("before_create_page")
def new_pages_begin_as_drafts(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    if "action-publish" in request.POST:
        _without_publishing(request)


@hooks.register("before_edit_page")
def own_pages_stay_drafts(request: HttpRequest, page: Page) -> None:
    if "action-publish" in request.POST and not may_publish_directly(request.user, page):
        _without_publishing(request)


@hooks.register("before_publish_page")
def publish_page_as_another_left_it(request: HttpRequest, page: Page) -> HttpResponse | None:
    if is_as_another_person_left_it(page, request):
        return None
    messages.warning(request, OWN_TEXT)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_publish")
def publish_snippet_as_another_left_it(request: HttpRequest, item: Model) -> HttpResponse | None:
    if is_as_another_person_left_it(item, request):
        return None
    messages.warning(request, OWN_TEXT)
    return redirect(item.snippet_viewset.get_url_name("edit"), item.pk)


@hooks.register("before_copy_page")
def copies_begin_as_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST" or "publish_copies" not in request.POST:
        return None
    messages.warning(
        request, _("Kopien beginnen als Entwurf. Bitte ohne „Veröffentlichen“ kopieren.")
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


# After Wagtail's own, whose places they take.
for bulk_action in (SubmitPages, UnpublishPages, DeletePages):
    hooks.register("register_bulk_action", bulk_action, order=1)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def offer_publishing_of_others_texts(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    item = context.get("page") or context.get("instance")
    if context["view"] != "edit" or not may_publish_directly(request.user, item):
        menu_items[:] = [entry for entry in menu_items if entry.name != "action-publish"]


@hooks.register("register_admin_urls")
def newsletter_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", newsletter_desk.newsletter_list, name="list"),
        path("<int:pk>/vorschau/", newsletter_desk.newsletter_preview, name="preview"),
        path("<int:pk>/mail/", newsletter_desk.newsletter_preview_html, name="preview-html"),
        path("<int:pk>/probe/", newsletter_desk.newsletter_test, name="test"),
        path("<int:pk>/verschicken/", newsletter_desk.newsletter_send, name="send"),
        path("<int:pk>/anhalten/", newsletter_desk.newsletter_stop, name="stop"),
    ]
    return [path("newsletter/", include((patterns, "newsletter")))]


class NewsletterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_write_newsletter(request.user)


@hooks.register("register_admin_menu_item")
def newsletter_menu_item() -> MenuItem:
    return NewsletterMenuItem(
        gettext_lazy("Newsletter"), reverse("newsletter:list"), icon_name="mail", order=235
    )


@hooks.register("register_admin_urls")
def barrier_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", barrier_desk.barrier_list, name="list"),
        path("<int:pk>/", barrier_desk.barrier, name="detail"),
    ]
    return [path("barrieren/", include((patterns, "barriers")))]


class BarrierMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_settle_feedback(request.user)


@hooks.register("register_admin_menu_item")
def barrier_menu_item() -> MenuItem:
    return BarrierMenuItem(
        gettext_lazy("Barrieren"), reverse("barriers:list"), icon_name="warning", order=240
    )


@hooks.register(HOOK)
def approvals_waiting(request: HttpRequest) -> list[Waiting]:
    """What others submitted, and what came back to me with a wish for changes."""
    items = []
    if request.user.has_perm("participation.publish_topic"):
        items.append(
            Waiting(
                label=_("zur Freigabe eingereicht"),
                count=TaskState.objects.reviewable_by(request.user).count(),
                url=reverse("wagtailadmin_reports:workflow_tasks"),
                icon="tasks",
                order=20,
            )
        )
    if request.user.has_perm("participation.change_topic"):
        returned = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=request.user
        )
        items.append(
            Waiting(
                label=_("zur Überarbeitung zurückbekommen"),
                count=returned.count(),
                url=reverse("wagtailadmin_reports:workflow") + "?status=needs_changes",
                icon="edit",
                order=30,
            )
        )
    return items


@hooks.register(HOOK)
def barriers_waiting(request: HttpRequest) -> list[Waiting]:
    if not may_settle_feedback(request.user):
        return []
    waiting = AccessibilityFeedback.objects.open()
    late = waiting.filter(due_on__lt=timezone.localdate()).count()
    hint = ""
    if late:
        hint = ngettext("%(count)s überfällig", "%(count)s überfällig", late) % {"count": late}
    elif first := waiting.order_by("due_on").first():
        hint = gettext("nächste Frist: %(date)s") % {"date": f"{first.due_on:%d.%m.%Y}"}
    return [
        Waiting(
            label=_("gemeldete Barrieren"),
            count=waiting.count(),
            url=reverse("barriers:list"),
            icon="warning",
            hint=hint,
            late=bool(late),
            order=60,
        )
    ]
