"""Keep the English catalogue in step with the German texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gdb_portal.core import translations


class Command(BaseCommand):
    help = "Checks, updates or compiles the English catalogue. Needs no database and no gettext."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        action = parser.add_mutually_exclusive_group(required=True)
        action.add_argument("--check", action="store_true", help="fail and list what is missing")
        action.add_argument("--update", action="store_true", help="write new texts into the .po")
        action.add_argument(
            "--compile", action="store_true", help="write the .mo that Django reads"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        if options["compile"]:
            self.stdout.write(f"Written: {translations.compile_to_mo(path, 'en').name}")
            return
        source = translations.source_catalog(settings.BASE_DIR)
        if options["update"]:
            translations.update(path, "en", source)
        gaps = translations.find_gaps(translations.load(path, "en"), source)
        for name in ("missing", "stale", "fuzzy", "broken"):
            for text in getattr(gaps, name):
                self.stdout.write(f"{name}: {text!r}")
        if gaps and options["check"]:
            raise CommandError(
                "The English catalogue is not complete. Run: manage.py translations --update,"
                " then fill in locale/en/LC_MESSAGES/django.po"
            )
        self.stdout.write(f"{len(source)} texts, {len(gaps.missing)} without English.")
