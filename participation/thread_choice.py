"""Which contributions of a thread a reader wants to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from .enums import AnswerState, CommentKind, Stance


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader looks for within a thread. Unknown values choose nothing."""

    kind: str = ""
    stance: str = ""
    answer: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Choice:
        def known(name: str, values: Iterable[str]) -> str:
            value = query.get(name, "")
            return value if value in values else ""

        return cls(
            kind=known("art", CommentKind.values),
            stance=known("haltung", Stance.values),
            answer=known("status", AnswerState.values),
            words=query.get("q", "").replace("\0", "").strip()[:100],
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.stance or self.answer or self.words)

    def as_query(self) -> dict[str, str]:
        found = {
            "art": self.kind,
            "haltung": self.stance,
            "status": self.answer,
            "q": self.words,
        }
        return {name: value for name, value in found.items() if value}

    def of(self, rows: QuerySet) -> QuerySet:
        if self.kind:
            rows = rows.published().filter(kind=self.kind)
        if self.stance:
            rows = rows.published().filter(stance=self.stance)
        if self.answer == AnswerState.ANSWERED:
            rows = rows.answered()
        elif self.answer == AnswerState.OPEN:
            rows = rows.waiting_for_answer()
        return rows.saying(self.words) if self.words else rows
