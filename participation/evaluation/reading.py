"""Themes as everybody sees them, and contributions as those who evaluate look for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gdb_portal.core.prepared import Prepared, Slot
from strategy.models import Measure

from ..enums import CommentKind, Stance
from ..models import Comment, Topic
from ..similar import alike
from .models import Label, Theme, ThemeSource

WITHOUT = "ohne"
# As many as a measure's page lists, the newest first.
LISTED = 10
MOST_ALIKE = 25


def published_themes(topic: Topic) -> list[Theme]:
    """Public themes with their public sources in `shown_sources`; three queries."""
    sources = ThemeSource.objects.public().select_related("comment")
    return list(
        Theme.objects.public()
        .filter(topic=topic)
        .select_related("measure", "reviewed_by")
        .prefetch_related(Prefetch("sources", sources, to_attr="shown_sources"))
        .order_by("published_at", "pk")
    )


def themes_about(measure: Measure) -> list[Theme]:
    """Public themes of public topics that name the measure, the newest first; one query."""
    return _about.ask(key=measure.translation_key)


_about = Prepared(
    lambda: (
        Theme.objects.public()
        .filter(measure__translation_key=Slot("key"), topic__live=True)
        .select_related("topic")
        .order_by("-published_at", "-pk")[:LISTED]
    )
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for among a topic's contributions. Unknown values choose nothing."""

    words: str = ""
    kind: str = ""
    stance: str = ""
    label: int = 0
    theme: str = ""
    like: int = 0

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Search:
        kind, stance = query.get("art", ""), query.get("haltung", "")
        theme = query.get("thema", "")
        return cls(
            words=query.get("q", "").replace("\0", "").strip()[:100],
            kind=kind if kind in CommentKind.values else "",
            stance=stance if stance in Stance.values else "",
            label=_number(query.get("schlagwort", "")),
            theme=theme if theme == WITHOUT or _number(theme) else "",
            like=_number(query.get("aehnlich", "")),
        )

    def of(self, topic: Topic) -> QuerySet[Comment]:
        """Public contributions and replies, the newest first; the most alike first if asked."""
        rows = Comment.objects.on(topic).published()
        if self.words:
            rows = rows.saying(self.words)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.stance:
            rows = rows.filter(stance=self.stance)
        if self.label:
            rows = rows.filter(labels=self.label)
        if self.theme == WITHOUT:
            rows = rows.filter(theme_sources=None)
        elif self.theme:
            rows = rows.filter(theme_sources__theme=int(self.theme))
        order = ["-published_at", "-pk"]
        if self.like:
            model = Comment.objects.on(topic).published().filter(pk=self.like).first()
            if model is None:
                return rows.none()
            rows = alike(rows.exclude(pk=model.pk), model.text)
            order = ["-likeness", "-pk"]
        own_labels = Prefetch("labels", Label.objects.filter(topic=topic))
        own_sources = Prefetch("theme_sources", ThemeSource.objects.select_related("theme"))
        return (
            rows.select_related("author").prefetch_related(own_labels, own_sources).order_by(*order)
        )


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
