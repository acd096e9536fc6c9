"""Keeping what the web processes counted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error, connection, transaction

from gdb_portal.core import readings

from ..models import Topic

ADD = """
INSERT INTO reach_dailycount AS known (day, kind, topic_id, number)
SELECT added.day, added.kind, added.topic_id, added.number
FROM unnest(%s::date[], %s::varchar[], %s::bigint[], %s::bigint[])
    AS added (day, kind, topic_id, number)
ORDER BY added.topic_id, added.kind, added.day
ON CONFLICT (topic_id, kind, day) DO UPDATE SET number = known.number + excluded.number
"""


def keep_readings() -> int:
    """What was counted since the last time stands in the table; returns how many readings.

    They are taken from the cache first, so a process that dies in between loses them and nothing is
    ever counted twice. If the database refuses, they go back. Raises ConnectionError without a
    cache.
    """
    sums = readings.take()
    try:
        _add([(day, kind, topic, number) for (day, kind, topic), number in sums.items()])
    except Error:
        readings.give_back(sums)
        raise
    return sum(sums.values())


@transaction.atomic
def _add(rows: Iterable[tuple[object, str, int | None, int]]) -> None:
    # A topic that is gone meanwhile takes its numbers along.
    rows = list(rows)
    asked = {topic for _day, _kind, topic, _number in rows if topic is not None}
    # Should one of them go away at this very moment, the database refuses and all go back.
    known = set(Topic.objects.filter(pk__in=asked).values_list("pk", flat=True))
    kept = [row for row in rows if row[2] is None or row[2] in known]
    if kept:
        with connection.cursor() as cursor:
            cursor.execute(ADD, [list(column) for column in zip(*kept, strict=True)])
