"""Invitations' place in the CMS; imported by `wagtail_hooks`."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import invitation


@hooks.register("register_admin_urls")
def invitation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", invitation.invitations, name="list"),
        path("<int:pk>/erneut/", invitation.resend, name="resend"),
        path("<int:pk>/zurueckziehen/", invitation.revoke, name="revoke"),
        path("mitglieder/<int:pk>/entfernen/", invitation.remove_member, name="remove-member"),
    ]
    return [path("einladungen/", include((patterns, "invitations")))]


class InvitationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("strategy.invite_official")


@hooks.register("register_admin_menu_item")
def invitations_menu_item() -> MenuItem:
    return InvitationsMenuItem(
        _("Einladungen"), reverse("invitations:list"), icon_name="group", order=810
    )
