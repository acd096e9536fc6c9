"""The browser that the browser tests need."""

from __future__ import annotations

import os
import shutil
import subprocess

from .environment import Refusal, step

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Where a browser is that the tests can drive; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in COMMANDS if (path := shutil.which(name))), None)


def ensure() -> None:
    """A browser is there afterwards. Raises Refusal with what to do."""
    if find():
        return
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        raise Refusal(
            "The browser tests need Chromium, which is missing here. On Debian or Ubuntu:\n"
            "    sudo apt install chromium\n"
            "If it lies in an unusual place, name it: make test CHROMIUM=/path/to/chromium"
        )
    with step(3, "Chromium for the browser tests (Debian's package)") as told:
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            told.detail = " ".join(["apt-get", *arguments])
            done = subprocess.run(
                [apt, *arguments],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                raise Refusal(f"{told.detail} failed:\n{done.stdout[-1500:]}")
    if not find():
        raise Refusal("Chromium was installed, but no command `chromium` is there.")
