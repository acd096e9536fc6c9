"""Make the demonstration's accounts, topics and contributions."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gdb_portal.local.demo.comparisons import ensure_comparisons
from gdb_portal.local.demo.contributions import ensure_topics
from gdb_portal.local.demo.demographics import ensure_questions
from gdb_portal.local.demo.evaluation import ensure_themes
from gdb_portal.local.demo.gatherings import ensure_gatherings
from gdb_portal.local.demo.newsletter import ensure_newsletter
from gdb_portal.local.demo.opinions import ensure_opinions
from gdb_portal.local.demo.passages import ensure_passages
from gdb_portal.local.demo.persons import ensure_accounts
from gdb_portal.local.demo.pictures import ensure_pictures
from gdb_portal.local.demo.versions import ensure_change, ensure_draft


class Command(BaseCommand):
    help = (
        "Makes invented accounts and contributions for a demonstration on this machine. All "
        "accounts accept the password in DEMO_PASSWORD. Running it again adds nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("Set DEMO_PASSWORD: the password of all demonstration accounts.")
        ensure_accounts(password)
        ensure_draft()
        count = ensure_topics()
        ensure_change()
        ensure_passages()
        ensure_opinions()
        ensure_comparisons()
        ensure_gatherings()
        ensure_newsletter()
        ensure_pictures()
        ensure_themes()
        ensure_questions()
        self.stdout.write(f"Demonstration: {count} topics made.")
