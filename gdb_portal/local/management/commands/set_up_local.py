"""Tables, content and demonstration in one process: what `make run` does before it serves."""

import re
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.models import Site

from gdb_portal.local.environment import step


class Command(BaseCommand):
    help = "Brings the local database up to date. Called by make run."

    def handle(self, *args: Any, **options: Any) -> None:
        self.run_step(5, "Tables", "migrate", interactive=False, verbosity=0)
        self.run_step(6, "Content", "seed_portal", verbosity=0)
        address = urlsplit(settings.BASE_URL)
        for site in Site.objects.filter(is_default_site=True):
            # Wagtail writes it into every full address, and the port may differ from last time.
            site.hostname, site.port = address.hostname, address.port or 80
            site.save()
        self.run_step(7, "Demonstration accounts and contributions", "seed_demo")

    def run_step(self, number: int, title: str, command: str, **options: Any) -> None:
        said = StringIO()
        with step(number, title) as told:
            call_command(command, stdout=said, **options)
            # The step tells the time itself.
            told.result = re.sub(r"( \([\d.]+ s\))?\.$", "", said.getvalue().strip())
