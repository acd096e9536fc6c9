"""What the Makefile calls once `.venv` is there."""

from __future__ import annotations

import os
import sys

from . import benchmark, checks, chromium, portal
from .environment import Refusal, say
from .places import PlaceError, forget_data
from .ports import read_port
from .postgres import ServerError


def main(command: str) -> int:
    if command == "run":
        portal.run(read_port(os.environ.get("PORT") or "8000"))
        return 0
    if command == "bench":
        return benchmark.run()
    if command == "check":
        return checks.run()
    if command == "chromium":
        chromium.ensure()
        return 0
    if command == "reset":
        reset()
        return 0
    raise Refusal(f"Unknown command: {command}")


def reset() -> None:
    """Forget everything local, unless it is in use."""
    if portal.RUN.is_dir():
        with portal.only_one():
            portal.end_what_was_left_behind()
    for place in forget_data(portal.VAR):
        say(f"Removed: {place}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except (Refusal, PlaceError, ServerError) as refusal:
        sys.stdout.flush()
        sys.exit(f"\n{refusal}")
