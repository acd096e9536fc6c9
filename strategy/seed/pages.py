"""From a page's entry in the seed files to a published page."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from wagtail.models import Locale, Page

from gdb_portal.core.pages import BasePage

from ..models import (
    Administration,
    District,
    FieldGroup,
    FieldOfAction,
    GuidingIdea,
    Measure,
    Partner,
    Source,
)
from ..partial_dates import partial_from
from .markup import block_id, sections_from
from .records import Seeder

Entry = dict[str, Any]

# Stands in the record of a measure when a newer seed says something else about it.
SEED_REASON = "Angaben aus neuer ausgewerteten Quellen übernommen."
# Handled here, not fields of the page.
OWN_KEYS = frozenset({"path", "type", "locale", "text", "sources", "follows"})


def read_entries(folder: Path, *names: str) -> list[Entry]:
    """The `[[pages]]` of the named files, in their order."""
    entries: list[Entry] = []
    for name in names:
        with (folder / name).open("rb") as file:
            content = tomllib.load(file)
        defaults = content.get("defaults", {})
        entries += [_without_blanks({**defaults, **entry}) for entry in content["pages"]]
    return entries


def _without_blanks(entry: Entry) -> Entry:
    """A blank text takes back a file's default."""
    return {name: value for name, value in entry.items() if value != ""}


class PageSeeder:
    """Builds pages under the home pages of all languages."""

    def __init__(self, seeder: Seeder, sources: dict[str, Entry]) -> None:
        self.seeder = seeder
        self.sources = sources
        self.german: dict[str, Entry] = {}
        self.pages: dict[tuple[str, str], Page | None] = {}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.administrations = {row.slug: row for row in Administration.objects.all()}
        self.partners = {row.slug: row for row in Partner.objects.all()}
        self.districts = {row.slug: row for row in District.objects.all()}
        self.groups = {(row.locale_id, row.slug): row for row in FieldGroup.objects.all()}

    def home(self, language: str, home: Page) -> None:
        self.pages[language, ""] = home

    def ensure_all(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self.ensure(entry)

    def ensure(self, entry: Entry) -> Page | None:
        language = entry.get("locale", settings.LANGUAGE_CODE)
        path = entry["path"]
        if language == settings.LANGUAGE_CODE:
            self.german[path] = entry
        else:
            # What is not text is the same in every language: dates, links, places.
            entry = {**self.german.get(path, {}), **entry}
        parent = self.pages.get((language, path.rpartition("/")[0]))
        if parent is None:
            # Its parent was removed by an editor.
            self.pages[language, path] = None
            return None
        page = self.seeder.ensure(
            f"page:{language}:{path}",
            {**entry, "sources": [self.sources[code] for code in entry.get("sources", [])]},
            find=lambda: self._find(parent, path),
            make=lambda: self._make(parent, entry, language),
            refresh=lambda page: self._refresh(page, entry, language),
            state=lambda page: str(page.latest_revision_id),
        )
        self.pages[language, path] = page
        return page

    def _find(self, parent: Page, path: str) -> Page | None:
        page = parent.get_children().filter(slug=path.rpartition("/")[2]).first()
        return page.specific if page else None

    def _make(self, parent: Page, entry: Entry, language: str) -> Page:
        model = apps.get_model(entry["type"])
        page = model(slug=entry["path"].rpartition("/")[2], locale=self.locales[language])
        source_page = self.pages.get((settings.LANGUAGE_CODE, entry["path"]))
        if language != settings.LANGUAGE_CODE and source_page is not None:
            page.translation_key = source_page.translation_key
        self._fill(page, entry, language)
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def _refresh(self, page: Page, entry: Entry, language: str) -> None:
        self._fill(page, entry, language)
        if isinstance(page, Measure):
            page.change_reason = SEED_REASON
        page.save_revision().publish()

    def _fill(self, page: BasePage, entry: Entry, language: str) -> None:
        for name, value in entry.items():
            if name in OWN_KEYS:
                continue
            setter = getattr(self, f"_set_{name}", None)
            if setter is not None:
                setter(page, value)
            elif name.endswith("_on") and isinstance(value, str):
                self._set_date(page, name, value)
            else:
                page._meta.get_field(name)
                setattr(page, name, value)
        if "text" in entry:
            field = page._meta.get_field("sections")
            page.sections = field.stream_block.to_python(
                sections_from(entry["text"], f"{language}:{entry['path']}")
            )
        page.sources = [
            Source(sort_order=number, **self.sources[code])
            for number, code in enumerate(entry.get("sources", []))
        ]
        if "follows" in entry:
            page.follows = self._german_page(f"massnahmen/{entry['follows']}", Measure)

    def _set_date(self, item: Any, name: str, value: str) -> None:
        day, precision = partial_from(value)
        setattr(item, name, day)
        precision_name = name.removesuffix("_on") + "_precision"
        if hasattr(item, precision_name):
            setattr(item, precision_name, precision)

    def _german_page(self, path: str, model: type[Page]) -> Page:
        page = self.pages.get((settings.LANGUAGE_CODE, path))
        if not isinstance(page, model):
            raise TypeError(f"The seed refers to {path}, which is no {model.__name__}.")
        return page

    def _set_group(self, page: FieldOfAction, slug: str) -> None:
        page.group = self.groups[page.locale_id, slug]

    def _set_responsible_administration(self, page: Measure, slug: str) -> None:
        page.responsible_administration = self.administrations[slug]

    def _set_lead_partner(self, page: Measure, slug: str) -> None:
        page.lead_partner = self.partners[slug]

    def _set_districts(self, page: Measure, slugs: list[str]) -> None:
        page.districts = [self.districts[slug] for slug in slugs]

    def _set_about(self, page: Page, path: str) -> None:
        page.about = self.pages.get((settings.LANGUAGE_CODE, path))

    def _set_fields(self, page: Measure, names: list[str]) -> None:
        """Fields of action by address; a question mark says that the link is our own estimate."""
        page.field_links = [
            page.field_links.model(
                sort_order=number,
                field=self._german_page(f"handlungsfelder/{name.rstrip('?')}", FieldOfAction),
                is_own_estimate=name.endswith("?"),
            )
            for number, name in enumerate(names)
        ]

    def _set_ideas(self, page: Measure, names: list[str]) -> None:
        page.idea_links = [
            page.idea_links.model(
                sort_order=number,
                idea=self._german_page(f"wertekompass/{name.rstrip('?')}", GuidingIdea),
                is_own_estimate=name.endswith("?"),
            )
            for number, name in enumerate(names)
        ]

    def _set_involved(self, page: Measure, names: list[list[str]]) -> None:
        """Administrations and partners by slug, each with its role."""
        page.involvements = [
            page.involvements.model(
                sort_order=number,
                administration=self.administrations.get(slug),
                partner=None if slug in self.administrations else self.partners[slug],
                role="".join(role),
            )
            for number, (slug, *role) in enumerate(names)
        ]

    def _set_rows(self, page: Page, name: str, rows: list[Entry]) -> None:
        items = []
        for number, row in enumerate(rows):
            item = getattr(page, name).model(sort_order=number)
            for key, value in row.items():
                if key.endswith("_on"):
                    self._set_date(item, key, value)
                else:
                    setattr(item, key, value)
            items.append(item)
        setattr(page, name, items)

    def _set_steps(self, page: Page, rows: list[Entry]) -> None:
        self._set_rows(page, "steps", rows)

    def _set_milestones(self, page: Page, rows: list[Entry]) -> None:
        self._set_rows(page, "milestones", rows)

    def _set_updates(self, page: Page, rows: list[Entry]) -> None:
        self._set_rows(page, "updates", rows)

    def _set_documents(self, page: Page, rows: list[Entry]) -> None:
        """What others published about a pilot, as one of its parts."""
        block = page._meta.get_field("parts").stream_block
        name = f"{page.locale.language_code}:{page.slug}:documents"
        items = [
            {
                "type": "item",
                "id": block_id(name, row["url"]),
                "value": {"publisher": "", "note": "", "document": None, **row},
            }
            for row in rows
        ]
        page.parts = block.to_python([{"type": "documents", "id": block_id(name), "value": items}])

    def _set_findings(self, page: Page, rows: list[Entry]) -> None:
        self._set_rows(page, "findings", rows)
