"""Finds the page behind an address, with its ancestors, in two queries. Wagtail would ask nine."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page, Site

from .page_parts import read_page
from .pages import BasePage
from .prepared import Among, Prepared, Slot
from .readings import counts_as

LINE = Prepared(lambda: Page.objects.filter(url_path=Among(Slot("line"))))


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show the page at `path`, as Wagtail's own view does, hooks included."""
    page = page_at(path)
    if page is None:
        raise Http404
    counts_as(request, page._meta.model_name)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, (), {})
        if isinstance(answer, HttpResponseBase):
            return answer
    response: HttpResponseBase = page.serve(request)
    return response


def page_at(path: str) -> BasePage | None:
    """The live page at `path` in the active language, or None."""
    roots = Site.get_site_root_paths()
    root = next((root.root_path for root in roots if root.language_code == get_language()), None)
    if root is None or "\x00" in path:
        return None
    parts = [part for part in path.split("/") if part]
    line = [
        root + "".join(f"{part}/" for part in parts[:length]) for length in range(len(parts) + 1)
    ]
    found = {page.url_path: page for page in LINE.ask(line=line)}
    row = found.get(line[-1])
    model = row.specific_class if row is not None else None
    if row is None or not row.live or model is None or not issubclass(model, BasePage):
        return None
    page = read_page(model, row.pk, related=model.shown_with)
    if page is not None:
        page.ancestors = [found[path] for path in line[:-1] if path in found]
        for known in (page, *page.ancestors):
            # Wagtail would ask the cache for them again with every address.
            known._wagtail_cached_site_root_paths = roots
    return page
