"""What moderation did, counted from its reports, decisions and appeals."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from ..disclosure import publishable
from ..enums import HouseRule
from .enums import AppealStatus, DecisionKind, ReportGround, ReportStatus
from .models import Appeal, Decision, Report

COLUMNS = (
    ("jahr", _("Jahr")),
    ("meldungen", _("Meldungen")),
    ("rechtswidrig", _("davon: rechtswidrig")),
    ("berechtigt", _("berechtigt")),
    ("nicht_berechtigt", _("nicht berechtigt")),
    ("stunden_bis_entscheidung", _("Stunden bis zur Entscheidung (Mittel)")),
    ("ausgeblendet", _("ausgeblendete Beiträge")),
    ("von_sich_aus", _("davon ohne Meldung")),
    ("zurueckgenommen", _("zurückgenommen")),
    ("beschwerden", _("Beschwerden")),
    ("beschwerden_berechtigt", _("Beschwerden: berechtigt")),
    ("beschwerden_abgelehnt", _("Beschwerden: nicht berechtigt")),
    ("beschwerden_offen", _("Beschwerden: offen")),
)


def rows_by_year() -> list[dict[str, Any]]:
    """One row per calendar year in which something happened, the newest first; three queries."""
    took = ExpressionWrapper(F("decided_at") - F("created_at"), output_field=DurationField())
    reports = _by_year(
        Report.objects.annotate(year=ExtractYear("created_at")),
        meldungen=Count("pk"),
        rechtswidrig=Count("pk", filter=Q(ground=ReportGround.ILLEGAL)),
        berechtigt=Count("pk", filter=Q(status=ReportStatus.UPHELD)),
        nicht_berechtigt=Count("pk", filter=Q(status=ReportStatus.REJECTED)),
        took=Avg(took),
    )
    hidden = _by_year(
        Decision.objects.filter(kind=DecisionKind.HIDE).annotate(year=ExtractYear("decided_at")),
        ausgeblendet=Count("pk"),
        von_sich_aus=Count("pk", filter=Q(report=None)),
        zurueckgenommen=Count("pk", filter=Q(undone_at__isnull=False)),
    )
    appeals = _by_year(
        Appeal.objects.annotate(year=ExtractYear("created_at")),
        beschwerden=Count("pk"),
        beschwerden_berechtigt=Count("pk", filter=Q(status=AppealStatus.UPHELD)),
        beschwerden_abgelehnt=Count("pk", filter=Q(status=AppealStatus.REJECTED)),
        beschwerden_offen=Count("pk", filter=Q(status=AppealStatus.OPEN)),
    )
    rows = []
    for year in sorted({*reports, *hidden, *appeals}, reverse=True):
        found = {**reports.get(year, {}), **hidden.get(year, {}), **appeals.get(year, {})}
        span = found.get("took")
        found["stunden_bis_entscheidung"] = (
            "" if span is None else round(span.total_seconds() / 3600)
        )
        found["jahr"] = year
        rows.append({name: found.get(name, 0) for name, _label in COLUMNS})
    return rows


def rows_by_rule() -> dict[str, int | None]:
    """How often each rule was the reason for hiding; None where a number could tell who it was."""
    found = dict(
        Decision.objects.filter(kind=DecisionKind.HIDE)
        .values_list("rule")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return publishable({rule: found.get(rule, 0) for rule in HouseRule.values})


def _by_year(rows: Any, **numbers: Any) -> dict[int, dict[str, Any]]:
    return {row.pop("year"): row for row in rows.order_by().values("year").annotate(**numbers)}
