"""An administration's own words beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import invalidate
from strategy.models import Administration

from ..models import StatisticsRemark
from ..tags import CASES

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def write_remark(administration: Administration, *, text: str, by: User) -> None:
    """Show the administration's words beside its response statistics; no words take them away."""
    if text:
        StatisticsRemark.objects.update_or_create(
            administration=administration, defaults={"text": text, "by": by}
        )
    else:
        StatisticsRemark.objects.filter(administration=administration).delete()
    record_event("statistics.remark_written", on=administration, by=by)
    invalidate(CASES)
