"""The search page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from ..search import search_pages


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/search.html", search_pages(request, Locale.get_active()))
