"""The content checks of one page or draft: its pieces, its links, its sources."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Page

from gdb_portal.core.content_checks import Problem, check, links_in
from gdb_portal.core.content_rules import Rule
from gdb_portal.core.page_pieces import pieces_of
from gdb_portal.core.pages import BasePage
from gdb_portal.core.site_links import EASY_LANGUAGE

from .internal_links import broken_links


def check_page(page: Page) -> list[Problem]:
    """All that is wrong with a page or a draft of it, errors first."""
    pieces = pieces_of(page)
    broken = broken_links(links_in(pieces), anchors=_anchors(page))
    problems = check(
        pieces,
        is_simple=page.locale.language_code == EASY_LANGUAGE,
        is_broken=broken.__contains__,
    )
    return problems + _missing_source(page)


def errors_of(item: models.Model) -> list[Problem]:
    """What keeps a draft from being published; only pages are checked."""
    if not isinstance(item, Page):
        return []
    return [problem for problem in check_page(item) if problem.is_error]


def _anchors(page: Page) -> set[str]:
    contents = page.contents if isinstance(page, BasePage) else []
    return {"", "inhalt", *(entry["href"][1:] for entry in contents)}


def _missing_source(page: Page) -> list[Problem]:
    if not getattr(page, "needs_source", False) or list(page.sources.all()):
        return []
    return [Problem(Rule.NO_SOURCE, place=_("Quellen"))]
