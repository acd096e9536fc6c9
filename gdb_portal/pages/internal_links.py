"""Which links into the portal lead nowhere. Two questions to the database, however many links."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, Site

from gdb_portal.core.rich_text import Link

PAGES = "wagtail_serve"


def broken_links(links: Iterable[Link], *, anchors: set[str]) -> set[Link]:
    """Those among `links` whose target is no public page, document or address of this portal.

    `anchors` are the places on the page itself. Links to other sites are not judged.
    """
    links = set(links)
    broken = {link for link in links if link.href.startswith("#") and link.href[1:] not in anchors}
    broken |= _without_row(links, "page", Page.objects.live())
    broken |= _without_row(links, "document", get_document_model().objects.all())
    paths = {link: path for link in links if (path := _own_path(link.href))}
    existing = _existing(set(paths.values()))
    return broken | {link for link, path in paths.items() if path not in existing}


def _without_row(links: set[Link], kind: str, rows: QuerySet) -> set[Link]:
    wanted = {link: int(link.target) for link in links if link.kind == kind and _is_id(link.target)}
    found = (
        set(rows.filter(pk__in=wanted.values()).values_list("pk", flat=True)) if wanted else set()
    )
    return {link for link in links if link.kind == kind and wanted.get(link) not in found}


def _is_id(target: str) -> bool:
    return target.isascii() and target.isdigit() and len(target) < 19


def _own_path(href: str) -> str:
    """The path of an address on this portal; empty for others and for mere anchors."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return ""
    own = {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}
    if parts.scheme not in {"", "http", "https"} or (host and host not in own):
        return ""
    return unquote(parts.path) if parts.path.startswith("/") else ""


def _existing(paths: set[str]) -> set[str]:
    """Addresses of our own views, public pages, and redirects."""
    existing, pages = set(), {}
    for path in paths:
        language = get_language_from_path(path) or settings.LANGUAGE_CODE
        match = _resolved(path, language)
        if match is None:
            continue
        if match.url_name == PAGES:
            pages[path] = (language, str(match.args[0]) if match.args else "")
        else:
            existing.add(path)
    if not pages:
        return existing
    roots = _roots()
    tree_paths = {
        path: roots.get(language, "-") + _closed(rest) for path, (language, rest) in pages.items()
    }
    live = set(
        Page.objects.live()
        .filter(url_path__in=tree_paths.values())
        .values_list("url_path", flat=True)
    )
    moved = set(
        Redirect.objects.filter(
            old_path__in={Redirect.normalise_path(path) for path in pages}
        ).values_list("old_path", flat=True)
    )
    return existing | {
        path for path in pages if tree_paths[path] in live or Redirect.normalise_path(path) in moved
    }


def _resolved(path: str, language: str) -> ResolverMatch | None:
    """What answers at a path; a missing last slash is added as for a reader."""
    with override(language):
        for address in dict.fromkeys((path, _closed(path))):
            try:
                return resolve(address)
            except Resolver404:
                continue
    return None


def _roots() -> dict[str, str]:
    """Where each language begins in the tree."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    rows = Page.objects.filter(translation_key=site.root_page.translation_key)
    return {codes[locale]: path for locale, path in rows.values_list("locale_id", "url_path")}


def _closed(rest: str) -> str:
    return rest if not rest or rest.endswith("/") else f"{rest}/"
