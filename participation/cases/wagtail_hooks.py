"""The officials' desk in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gdb_portal.core.admin_waiting import HOOK, Waiting

from . import (
    change_hooks,  # noqa: F401  registers itself
    worklist,
)
from .rules import may_answer_for_somebody
from .views import actions, collective, desk, settings
from .worklist import Worklist


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", desk.desk, name="desk"),
        path("gemeinsam/", collective.write, name="collective-write"),
        path("gemeinsam/<int:pk>/", collective.review, name="collective"),
        path("gemeinsam/<int:pk>/freigeben/", collective.publish, name="collective-publish"),
        path("gemeinsam/<int:pk>/zurueck/", collective.give_back, name="collective-return"),
        path("anfragen/<int:pk>/", actions.reply, name="reply"),
        path("einrichten/", settings.settings, name="settings"),
        path("einrichten/abwesenheit/", settings.absence_create, name="absence-create"),
        path(
            "einrichten/abwesenheit/<int:pk>/loeschen/",
            settings.absence_delete,
            name="absence-delete",
        ),
        path(
            "einrichten/bausteine/<int:pk>/loeschen/",
            settings.template_delete,
            name="template-delete",
        ),
        path("einrichten/<slug:slug>/bausteine/", settings.template_create, name="template-create"),
        path("einrichten/<slug:slug>/anmerkung/", settings.remark, name="remark"),
        path("einrichten/<slug:slug>/leitung/", settings.contact, name="contact"),
        path("<slug:number>/", desk.edit, name="edit"),
        path("<slug:number>/entwurf/", actions.save_draft, name="draft"),
        path("<slug:number>/zur-freigabe/", actions.submit, name="submit"),
        path("<slug:number>/freigeben/", actions.release, name="release"),
        path("<slug:number>/zurueckgeben/", actions.give_back, name="return"),
        path("<slug:number>/veroeffentlichen/", actions.publish, name="publish"),
        path("<slug:number>/uebernehmen/", actions.take_on, name="take-on"),
        path("<slug:number>/zuruecklegen/", actions.put_back, name="put-back"),
        path("<slug:number>/weitergeben/", actions.give_away, name="hand-over"),
        path("<slug:number>/verlaengern/", actions.extend, name="extend"),
        path("<slug:number>/fragen/", actions.ask, name="ask"),
        path("<slug:number>/vermerk/", actions.note, name="note"),
        path("<slug:number>/stand/", actions.decide, name="decide"),
        path("<slug:number>/wirkung/", actions.add_effect, name="effect"),
    ]
    return [path("vorgaenge/", include((patterns, "desk")))]


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer_for_somebody(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Meine Vorgänge"), reverse("desk:desk"), icon_name="mail", order=220)


@hooks.register(HOOK)
def waiting_cases(request: HttpRequest) -> list[Waiting]:
    """How much lies on the official's desk, on the CMS' first page."""
    if not may_answer_for_somebody(request.user):
        return []
    work = Worklist.of(desk.own_administrations(request), timezone.localdate())
    open_count = work.pile(worklist.OPEN).count()
    overdue = work.pile(worklist.OVERDUE).count()
    asked = work.pile(worklist.COOPERATION).count()
    outcomes = work.pile(worklist.OUTCOME).count()
    measures = work.pile(worklist.MEASURES).count()
    address = reverse("desk:desk")
    return [
        Waiting(
            label=_("Offene Vorgänge"),
            count=open_count,
            url=address,
            icon="mail",
            hint=ngettext("%(count)s überfällig", "%(count)s überfällig", overdue)
            % {"count": overdue}
            if overdue
            else "",
            late=bool(overdue),
            order=20,
        ),
        Waiting(
            label=_("Andere fragen uns"),
            count=asked,
            url=f"{address}?ansicht={worklist.COOPERATION}",
            icon="help",
            order=21,
        ),
        Waiting(
            label=worklist.LABELS[worklist.OUTCOME],
            count=outcomes,
            url=f"{address}?ansicht={worklist.OUTCOME}",
            icon="doc-full-inverse",
            hint=_("steht öffentlich als verspätet") if outcomes else "",
            late=bool(outcomes),
            order=22,
        ),
        Waiting(
            label=worklist.LABELS[worklist.MEASURES],
            count=measures,
            url=f"{address}?ansicht={worklist.MEASURES}",
            icon="history",
            order=23,
        ),
    ]
