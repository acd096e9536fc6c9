"""Load or refresh the real content."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand

from gdb_portal.pages.seed import seed_portal


class Command(BaseCommand):
    help = (
        "Loads the portal's content. Running it again changes nothing; a newer seed refreshes only "
        "what nobody edited, and what an editor removed stays removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verbosity"] < 2:
            # One line of Wagtail's log per page would bury the result.
            logging.getLogger("wagtail").setLevel(logging.WARNING)
        begun = time.monotonic()
        report = seed_portal()
        if options["verbosity"] > 1:
            for key in report.left_alone:
                self.stdout.write(f"left as editors made it: {key}")
        seconds = time.monotonic() - begun
        self.stdout.write(self.style.SUCCESS(f"Content: {report} ({seconds:.1f} s)."))
