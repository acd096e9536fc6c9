"""The facts of a measure whose every change is kept: read, written and shown as plain texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import ImplementationPhase, MeasureStatus
from .partial_dates import format_partial, partial_from, partial_text

if TYPE_CHECKING:
    from .models import Administration, Measure

# Administrations by slug, for showing one by its name.
Names = Mapping[str, "Administration"]


@dataclass(frozen=True, slots=True)
class Fact:
    """`read` gives a text, "" when unknown; `write` gives the values of its fields, or raises
    ValueError; `show` says it to a reader."""

    name: str
    label: Any
    fields: tuple[str, ...]
    read: Callable[[Any], str]
    write: Callable[[str], dict[str, Any]]
    show: Callable[[str, Names], str]


def facts_of(measure: Measure) -> dict[str, str]:
    return {name: fact.read(measure) for name, fact in FACTS.items()}


def shown(name: str, text: str, names: Names) -> str:
    """The value as a reader sees it; nothing known is said so."""
    return FACTS[name].show(text, names) if text else _("nicht bekannt")


def _choice(name: str, label: Any, choices: type[Any]) -> Fact:
    def write(text: str) -> dict[str, Any]:
        known = {value: value for value in choices.values}
        known |= {str(label).casefold(): value for value, label in choices.choices}
        if text and text.casefold() not in known:
            raise ValueError(_("„%(value)s“ ist kein bekannter Wert.") % {"value": text})
        return {name: known[text.casefold()] if text else _empty(choices)}

    return Fact(
        name,
        label,
        (name,),
        lambda measure: str(getattr(measure, name) or ""),
        write,
        lambda text, names: str(dict(choices.choices).get(text, text)),
    )


def _empty(choices: type[Any]) -> str:
    return MeasureStatus.UNKNOWN if choices is MeasureStatus else ""


def _partial(name: str, label: Any) -> Fact:
    day, precision = f"{name}_on", f"{name}_precision"

    def write(text: str) -> dict[str, Any]:
        if not text:
            return {day: None}
        return dict(zip((day, precision), partial_from(text), strict=True))

    return Fact(
        name,
        label,
        (day, precision),
        lambda measure: partial_text(getattr(measure, day), getattr(measure, precision)),
        write,
        lambda text, names: format_partial(*partial_from(text)),
    )


def _read_day(measure: Measure) -> str:
    day = measure.status_as_of
    return day.isoformat() if isinstance(day, dt.date) else str(day or "")


def _write_day(text: str) -> dict[str, Any]:
    day = parse_date(text) if text else None
    if text and day is None:
        raise ValueError(_("„%(value)s“ ist kein Datum (JJJJ-MM-TT).") % {"value": text})
    return {"status_as_of": day}


def _read_responsible(measure: Measure) -> str:
    administration = measure.responsible_administration
    return administration.slug if administration else ""


def _write_responsible(text: str) -> dict[str, Any]:
    from .models import Administration  # noqa: PLC0415  app ready: models name their facts

    found = Administration.objects.filter(slug=text).first() if text else None
    if text and found is None:
        raise ValueError(_("Eine Verwaltung „%(value)s“ gibt es nicht.") % {"value": text})
    return {"responsible_administration": found}


def _read_budget(measure: Measure) -> str:
    amount = measure.budget_amount
    return "" if amount is None else str(Decimal(str(amount)).quantize(Decimal("0.01")))


def _write_budget(text: str) -> dict[str, Any]:
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        raise ValueError(_("„%(value)s“ ist kein Betrag.") % {"value": text}) from None
    return {"budget_amount": amount}


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        _choice("status", gettext_lazy("Stand"), MeasureStatus),
        Fact(
            "status_as_of",
            gettext_lazy("Stand vom"),
            ("status_as_of",),
            _read_day,
            _write_day,
            lambda text, names: date_format(dt.date.fromisoformat(text), "SHORT_DATE_FORMAT"),
        ),
        _choice("phase", gettext_lazy("Umsetzungsphase"), ImplementationPhase),
        _partial("starts", gettext_lazy("Beginn")),
        _partial("ends", gettext_lazy("Ende")),
        Fact(
            "responsible",
            gettext_lazy("Zuständige Verwaltung"),
            ("responsible_administration",),
            _read_responsible,
            _write_responsible,
            lambda text, names: names[text].name if text in names else text,
        ),
        Fact(
            "budget",
            gettext_lazy("Geld in Euro"),
            ("budget_amount",),
            _read_budget,
            _write_budget,
            lambda text, names: number_format(Decimal(text), use_l10n=True, force_grouping=True),
        ),
    )
}
