"""Polls with questions; every text is hostile."""

import factory

from participation.enums import QuestionKind
from participation.models import Poll, PollQuestion
from participation.services.poll import answer_poll

from .accounts import UserFactory
from .participation import HOSTILE, TopicFactory


class PollFactory(factory.django.DjangoModelFactory):
    """A public poll: one answer, several, and own words."""

    class Meta:
        model = Poll
        skip_postgeneration_save = True

    topic = factory.SubFactory(TopicFactory)
    title = factory.Sequence(lambda n: f"Umfrage <b>{n}</b>")
    introduction = HOSTILE
    live = True

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        rows = extracted or [
            {"kind": QuestionKind.SINGLE, "options": "Ja\n<b>Nein</b>\nWeiß nicht"},
            {"kind": QuestionKind.MULTIPLE, "options": "Rot\nGrün\nBlau", "most": 2},
            {"kind": QuestionKind.TEXT, "options": ""},
        ]
        for number, row in enumerate(rows):
            asked = {"text": f"<i>Frage</i> {number}", "hint": "<u>Hinweis</u>", **row}
            PollQuestion.objects.create(poll=self, sort_order=number, **asked)


def questions_of(poll):
    return list(PollQuestion.objects.filter(poll=poll))


def fill_in(poll, *, by=None, first=1, several=(1,), text=""):
    """Somebody's sheet, filled in as the portal does."""
    one, many, own = questions_of(poll)
    answers = {one.pk: [first] if first else [], many.pk: list(several), own.pk: text}
    return answer_poll(
        poll,
        by=by or UserFactory(),
        answers=answers,
        read=Poll.objects.get(pk=poll.pk).fingerprint(),
    )
