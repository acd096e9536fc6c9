"""How often pages are read: numbers per kind of page and day, and nothing about anybody.

A reading is noted in the memory of the process and handed to the cache every few seconds, as a sum.
So a page from the page cache costs no round trip more. What a process has not handed over when it
ends is lost, and so is what the cache forgets before a job takes it: a few readings too few are
better than a slow page, and than a record of who read what.

Who reads is looked at for the one question whether to count, and then forgotten: what calls itself
a robot, what is fetched ahead or by a script, and whoever asks not to be tracked (DNT, GPC).
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from .cache import cache

WAITING: Final = "readings"
HAND_OVER_SECONDS: Final = 5.0
# While the cache is away readings wait here; more than this is not worth the memory.
MOST_NOTED: Final = 50_000
# Should no job ever take them, they are gone after a week.
KEPT_SECONDS: Final = 7 * 86_400
# Every browser begins like this, and robots that do name themselves behind it or leave an address.
BROWSER: Final = "Mozilla/"
ROBOTS: Final = ("bot", "crawl", "spider", "slurp", "http", "headless", "preview")
# All time zones differ by whole quarters of an hour, so a day never ends inside of one.
QUARTER: Final = 900

_noted: deque[tuple[str, float]] = deque(maxlen=MOST_NOTED)
_hand_over_at = 0.0


def counts_as(request: HttpRequest, kind: str, of: int | None = None) -> None:
    """Let reading the answer to this request count as `kind`, of the object with that number."""
    request._page_counts_as = f"{kind}:{of or ''}"  # type: ignore[attr-defined]


def name_of(request: HttpRequest) -> str:
    """What the answer to this request counts as; empty where nothing is counted."""
    return getattr(request, "_page_counts_as", "")


def note(request: HttpRequest, name: str) -> None:
    """One more reading of `name`, if a person seems to read and lets it be counted."""
    if not name or request.method == "HEAD" or not _is_reading(request.META):
        return
    _noted.append((name, time.time()))
    if time.monotonic() >= _hand_over_at:
        hand_over()


def hand_over() -> None:
    """Add what this process noted to the sums in the cache; without a cache it waits."""
    global _hand_over_at
    _hand_over_at = time.monotonic() + HAND_OVER_SECONDS
    quarters: Counter[tuple[str, int]] = Counter()
    while True:
        # Another thread may be doing the same: each takes what it can, nothing is taken twice.
        try:
            name, moment = _noted.popleft()
        except IndexError:
            break
        quarters[name, int(moment // QUARTER)] += 1
    if not quarters:
        return
    sums: Counter[str] = Counter()
    for (name, quarter), number in quarters.items():
        sums[f"{_day(quarter)}:{name}"] += number
    try:
        cache.add_to_counts(WAITING, sums, seconds=KEPT_SECONDS)
    except ConnectionError:
        back = ((name, float(quarter * QUARTER)) for name, quarter in quarters.elements())
        _noted.extend(back)


def take() -> dict[tuple[dt.date, str, int | None], int]:
    """All sums in the cache by day, kind and number of the object; they are gone from there.

    Raises ConnectionError without the cache.
    """
    found: dict[tuple[dt.date, str, int | None], int] = {}
    for field, number in cache.take_counts(WAITING).items():
        day, kind, of = field.split(":")
        found[dt.date.fromisoformat(day), kind, int(of) if of else None] = number
    return found


def give_back(sums: Mapping[tuple[dt.date, str, int | None], int]) -> None:
    """Put back what was taken and could not be kept. Raises ConnectionError without the cache."""
    fields = {f"{day}:{kind}:{of or ''}": number for (day, kind, of), number in sums.items()}
    if fields:
        cache.add_to_counts(WAITING, fields, seconds=KEPT_SECONDS)


def _day(quarter: int) -> dt.date:
    moment = dt.datetime.fromtimestamp(quarter * QUARTER, tz=dt.UTC)
    return timezone.localdate(moment)


def _is_reading(meta: Mapping[str, Any]) -> bool:
    agent = meta.get("HTTP_USER_AGENT", "")
    if not agent.startswith(BROWSER):
        return False
    agent = agent.lower()
    for robot in ROBOTS:
        if robot in agent:
            return False
    return (
        meta.get("HTTP_SEC_FETCH_DEST", "document") == "document"
        and "HTTP_SEC_PURPOSE" not in meta
        and meta.get("HTTP_DNT") != "1"
        and meta.get("HTTP_SEC_GPC") != "1"
    )
