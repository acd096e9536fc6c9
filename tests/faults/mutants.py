"""Break the portal on purpose, and see whether a test notices: `python -m tests.faults.mutants`.

Each mutant changes one line of a copy of the working tree; the test beside it must fail there. Not
part of the suite. Give names to run only some. It uses the servers of DATABASE_URL and its fellows,
or starts throw-away ones.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SENDERS = "tests/faults/test_senders.py::test_"
LEDGER = "tests/mail/test_services.py::test_"


@dataclass(frozen=True, slots=True)
class Mutant:
    """`changes`: (file, what stands there, what stands there instead)."""

    name: str
    changes: tuple[tuple[str, str, str], ...]
    test: str


SENDING = "gdb_portal/mail/services/sending.py"
COMPOSING = "gdb_portal/mail/services/composing.py"
QUEUEING = "gdb_portal/mail/services/queueing.py"
MUTANTS = (
    Mutant(
        "a window of time instead of the anti-join",
        (
            (
                "participation/digests/content.py",
                "return rows.filter(~Exists(told))",
                'late = "2026-11-23T07:30+01:00"\n'
                "    return rows.filter(published_at__gt=late) if rows.model is Comment else"
                " rows.filter(~Exists(told))",
            ),
        ),
        "tests/participation/digests/test_services.py::"
        "test_a_comment_that_comes_after_the_run_is_in_the_next_one",
    ),
    Mutant(
        "tell what is late once for ever",
        (
            (
                "participation/digests/content.py",
                "    if kind in DATED_KINDS:\n        told",
                "    if not DATED_KINDS:\n        told",
            ),
        ),
        "tests/participation/cases/test_staleness.py::"
        "test_it_is_reminded_again_when_the_measure_falls_silent_again",
    ),
    Mutant(
        "escalate by the age of the silence, not of its being noted",
        (
            (
                "participation/cases/services/staleness.py",
                "reached_on__lte=last",
                "since__lte=last",
            ),
        ),
        "tests/participation/cases/test_staleness.py::"
        "test_nobody_is_skipped_the_administration_is_reminded_first",
    ),
    Mutant(
        "wait for locked rows instead of skipping them",
        ((SENDING, "select_for_update(skip_locked=True)", "select_for_update()"),),
        LEDGER + "a_sender_does_not_wait_for_a_mail_that_another_holds",
    ),
    Mutant(
        "claim without a lock",
        ((SENDING, "due.select_for_update(skip_locked=True).first()", "due.first()"),),
        LEDGER + "a_sender_does_not_wait_for_a_mail_that_another_holds",
    ),
    Mutant(
        "no unique key in the ledger",
        (
            ("gdb_portal/mail/models/outbox.py", "max_length=200, unique=True", "max_length=200"),
            (
                "gdb_portal/mail/migrations/0001_initial.py",
                "max_length=200, unique=True",
                "max_length=200",
            ),
        ),
        LEDGER + "ten_who_queue_the_same_cause_at_once_queue_one_mail",
    ),
    Mutant(
        "send before the claim is committed",
        ((SENDING, "def send_due(", "@transaction.atomic\ndef send_due("),),
        SENDERS + "a_sender_killed_after_handing_over_follows_the_kinds_policy",
    ),
    Mutant(
        "do not ask again before sending whether it is wanted",
        ((COMPOSING, "if why_not(mail, kind):", "if not mail.to_address:"),),
        "tests/mail/test_subscriptions.py::"
        "test_a_mail_that_waits_is_not_sent_after_the_list_was_left",
    ),
    Mutant(
        "acknowledge tasks before they are done",
        (
            (
                "gdb_portal/settings/jobs.py",
                "CELERY_TASK_ACKS_LATE = True",
                "CELERY_TASK_ACKS_LATE = False",
            ),
        ),
        SENDERS + "a_sender_killed_before_handing_over_costs_nobody_a_mail[1]",
    ),
    Mutant(
        "let the broker keep the delay",
        ((QUEUEING, "task.delay()", "task.apply_async(countdown=7200)"),),
        SENDERS + "a_sender_killed_after_handing_over_follows_the_kinds_policy",
    ),
    Mutant(
        "do not note the handing over",
        ((SENDING, "mail.handed_over_at = None", "mail.handed_over_at = timezone.now()"),),
        LEDGER + "a_sender_that_died_before_handing_over_sent_nothing_and_is_replaced",
    ),
    Mutant(
        "hand over although the claim was lost",
        ((SENDING, "        raise ClaimLost\n", "        pass\n"),),
        LEDGER + "a_sender_that_slept_through_its_claim_does_not_send",
    ),
    Mutant(
        "save whole rows after sending",
        ((SENDING, "mail.save(update_fields=[*fields.split(), *more])", "mail.save()"),),
        LEDGER + "what_was_erased_while_sending_stays_erased",
    ),
    Mutant(
        "let an outage count against each mail",
        ((SENDING, "    mail.attempts -= 1\n", ""),),
        LEDGER + "two_hours_without_a_mail_server_lose_nothing",
    ),
    Mutant(
        "believe every return path",
        (
            (
                "gdb_portal/mail/tokens.py",
                'if not hmac.compare_digest(signature, _sign("bounce"',
                'if False and not hmac.compare_digest(signature, _sign("bounce"',
            ),
        ),
        "tests/mail/test_bounces.py::test_a_forged_return_path_counts_nothing",
    ),
    Mutant(
        "unsubscribe on GET",
        (
            (
                "gdb_portal/mail/views/unsubscribe.py",
                'if request.method == "POST":',
                "if request.method:",
            ),
        ),
        "tests/mail/test_subscriptions.py::test_a_program_that_follows_every_link_changes_nothing",
    ),
)


def copy_tree(place: Path) -> None:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.split(b"\0")
    for name in filter(None, (raw.decode() for raw in names)):
        source, target = ROOT / name, place / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())


def apply(mutant: Mutant, place: Path) -> None:
    for name, before, after in mutant.changes:
        text = (place / name).read_text()
        if before not in text:
            raise SystemExit(f"{mutant.name}: {name} no longer says {before!r}")
        (place / name).write_text(text.replace(before, after))


def fails(mutant: Mutant, place: Path, database: str) -> bool:
    """Whether the test itself fails; anything else that goes wrong stops everything."""
    command = [sys.executable, "-m", "pytest", database, "-p", "no:randomly", mutant.test]
    done = subprocess.run(command, cwd=place, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        return False
    if done.returncode != 1 or not re.search(r"^\d+ failed", done.stdout, re.MULTILINE):
        raise SystemExit(done.stdout + done.stderr)
    return True


def main(wanted: list[str]) -> int:
    survivors, database = 0, "--create-db"
    for mutant in MUTANTS:
        if wanted and not any(word in mutant.name for word in wanted):
            continue
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            copy_tree(place)
            apply(mutant, place)
            if any("/migrations/" in change[0] for change in mutant.changes):
                database = "--create-db"
            started = time.monotonic()
            killed = fails(mutant, place, database)
        survivors += not killed
        # A changed table must not be left to the next; only sound ones are used again.
        changes_tables = any("/migrations/" in change[0] for change in mutant.changes)
        database = "--create-db" if changes_tables else "--reuse-db"
        state = "killed" if killed else "SURVIVED"
        took = time.monotonic() - started
        sys.stdout.write(f"{state:<9}{took:5.0f} s  {mutant.name:<52}{mutant.test}\n")
        sys.stdout.flush()
    return survivors


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
