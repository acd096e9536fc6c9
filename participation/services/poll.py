"""Answering polls. Like votes, answers leave no events: they are secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from gdb_portal.accounts.models import User

from ..exceptions import InvalidAnswer, PhaseClosed, PollChanged
from ..models import Poll, PollChoice, PollQuestion, PollSheet, PollText
from ..models.poll import TEXT_LENGTH
from .comment import forget_topic_pages
from .vote import hold_open

# Per question (its number): the options chosen, or a text of one's own.
Answers = Mapping[int, Sequence[int] | str]


@transaction.atomic
def answer_poll(poll: Poll, *, by: User, answers: Answers, read: str) -> PollSheet:
    """The person's one sheet says this and nothing else; sent again, it replaces what was there.

    `read` is the fingerprint of the questions that the person saw. Raises PhaseClosed, PollChanged,
    InvalidAnswer.
    """
    poll = _hold(poll, by=by)
    if poll.fingerprint() != read:
        raise PollChanged
    questions = {question.pk: question for question in poll.questions.all()}
    if not questions.keys() >= answers.keys():
        raise InvalidAnswer
    choices, texts = [], []
    for question in questions.values():
        answer = answers.get(question.pk, ())
        if isinstance(answer, str):
            texts += _text(question, answer)
        else:
            choices += _chosen(question, answer)
    sheet, _created = PollSheet.objects.get_or_create(poll=poll, person=by)
    sheet.choices.all().delete()
    sheet.texts.all().delete()
    PollChoice.objects.bulk_create(
        PollChoice(sheet=sheet, question=question, option=option) for question, option in choices
    )
    PollText.objects.bulk_create(
        PollText(sheet=sheet, question=question, text=text) for question, text in texts
    )
    sheet.save(update_fields=["answered_at"])
    forget_topic_pages(poll.topic_id)
    return sheet


@transaction.atomic
def withdraw_sheet(poll: Poll, *, by: User) -> None:
    """Take back all that the person answered; without a sheet nothing happens.

    Raises PhaseClosed.
    """
    poll = _hold(poll, by=by)
    PollSheet.objects.filter(poll=poll, person=by).delete()
    forget_topic_pages(poll.topic_id)


def _hold(poll: Poll, *, by: User) -> Poll:
    """The poll, open and unchanging until the transaction ends, for one window of the person."""
    hold_open(poll.topic_id)
    held = Poll.objects.held(poll.pk)
    if not Poll.objects.open_now().filter(pk=poll.pk).exists():
        raise PhaseClosed
    # The same person's windows wait for each other, and for nobody else's.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return held


def _chosen(question: PollQuestion, answer: Sequence[int]) -> list[tuple[PollQuestion, int]]:
    options = set(answer)
    known = set() if question.is_text else {number for number, _words in question.choices}
    too_many = len(options) > question.most_allowed()
    missing = question.is_required and not options
    if not options <= known or too_many or missing:
        raise InvalidAnswer
    return [(question, option) for option in sorted(options)]


def _text(question: PollQuestion, answer: str) -> list[tuple[PollQuestion, str]]:
    text = answer.strip()
    missing = question.is_required and not text
    if not question.is_text or len(text) > TEXT_LENGTH or missing:
        raise InvalidAnswer
    return [(question, text)] if text else []
