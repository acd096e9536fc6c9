"""Repeats a comparison's ranking, from its answers or from the open table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...enums import SHARE_OF_FIRST, Preference
from ...limits import SCALE
from ...models import Comparison, RankedItem
from ...open_table import read_pairs
from ...services.ranking import digest_of, ranked_rows


class Command(BaseCommand):
    help = "Computes a comparison's ranking again and compares it with what the portal shows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("comparison", nargs="?", type=int, help="number of the comparison")
        parser.add_argument(
            "--from-dump",
            metavar="FILE",
            type=Path,
            help="use the open table (vergleiche.csv) and no database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_dump"]:
            self._from_dump(options["from_dump"], options["comparison"])
        elif options["comparison"]:
            self._from_answers(options["comparison"])
        else:
            raise CommandError("Name a comparison or --from-dump FILE.")

    def _from_answers(self, number: int) -> None:
        comparison = Comparison.objects.filter(pk=number).select_related("ranking").first()
        if comparison is None:
            raise CommandError(f"There is no comparison {number}.")
        rows = ranked_rows(comparison)
        if not rows:
            self.stdout.write("Too few people for a ranking.")
        for row in sorted(rows, key=lambda row: (-(row.chance or 0), row.item_id)):
            self.stdout.write(_line(row))
        found = digest_of(comparison, rows)
        self.stdout.write(f"digest: {found}")
        known = getattr(comparison, "ranking", None)
        if known is None:
            self.stdout.write("The portal shows no ranking yet.")
        elif known.digest != found:
            raise CommandError(
                f"The portal shows another ranking, of {known.made_at:%Y-%m-%d %H:%M}."
            )
        else:
            self.stdout.write("The portal shows the same.")

    def _from_dump(self, path: Path, number: int | None) -> None:
        from ...strengths import Answers, chances  # noqa: PLC0415  slow: only here

        try:
            with path.open(encoding="utf-8", newline="") as lines:
                pairs = read_pairs(lines, number)
        except (OSError, ValueError) as error:
            raise CommandError(f"This table can't be read: {error}") from error
        items = sorted({pair[side] for pair in pairs for side in ("vorschlag_a", "vorschlag_b")})
        place_of = {item: place for place, item in enumerate(items)}
        answers, hidden = [], 0
        for pair in pairs:
            first, second = place_of[pair["vorschlag_a"]], place_of[pair["vorschlag_b"]]
            hidden += pair["a_gewaehlt"] is None
            for column, preference in (
                ("a_gewaehlt", Preference.FIRST),
                ("b_gewaehlt", Preference.SECOND),
                ("gleich_wichtig", Preference.EQUAL),
            ):
                for _answer in range(pair[column] or 0):
                    # The table does not say whose answers belong together.
                    answers.append((len(answers), first, second, SHARE_OF_FIRST[preference]))
        found = chances(Answers.from_rows(answers), len(items))
        for item, one in sorted(zip(items, found, strict=True), key=lambda row: -row[1].chance):
            self.stdout.write(f"{item}: {one.chance / SCALE:.2%}")
        if hidden:
            self.stdout.write(f"{hidden} pairs have no numbers, so the portal's may differ.")


def _line(row: RankedItem) -> str:
    if row.chance is None or row.low is None or row.high is None:
        return f"{row.item_id}: compared by too few"
    return (
        f"{row.item_id}: {row.chance / SCALE:.2%} "
        f"({row.low / SCALE:.2%} to {row.high / SCALE:.2%}), "
        f"place {row.best_place} to {row.worst_place}"
    )
