"""`make check`: everything that can be said about the code without running the portal."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from .environment import ROOT, VENV, say

DJANGO = [sys.executable, "manage.py"]
TOOL = [sys.executable, "-m"]
CHECKS = {
    "formatting": [*TOOL, "ruff", "format", "--check", "."],
    "lint": [*TOOL, "ruff", "check", "."],
    "templates": [str(VENV / "bin" / "djade"), "--check", "--target-version", "5.2"],
    "types": [*TOOL, "mypy"],
    "import contracts": [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
    ],
    "system checks": [*DJANGO, "check", "--fail-level", "WARNING"],
    "missing migrations": [*DJANGO, "makemigrations", "--check", "--dry-run"],
    "translations": [*DJANGO, "translations", "--check"],
}


def run() -> int:
    """Run all, whatever fails; returns how many did."""
    failed = []
    for name, command in CHECKS.items():
        begun = time.monotonic()
        if name == "templates":
            command = [*command, *templates()]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        verdict = "FAILED" if done.returncode else "ok    "
        say(f"{verdict}  {name} ({time.monotonic() - begun:.1f} s)")
        if done.returncode:
            failed.append(name)
            say(done.stdout.rstrip())
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return len(failed)


def templates() -> list[str]:
    places = (ROOT / "templates", *ROOT.glob("gdb_portal/*/templates"))
    return sorted(str(path) for place in places for path in place.rglob("*.html"))
