"""Where the local servers keep their data, and who they run as."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import socket
import tempfile
from pathlib import Path

SYSTEM_PLACE = Path("/var/tmp")  # noqa: S108  kept over restarts; ours below it is checked for its owner
NOTE = "servers-are-elsewhere.txt"
OWNER_NOTE = "belongs-to.txt"
# Neither Valkey's nor PostgreSQL's settings can quote every sign, and a Unix socket's whole path
# has at most 107 bytes on Linux and 103 on macOS.
_PLAIN = re.compile(r"[A-Za-z0-9._/-]{1,64}")


class PlaceError(Exception):
    """The data has no place it can lie in; the message says what to do."""


def servers_place(var: Path) -> Path:
    """The directory below which all servers of this clone keep their data; it exists afterwards.

    It is `var/servers`, or a directory of the system named after the path when the servers could
    not use that; then a note in `var` says so.
    """
    var.mkdir(parents=True, exist_ok=True)
    inside = var / "servers"
    why_not = _why_not(inside)
    if not why_not:
        inside.mkdir(exist_ok=True)
        inside.chmod(0o711)
        return inside
    outside = outside_place(var)
    _claim(outside, var)
    note = var / NOTE
    note.write_text(f"{outside}\n\nThe servers' data lies there: {why_not}.\n")
    return outside


def outside_place(var: Path) -> Path:
    """The same path always gives the same name; no other path gives it."""
    path = str(var.resolve())
    name = re.sub(r"[^a-z0-9]+", "-", var.resolve().parent.name.lower()).strip("-")[:16]
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
    return SYSTEM_PLACE / f"gdb-portal-{name or 'clone'}-{digest}"


def forget_data(var: Path) -> list[Path]:
    """Remove everything local, in `var` and elsewhere; returns what was removed."""
    removed = []
    outside = outside_place(var)
    if outside.is_dir() and not outside.is_symlink() and _owner(outside) == str(var.resolve()):
        shutil.rmtree(outside)
        removed.append(outside)
    if var.is_dir():
        shutil.rmtree(var)
        removed.append(var)
    return removed


def server_account(data: Path) -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when we are root, which it refuses; None when we are not root.

    Existing data keeps its owner, even when a better account appeared since.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        with contextlib.suppress(KeyError):
            return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PlaceError(
        "PostgreSQL refuses to run as root, and this system has neither an account 'postgres' nor "
        "'nobody'. Run the command as an ordinary user."
    )


def is_open_to_all(path: Path) -> bool:
    """Whether every account may pass through all directories above `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _why_not(place: Path) -> str:
    """Why the servers can't keep their data in `place`; empty when they can."""
    if not _PLAIN.fullmatch(str(place)):
        return "the path of this clone is too long or has signs that the servers can't handle"
    if os.geteuid() == 0 and not is_open_to_all(place):
        return "PostgreSQL does not run as root and may not enter the directory of this clone"
    # Folders shared with another system often know neither sockets nor owners.
    try:
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".probe-") as probe:
            account = server_account(place)
            if account:
                os.chown(probe, account.pw_uid, account.pw_gid)
            os.chmod(probe, 0o700)
            if os.stat(probe).st_mode & 0o077:
                return "this file system keeps no permissions"
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(f"{probe}/s")
    except OSError:
        return "this file system has no sockets or no owners"
    return ""


def _claim(place: Path, var: Path) -> None:
    """Make `place` ours. It lies where everybody may write, so nothing found there is trusted."""
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o711)
        (place / OWNER_NOTE).write_text(f"{var.resolve()}\n")
    found = place.lstat()
    if place.is_symlink() or found.st_uid != os.geteuid():
        raise PlaceError(
            f"The servers' data should lie in {place}, but that belongs to somebody else. "
            "Run the command as the account that made it, or remove it."
        )
    place.chmod(0o711)
    if _owner(place) != str(var.resolve()):
        (place / OWNER_NOTE).write_text(f"{var.resolve()}\n")


def _owner(place: Path) -> str:
    with contextlib.suppress(OSError):
        return (place / OWNER_NOTE).read_text().strip()
    return ""
