"""The counted result of a topic, and the open rows from which anyone can count it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.enums import Assurance

from .disclosure import publishable
from .enums import CommentKind, Stance, VoteValue
from .models import Comment, Tally, Topic, Vote, VotedPassage

COLUMNS = (
    "zeile",
    "nummer",
    "antwort_auf",
    "art",
    "haltung",
    "status",
    "veroeffentlicht",
    "geaendert",
    "bittet_um_antwort",
    "beantwortet",
    "zustimmung",
    "neutral",
    "ablehnung",
    "punkte",
    "herkunft",
    "text",
)


@dataclass(slots=True)
class Figures:
    """What the result page, the report and the open rows agree on."""

    comments: int
    offline: int
    guests: int
    replies: int
    people: int
    asked: int
    answered: int
    removed: int
    kinds: dict[str, int]
    stances: dict[str, int]
    # None while the topic hides its counts.
    agree: int | None
    neutral: int | None
    disagree: int | None

    @property
    def votes(self) -> int | None:
        if self.agree is None or self.neutral is None or self.disagree is None:
            return None
        return self.agree + self.neutral + self.disagree


def figures_of(topic: Topic) -> Figures:
    """Counted from the rows at this moment; three queries."""
    published = Q(status="published")
    answered = published & Q(wants_answer=True, case__answer__status="published")
    counted = Comment.objects.on(topic).aggregate(
        comments=Count("pk", filter=published & Q(reply_to=None)),
        offline=Count("pk", filter=published & Q(offline__isnull=False)),
        guests=Count("pk", filter=published & Q(author__is_guest=True)),
        replies=Count("pk", filter=published & Q(reply_to__isnull=False)),
        people=Count("author", filter=published, distinct=True),
        asked=Count("pk", filter=published & Q(wants_answer=True)),
        answered=Count("pk", filter=answered, distinct=True),
        removed=Count(
            "pk",
            filter=Q(status__in=["hidden", "withdrawn"]) & Q(published_at__isnull=False),
        ),
    )
    kinds = {f"kind_{v}": Count("pk", filter=published & Q(kind=v)) for v in CommentKind.values}
    stances = {f"stance_{v}": Count("pk", filter=published & Q(stance=v)) for v in Stance.values}
    said = Comment.objects.on(topic).aggregate(**kinds, **stances)
    tally = getattr(topic, "tally", None) or Tally(topic=topic)
    shown = topic.shows_counts()
    return Figures(
        **counted,
        kinds={value: said[f"kind_{value}"] for value in CommentKind.values},
        stances={value: said[f"stance_{value}"] for value in Stance.values},
        agree=tally.agree_count if shown else None,
        neutral=tally.neutral_count if shown else None,
        disagree=tally.disagree_count if shown else None,
    )


def votes_by_assurance(topic: Topic) -> dict[str, dict[str, int | None]]:
    """How accounts of each level voted: level to value to number, once taking part is over.

    None where a number could tell who it was; empty while people vote (for the next vote could be
    read from the change) and where no number is large enough. Votes whose account is gone count
    as the lowest level.
    """
    if not (topic.is_over() and topic.shows_counts()):
        return {}
    levels = Coalesce("voter__assurance", Value(Assurance.EMAIL))
    found = {
        (row["level"], row["value"]): row["number"]
        for row in Vote.objects.on_topic(topic)
        .annotate(level=levels)
        .values("level", "value")
        .annotate(number=Count("pk"))
        .order_by()
    }
    split: dict[str, dict[str, int | None]] = {level: {} for level in Assurance.values}
    for value in VoteValue.values:
        # The sum over the levels is public: each value is a whole of its own.
        parts = {level: found.get((level, value), 0) for level in Assurance.values}
        for level, number in publishable(parts).items():
            split[level][value] = number
    known = any(number is not None for values in split.values() for number in values.values())
    return split if known else {}


def assurance_rows(split: dict[str, dict[str, int | None]]) -> list[list[Any]]:
    """Level and numbers in the order in which page and report print them."""
    return [
        [
            Assurance(level).label,
            *(_("zu wenige") if values[v] is None else values[v] for v in VoteValue.values),
        ]
        for level, values in split.items()
    ]


def most_points(topic: Topic, limit: int = 20) -> list[Comment]:
    """What people gave most points, with `given_points`; nothing while counts are hidden."""
    if not topic.points_budget or not topic.shows_counts():
        return []
    rows = Comment.objects.on(topic).published().annotate(given_points=Sum("points__points"))
    return list(rows.filter(given_points__gt=0).order_by("-given_points", "pk")[:limit])


def open_rows(topic: Topic) -> Iterator[dict[str, Any]]:
    """The topic's line, then one line per contribution; no names, and no text that is gone."""
    tally = Tally.objects.filter(topic=topic).first() or Tally(topic=topic)
    counted = topic.shows_counts()
    yield {
        "zeile": "thema",
        "nummer": topic.pk,
        "zustimmung": tally.agree_count if counted else "",
        "neutral": tally.neutral_count if counted else "",
        "ablehnung": tally.disagree_count if counted else "",
        "text": topic.title,
    }
    for level, values in votes_by_assurance(topic).items():
        yield {
            "zeile": "vertrauensniveau",
            "art": level,
            "zustimmung": values[VoteValue.AGREE],
            "neutral": values[VoteValue.NEUTRAL],
            "ablehnung": values[VoteValue.DISAGREE],
        }
    passages = VotedPassage.objects.filter(topic=topic).select_related("anchor").order_by("pk")
    for passage in passages.iterator(chunk_size=500):
        yield {
            "zeile": "absatz",
            "nummer": passage.pk,
            "zustimmung": passage.agree_count if counted else "",
            "ablehnung": passage.disagree_count if counted else "",
            "text": passage.anchor.quote,
        }
    rows = (
        Comment.objects.on(topic)
        .shown_in_thread()
        .select_related("case__answer", "offline", "author")
        .annotate(given_points=Sum("points__points"))
        .order_by("published_at", "pk")
    )
    for comment in rows.iterator(chunk_size=500):
        answer = getattr(getattr(comment, "case", None), "answer", None)
        shown = comment.is_published
        yield {
            "zeile": "beitrag",
            "nummer": comment.pk,
            "antwort_auf": comment.reply_to_id,
            "art": comment.kind if shown else "",
            "haltung": comment.stance if shown else "",
            "status": comment.status,
            "veroeffentlicht": comment.published_at.isoformat(),
            "geaendert": comment.edited_at.isoformat() if comment.edited_at else "",
            "bittet_um_antwort": "ja" if comment.wants_answer else "nein",
            "beantwortet": "ja" if answer is not None and answer.is_published else "nein",
            "zustimmung": comment.agree_count if counted else "",
            "ablehnung": comment.disagree_count if counted else "",
            "herkunft": _origin(comment),
            "punkte": (comment.given_points or 0) if counted else "",
            "text": comment.text if shown else "",
        }


def _origin(comment: Comment) -> str:
    """How it came in; "guest" only as long as nobody claimed it with an account."""
    if hasattr(comment, "offline"):
        return str(comment.offline.channel)
    return "guest" if comment.is_by_guest else "online"


def figure_rows(figures: Figures) -> list[tuple[Any, int]]:
    """(label, number) in the order in which page and report print them, without hidden ones."""
    rows = [
        (_("Beiträge"), figures.comments),
        (_("davon von Papier und Veranstaltungen"), figures.offline),
        (_("davon ohne Konto"), figures.guests),
        (_("Antworten von anderen"), figures.replies),
        (_("Menschen, die geschrieben haben"), figures.people),
        (_("Beiträge mit Bitte um Antwort"), figures.asked),
        (_("davon von der Verwaltung beantwortet"), figures.answered),
        (_("Ausgeblendet oder zurückgezogen"), figures.removed),
        *((kind.label, figures.kinds[kind]) for kind in CommentKind),
        *((f"{_('Haltung')}: {stance.label}", figures.stances[stance]) for stance in Stance),
        (_("Stimmen zum Thema"), figures.votes),
        (_("davon Zustimmung"), figures.agree),
        (_("davon neutral"), figures.neutral),
        (_("davon Ablehnung"), figures.disagree),
    ]
    return [(label, number) for label, number in rows if number is not None]
