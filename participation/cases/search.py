"""Topics, contributions and answers for the portal's search: only what is public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Comment, Topic
from .enums import AnswerStatus
from .models import Answer

TOPICS: Final = "beteiligung"
ANSWERS: Final = "antworten"
COMMENTS: Final = "beitraege"
KINDS: Final = {
    TOPICS: gettext_lazy("Beteiligungsthemen"),
    ANSWERS: gettext_lazy("Antworten der Verwaltung"),
    COMMENTS: gettext_lazy("Beiträge"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A topic, contribution or answer that has the words, not read yet."""

    kind: str
    pk: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a list shows of it."""

    title: str
    href: str
    kind_label: str
    text: str


def find_said(query: SearchQuery, most: int) -> list[Found]:
    """Of each kind the `most` fitting ones, best first, in one query."""
    topics = Topic.objects.public().annotate(
        words=SearchVector(
            "title", "introduction", "open_to_influence", "not_open", config="german"
        )
    )
    comments = _public_comments().annotate(words=SearchVector("text", config="german"))
    answers = _public_answers().annotate(words=SearchVector("text", config="german"))
    kinds = {TOPICS: topics, ANSWERS: answers, COMMENTS: comments}
    first, *others = [
        rows.filter(words=query)
        .annotate(rank=SearchRank(F("words"), query), found_kind=Value(kind))
        .order_by("-rank", "-pk")
        .values_list("found_kind", "pk", "rank")[:most]
        for kind, rows in kinds.items()
    ]
    places = {kind: place for place, kind in enumerate(KINDS)}
    rows = sorted(
        first.union(*others, all=True), key=lambda row: (places[row[0]], -row[2], -row[1])
    )
    return [Found(kind, pk) for kind, pk, _rank in rows]


def read_said(found: Iterable[Found]) -> dict[Found, Said]:
    """Each of `found` that is still public, with one query per kind."""
    ids: dict[str, list[int]] = {}
    for row in found:
        ids.setdefault(row.kind, []).append(row.pk)
    said: dict[Found, Said] = {}
    for pk, topic in Topic.objects.public().in_bulk(ids.get(TOPICS, [])).items():
        text = " ".join([topic.introduction, topic.open_to_influence, topic.not_open])
        said[Found(TOPICS, pk)] = Said(topic.title, topic.url, _("Beteiligungsthema"), text)
    comments = _public_comments().for_list().in_bulk(ids.get(COMMENTS, []))
    for pk, comment in comments.items():
        label = _("Beitrag von %(name)s") % {"name": comment.author_name}
        said[Found(COMMENTS, pk)] = Said(comment.topic.title, comment.url, label, comment.text)
    answers = _public_answers().select_related("case__comment__topic")
    for pk, answer in answers.in_bulk(ids.get(ANSWERS, [])).items():
        said[Found(ANSWERS, pk)] = Said(
            answer.case.comment.topic.title,
            f"{answer.case.comment.url}#antwort-{answer.case_id}",
            _("Antwort der Verwaltung"),
            answer.text,
        )
    return said


def _public_comments() -> Any:
    return Comment.objects.published().filter(topic__live=True)


def _public_answers() -> QuerySet[Answer]:
    """An answer stands under its contribution; without that nobody sees it there."""
    return Answer.objects.filter(
        status=AnswerStatus.PUBLISHED,
        case__comment__in=_public_comments(),
    )
