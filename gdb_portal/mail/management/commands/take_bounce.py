"""Take in one message that came back; the mail server pipes it in."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gdb_portal.mail.bounces import LARGEST, read_bounce
from gdb_portal.mail.services import note_bounce


class Command(BaseCommand):
    help = "Reads one returned message from standard input and counts it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the address it was delivered to")

    def handle(self, *args: Any, **options: Any) -> None:
        # Whatever it is, the answer is "taken": an error would bounce the bounce.
        content = sys.stdin.buffer.read(LARGEST + 1)
        report = read_bounce(content, envelope_to=options["to"])
        if report is None:
            self.stdout.write("nothing to count")
        elif note_bounce(report):
            self.stdout.write(f"counted {report.status}")
        else:
            self.stdout.write("counted before")
