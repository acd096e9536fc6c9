"""The content checks of a page as it was saved last, for the side panel of its editor."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ..page_checks import check_page


@require_safe
def page_checks(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    problems = check_page(page.get_latest_revision_as_object())
    return render(request, "pages/admin/checks.html", {"problems": problems})
