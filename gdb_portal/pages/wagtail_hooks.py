"""Publishing in the CMS: only what another person wrote; and what waits for editors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page, TaskState, WorkflowState

from gdb_portal.core.admin_waiting import HOOK, Waiting

from .models import AccessibilityFeedback
from .page_checks import errors_of
from .rules import may_publish_directly, may_settle_feedback
from .services.approval import is_as_another_person_left_it
from .views import barrier_desk, checks

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


@hooks.register("before_publish_page", order=-1)
def publish_only_what_the_law_allows(request: HttpRequest, page: Page) -> HttpResponse | None:
    errors = errors_of(page.get_latest_revision_as_object())
    if not errors:
        return None
    for error in errors:
        where = f" ({error.place})" if error.place else ""
        messages.error(request, f"{error.rule.label}{where}: {error.remedy}")
    messages.error(request, _("Nicht veröffentlicht. Ihr Text ist als Entwurf gespeichert."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def say_what_keeps_from_publishing(request: HttpRequest, page: Page) -> None:
    """Told when the editor opens, since the button to approve is missing without a word."""
    if request.method != "GET" or request.GET or "json" in request.headers.get("Accept", ""):
        return
    count = len(errors_of(page.get_latest_revision_as_object()))
    if count:
        messages.warning(
            request,
            ngettext(
                "%(count)s Fehler verhindert die Veröffentlichung. "
                "Was zu tun ist, steht rechts hinter der Brille („Prüfungen“).",
                "%(count)s Fehler verhindern die Veröffentlichung. "
                "Was zu tun ist, steht rechts hinter der Brille („Prüfungen“).",
                count,
            )
            % {"count": count},
        )


class PageCheckerItem(ContentCheckerItem):
    """Wagtail's checks of the preview; header and footer are not the editor's."""

    axe_include = ["main"]


@hooks.register("construct_wagtail_userbar")
def check_what_editors_wrote(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [
        PageCheckerItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("insert_editor_js")
def look_again_after_saving() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/checks.js"))


@hooks.register("register_admin_urls")
def check_urls() -> list[URLPattern | URLResolver]:
    patterns = [path("<int:pk>/", checks.page_checks, name="page")]
    return [path("pruefung/", include((patterns, "checks")))]


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


@hooks.register("before_bulk_action")
def publish_one_by_one(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """In bulk nobody sees what they publish, nor who wrote it."""
    if action_type != "publish":
        return None
    messages.warning(request, _("Veröffentlicht wird einzeln, nach einem Blick auf die Seite."))
    return redirect(action.next_url)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def offer_publishing_of_others_texts(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    item = context.get("page") or context.get("instance")
    if context["view"] != "edit" or not may_publish_directly(request.user, item):
        menu_items[:] = [entry for entry in menu_items if entry.name != "action-publish"]


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
