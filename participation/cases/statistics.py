"""How administrations answer, in numbers that anyone can count again from the public cases."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, DateField, DurationField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from .enums import OPEN, WITH_ANSWER, CaseStatus
from .models import Case, Extension, StatisticsRemark


class Percentile(Aggregate):
    """The value below which the given share of all values lies, taken between neighbours."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, *, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


@dataclass(frozen=True, slots=True)
class ResponseStatistics:
    """One administration's numbers; times in calendar days, None while nothing was answered."""

    administration: Administration
    open_count: int
    overdue_count: int
    answered_count: int
    late_count: int
    extended_count: int
    taken_up_count: int
    not_taken_up_count: int
    median_days: int | None
    percentile_90_days: int | None
    remark: StatisticsRemark | None = None

    @property
    def case_count(self) -> int:
        return self.open_count + self.answered_count


def response_statistics(
    *administrations: Administration, today: dt.date | None = None
) -> list[ResponseStatistics]:
    """The numbers of these administrations, or of all that have cases; three queries.

    A case counts for the administration that has it now; its time runs from its opening.
    """
    today = today or timezone.localdate()
    answered = Q(status__in=WITH_ANSWER)
    cases = Case.objects.public().exclude(status=CaseStatus.DISCONTINUED)
    if administrations:
        cases = cases.filter(administration__in=administrations)
    rows = (
        cases.annotate(
            is_extended=Exists(Extension.objects.filter(case=OuterRef("pk"))),
            answered_on=Cast("answered_at", DateField()),
        )
        .values("administration")
        .annotate(
            open_count=Count("pk", filter=Q(status__in=OPEN)),
            overdue_count=Count("pk", filter=Q(status__in=OPEN, due_on__lt=today)),
            answered_count=Count("pk", filter=answered),
            late_count=Count("pk", filter=answered & Q(answered_on__gt=F("due_on"))),
            extended_count=Count("pk", filter=Q(is_extended=True)),
            taken_up_count=Count("pk", filter=Q(status__in=(CaseStatus.TAKEN_UP, CaseStatus.DONE))),
            not_taken_up_count=Count("pk", filter=Q(status=CaseStatus.NOT_TAKEN_UP)),
            median=Percentile(F("answered_at") - F("opened_at"), share=0.5, filter=answered),
            percentile_90=Percentile(F("answered_at") - F("opened_at"), share=0.9, filter=answered),
        )
        .order_by("administration")
    )
    numbers = {row.pop("administration"): row for row in rows}
    names = administrations or Administration.objects.filter(pk__in=numbers).with_names()
    remarks = {
        remark.administration_id: remark
        for remark in StatisticsRemark.objects.filter(
            administration__in=[administration.pk for administration in names]
        )
    }
    return [
        _statistics(administration, numbers.get(administration.pk), remarks.get(administration.pk))
        for administration in names
    ]


def _statistics(
    administration: Administration, row: dict[str, Any] | None, remark: StatisticsRemark | None
) -> ResponseStatistics:
    row = dict(row or dict.fromkeys(COUNTS, 0))
    median, percentile_90 = row.pop("median", None), row.pop("percentile_90", None)
    return ResponseStatistics(
        administration=administration,
        remark=remark,
        median_days=_days(median),
        percentile_90_days=_days(percentile_90),
        **row,
    )


def overall_statistics(today: dt.date | None = None) -> dict[str, Any]:
    """All public cases together, whoever has them; one query."""
    today = today or timezone.localdate()
    answered = Q(status__in=WITH_ANSWER)
    row = (
        Case.objects.public()
        .exclude(status=CaseStatus.DISCONTINUED)
        .aggregate(
            open_count=Count("pk", filter=Q(status__in=OPEN)),
            overdue_count=Count("pk", filter=Q(status__in=OPEN, due_on__lt=today)),
            answered_count=Count("pk", filter=answered),
            median=Percentile(F("answered_at") - F("opened_at"), share=0.5, filter=answered),
        )
    )
    return {**row, "median_days": _days(row["median"])}


def _days(span: dt.timedelta | None) -> int | None:
    """Begun days count whole: nobody shall look faster than they are."""
    return None if span is None else max(1, math.ceil(span / dt.timedelta(days=1)))


COUNTS = (
    "open_count",
    "overdue_count",
    "answered_count",
    "late_count",
    "extended_count",
    "taken_up_count",
    "not_taken_up_count",
)
# What each column means, for the page, the file and the programs alike.
FIELDS: dict[str, Any] = {
    "administration": _("Kürzel der Verwaltung, bleibt gleich"),
    "name": _("Name, den sie heute trägt"),
    "open_count": _("Vorgänge, die auf Antwort warten"),
    "overdue_count": _("davon überfällig"),
    "answered_count": _("beantwortete Vorgänge"),
    "late_count": _("davon nach der Frist beantwortet"),
    "extended_count": _("Vorgänge mit verlängerter Frist"),
    "taken_up_count": _("aufgenommen oder umgesetzt"),
    "not_taken_up_count": _("nicht aufgenommen"),
    "median_days": _("Kalendertage, in denen die Hälfte beantwortet war; leer: noch keine Antwort"),
    "percentile_90_days": _("Kalendertage, in denen 90 % beantwortet waren"),
    "remark": _("Anmerkung der Verwaltung zu ihren Zahlen"),
}
COLUMNS = tuple(FIELDS)


def as_row(statistics: ResponseStatistics) -> dict[str, Any]:
    """For CSV and JSON: names are part of the public format and stay as they are."""
    values: dict[str, Any] = {
        "administration": statistics.administration.slug,
        "name": statistics.administration.name,
        "median_days": statistics.median_days,
        "percentile_90_days": statistics.percentile_90_days,
        "remark": statistics.remark.text if statistics.remark else "",
    }
    values |= {name: getattr(statistics, name) for name in COUNTS}
    return {name: values[name] for name in COLUMNS}
