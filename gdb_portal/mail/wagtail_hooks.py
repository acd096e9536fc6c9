"""The outbox's place in the CMS."""

import datetime as dt

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gdb_portal.core.admin_waiting import HOOK, Waiting

from .enums import MailStatus
from .models import OutboxMail
from .rules import may_see_outbox
from .views import outbox


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", outbox.outbox, name="list"),
        path("schalter/", outbox.switches, name="switches"),
        path("schalter/<slug:kind>/anhalten/", outbox.kind_pause, name="pause"),
        path("schalter/<slug:kind>/fortsetzen/", outbox.kind_resume, name="resume"),
        path("sperrliste/", outbox.suppressions, name="suppressions"),
        path("sperrliste/neu/", outbox.suppression_add, name="suppress"),
        path("sperrliste/<slug:code>/aufheben/", outbox.suppression_lift, name="lift"),
        path("stapel/<str:batch>/anhalten/", outbox.batch_stop, name="stop-batch"),
        path("<uuid:pk>/", outbox.mail_detail, name="detail"),
        path("<uuid:pk>/vorschau/", outbox.mail_preview, name="preview"),
        path("<uuid:pk>/vorschau/html/", outbox.mail_preview_html, name="preview-html"),
        path("<uuid:pk>/anhalten/", outbox.mail_stop, name="stop"),
        path("<uuid:pk>/wiederholen/", outbox.mail_resend, name="resend"),
    ]
    return [path("postausgang/", include((patterns, "outbox")))]


class OutboxMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_outbox(request.user)


@hooks.register("register_admin_menu_item")
def outbox_menu_item() -> MenuItem:
    return OutboxMenuItem(_("Postausgang"), reverse("outbox:list"), icon_name="mail", order=790)


@hooks.register(HOOK)
def failed_mails_waiting(request: HttpRequest) -> list[Waiting]:
    """Mails of the last week that failed, or of which nobody knows whether they arrived."""
    if not may_see_outbox(request.user):
        return []
    lost = OutboxMail.objects.filter(
        status__in=[MailStatus.FAILED, MailStatus.UNKNOWN],
        created_at__gt=timezone.now() - dt.timedelta(days=7),
    )
    return [
        Waiting(
            label=_("Mails gescheitert oder ungewiss"),
            count=lost.count(),
            url=reverse("outbox:list"),
            icon="mail",
            order=70,
        )
    ]
