"""Districts, groups of fields, administrations and partners."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from wagtail.models import Locale

from ..enums import AdministrationKind
from ..models import Administration, AdministrationName, District, FieldGroup, Partner
from .records import Seeder, fingerprint_of

CONTENT = Path(__file__).parent / "content"
ADMINISTRATION_ORDER = {kind: number for number, kind in enumerate(AdministrationKind.values)}

Row = TypeVar("Row", bound=models.Model)


def read(name: str) -> dict[str, Any]:
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def read_sources() -> dict[str, dict[str, Any]]:
    """Every source by its code, ready for `Source(**…)`."""
    content = read("sources.toml")
    return {code: {**content["defaults"], **entry} for code, entry in content["sources"].items()}


def seed_directory(seeder: Seeder) -> None:
    """Make the rows that pages refer to."""
    content = read("directory.toml")
    for entry in content["districts"]:
        ensure_row(seeder, District, {"slug": entry["slug"]}, entry)
    for entry in content["partners"]:
        ensure_row(seeder, Partner, {"slug": entry["slug"]}, entry)
    for number, entry in enumerate(content["groups"]):
        _ensure_group(seeder, entry, number)
    districts = {district.slug: district for district in District.objects.all()}
    for entry in read("administrations.toml")["administrations"]:
        _ensure_administration(seeder, entry, districts)


def ensure_row(
    seeder: Seeder, model: type[Row], natural: dict[str, Any], values: dict[str, Any]
) -> None:
    _ensure_row(
        seeder,
        ":".join([model._meta.model_name or "", *map(str, natural.values())]),
        values,
        find=lambda: model._default_manager.filter(**natural).first(),
        make=lambda: model._default_manager.create(**values),
        names=list(values),
    )


def _ensure_row(
    seeder: Seeder,
    key: str,
    values: dict[str, Any],
    *,
    find: Callable[[], Row | None],
    make: Callable[[], Row],
    names: list[str],
) -> None:
    def refresh(row: Row) -> None:
        for name in names:
            setattr(row, name, values[name])
        row.save()

    seeder.ensure(
        key, values, find=find, make=make, refresh=refresh, state=lambda row: _state(row, names)
    )


def _state(row: models.Model, names: list[str]) -> str:
    row.refresh_from_db()
    return fingerprint_of({name: str(getattr(row, name)) for name in names})


def _ensure_group(seeder: Seeder, entry: dict[str, Any], number: int) -> None:
    for locale in Locale.objects.filter(language_code__in=entry["name"]).order_by("id"):
        language = locale.language_code
        values = {
            "slug": entry["slug"],
            "line": entry["line"],
            "sort_order": number,
            "name": entry["name"][language],
            "description": entry["description"][language],
        }
        _ensure_row(
            seeder,
            f"fieldgroup:{language}:{entry['slug']}",
            values,
            find=partial(_find_group, entry["slug"], locale),
            make=partial(_make_group, locale, values),
            names=list(values),
        )


def _find_group(slug: str, locale: Locale) -> FieldGroup | None:
    return FieldGroup.objects.filter(slug=slug, locale=locale).first()


def _make_group(locale: Locale, values: dict[str, Any]) -> FieldGroup:
    other = FieldGroup.objects.filter(slug=values["slug"]).first()
    shared = {"translation_key": other.translation_key} if other else {}
    return FieldGroup.objects.create(locale=locale, **shared, **values)


def _ensure_administration(
    seeder: Seeder, entry: dict[str, Any], districts: dict[str, District]
) -> None:
    district = districts.get(entry.get("district", ""))
    values = {
        "slug": entry["slug"],
        "short_name": entry.get("short_name") or f"BA {district}",
        "kind": entry.get("kind", AdministrationKind.DISTRICT_OFFICE),
        "email": f"beteiligung@{entry['slug']}.example.org",
        "task": entry.get("task")
        or f"Bezirksverwaltung. Ansprechpartnerin für Vorhaben in {district}.",
        "district": district,
    }
    values["sort_key"] = f"{ADMINISTRATION_ORDER[values['kind']]}-{entry['slug']}"
    names = entry.get("names") or [{"name": f"Bezirksamt {district} von Berlin"}]

    @transaction.atomic
    def make() -> Administration:
        administration = Administration.objects.create(**values)
        _replace_names(administration, names)
        return administration

    @transaction.atomic
    def refresh(administration: Administration) -> None:
        for name, value in values.items():
            setattr(administration, name, value)
        administration.save()
        _replace_names(administration, names)

    seeder.ensure(
        f"administration:{entry['slug']}",
        [{**values, "district": entry.get("district")}, names],
        find=lambda: Administration.objects.filter(slug=entry["slug"]).first(),
        make=make,
        refresh=refresh,
        state=lambda row: _administration_state(row, list(values)),
    )


def _replace_names(administration: Administration, names: list[dict[str, Any]]) -> None:
    AdministrationName.objects.filter(administration=administration).delete()
    for name in names:
        AdministrationName.objects.create(administration=administration, **name)


def _administration_state(row: Administration, names: list[str]) -> str:
    rows = AdministrationName.objects.filter(administration=row).order_by("pk")
    known = [[str(name.name), str(name.valid_from), str(name.valid_to)] for name in rows]
    return fingerprint_of([_state(row, names), known])
