"""Repeats a topic's opinion groups, from its votes or from the open table, or measures the work."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ....models import Topic
from ...computing import Computed, compute, read_ballots, repeat
from ...groups import Grouping
from ...models import OpinionMap
from ...open_table import letter_of, read_cells
from ...planted import plant
from ...services import countable_votes


class Command(BaseCommand):
    help = "Computes opinion groups again and compares them with what the portal shows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("topic", nargs="?", help="slug of the topic: /beteiligung/<slug>/")
        parser.add_argument(
            "--from-dump",
            metavar="FILE",
            type=Path,
            help="use the open table (meinungsbild.csv) and no database",
        )
        parser.add_argument(
            "--planted",
            metavar="PEOPLExCONTRIBUTIONS",
            help="measure time and memory with invented votes of three groups, e.g. 2000x500",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["planted"]:
            self._measure(options["planted"])
        elif options["from_dump"]:
            self._from_dump(options["from_dump"])
        elif options["topic"]:
            self._from_votes(options["topic"])
        else:
            raise CommandError("Name a topic, --from-dump FILE or --planted PEOPLExCONTRIBUTIONS.")

    def _from_dump(self, path: Path) -> None:
        try:
            with path.open(encoding="utf-8", newline="") as lines:
                cells = read_cells(lines)
        except (OSError, ValueError) as error:
            raise CommandError(f"This table can't be read: {error}") from error
        self._tell(repeat(cells))

    def _from_votes(self, slug: str) -> None:
        topic = Topic.objects.filter(slug=slug).first()
        if topic is None:
            raise CommandError(f"There is no topic {slug!r}.")
        computed = compute(read_ballots(countable_votes(topic)))
        self._tell_counts(computed)
        self._tell(computed.grouping)
        known = OpinionMap.objects.filter(topic=topic).first()
        if known is None:
            self.stdout.write("The portal shows no map yet.")
            return
        found = computed.grouping.digest if computed.grouping else ""
        if (computed.state, found) != (known.state, known.digest):
            raise CommandError(f"The portal shows another map, of {known.made_at:%Y-%m-%d %H:%M}.")
        self.stdout.write("The portal shows the same.")

    def _measure(self, size: str) -> None:
        try:
            people, contributions = (int(number) for number in size.split("x"))
        except ValueError:
            raise CommandError("Write it like 2000x500.") from None
        sizes = [people - people // 3 - people // 4, people // 3, people // 4]
        ballots, _member = plant(sizes, contributions, answered=0.1, seed=1)
        before, begun = _peak(), time.perf_counter()
        computed = compute(ballots)
        taken = time.perf_counter() - begun
        self._tell_counts(computed)
        self._tell(computed.grouping)
        self.stdout.write(
            f"{taken:.1f} s; peak memory {_peak():.0f} MB, {before:.0f} MB of it before computing"
        )

    def _tell_counts(self, computed: Computed) -> None:
        self.stdout.write(
            f"{computed.state}: {computed.people} people, {computed.contributions} contributions, "
            f"stability {computed.stability:.2f}"
        )

    def _tell(self, grouping: Grouping | None) -> None:
        if grouping is None:
            self.stdout.write("No groups.")
            return
        for number, group in enumerate(grouping.groups):
            self.stdout.write(f"group {letter_of(number)}: {group.people} people")
        self.stdout.write(
            f"silhouette {grouping.silhouette:.3f}, spread within {grouping.spread:.3f}, "
            f"by chance at least {grouping.spread_by_chance:.3f}\n"
            f"digest: {grouping.digest}"
        )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
