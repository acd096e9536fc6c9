"""Proves a frozen result: counts the votes again and checks the seals."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...models import Topic
from ...services.snapshot import count_votes, verify


class Command(BaseCommand):
    help = "Counts a topic's votes again and compares them with its frozen result."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("topic", help="slug of the topic: /beteiligung/<slug>/")

    def handle(self, *args: Any, **options: Any) -> None:
        topic = Topic.objects.filter(slug=options["topic"]).first()
        if topic is None:
            raise CommandError(f"There is no topic {options['topic']!r}.")
        counts, digest = count_votes(topic)
        self.stdout.write(f"counted: {counts}\ndigest: {digest}")
        found = verify(topic)
        if found:
            raise CommandError("Not proven: " + "; ".join(found))
        self.stdout.write("Proven: votes, counters and seals are those of the frozen result.")
