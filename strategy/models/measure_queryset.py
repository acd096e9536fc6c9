"""How measures are asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from ..enums import UNDER_WAY

if TYPE_CHECKING:
    from .administration import Administration
    from .field_of_action import FieldOfAction
    from .value_compass import GuidingIdea


class MeasureQuerySet(PageQuerySet):
    """Measures, the pilots among them. Relations point to German pages; languages share them."""

    def in_source_language(self) -> Self:
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def in_field(self, field: FieldOfAction) -> Self:
        return self.filter(field_links__field__translation_key=field.translation_key)

    def on_idea(self, idea: GuidingIdea) -> Self:
        return self.filter(idea_links__idea__translation_key=idea.translation_key)

    def of_administration(self, administration: Administration) -> Self:
        """Measures for which it is responsible, or in which it takes part."""
        return self.filter(
            Q(responsible_administration=administration)
            | Q(involvements__administration=administration)
        ).distinct()

    def with_updated_on(self) -> Self:
        """The last day of which anybody said how far it is; else when it came to the portal."""
        from .progress import MeasureChange  # noqa: PLC0415  app ready: changes refer to measures

        news = MeasureChange.objects.news().filter(measure_key=OuterRef("translation_key"))
        latest = news.annotate(day=TruncDate("created_at")).order_by("-id").values("day")[:1]
        return self.annotate(
            updated_on=Coalesce(
                Greatest("status_as_of", Subquery(latest)), TruncDate("first_published_at")
            )
        )

    def stale(self, today: dt.date) -> Self:
        """Under way, and nobody has said anything about them for too long."""
        since = today - dt.timedelta(days=settings.GDB_MEASURE_STALE_DAYS)
        return self.with_updated_on().filter(status__in=UNDER_WAY, updated_on__lt=since)

    def with_names(self) -> Self:
        """What a card shows, with a constant number of queries."""
        return (
            self.defer("sections")
            .select_related("responsible_administration", "lead_partner")
            .prefetch_related("responsible_administration__names", "districts")
        )


MeasureManager: Any = PageManager.from_queryset(MeasureQuerySet)
