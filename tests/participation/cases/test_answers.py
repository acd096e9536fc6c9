"""Answers: what becomes of it, a second person, and one answer for many."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.enums import AnswerStatus, CaseStatus
from participation.cases.exceptions import AskedAlready, NeedsSecondReader
from participation.cases.models import Answer, Case, Effect
from participation.cases.placeholders import fill_template
from participation.cases.services import (
    ask_administration,
    change_outcome,
    draft_answer,
    hand_over,
    publish_answer,
    publish_collective_answer,
    record_effect,
    reply_to_consultation,
    return_answer,
    submit_answer,
    write_collective_answer,
)
from participation.cases.services.answer import Wording
from participation.services.comment import publish_comment
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db
NOT_TAKEN_UP = Wording("Das geht nicht.", CaseStatus.NOT_TAKEN_UP, "Der Platz ist zu klein.")


@pytest.fixture
def careful(topic):
    topic.has_second_reader = True
    topic.save()
    return topic


def cases_of(topic, *authors):
    for author in authors:
        comment = CommentFactory(topic=topic, author=author, wants_answer=True)
        publish_comment(comment, by=None)
    return list(Case.objects.order_by("pk"))


def test_an_answer_says_what_becomes_of_it(case, official):
    publish_answer(case, by=official, wording=NOT_TAKEN_UP)

    case.refresh_from_db()
    assert (case.status, case.outcome_reason) == ("not_taken_up", "Der Platz ist zu klein.")


def test_not_taking_up_without_a_reason_is_refused_by_the_database(case, official):
    with pytest.raises(IntegrityError), transaction.atomic():
        publish_answer(case, by=official, wording=Wording("Nein.", CaseStatus.NOT_TAKEN_UP))


def test_where_two_are_asked_for_the_author_of_the_words_cannot_publish(careful, case, official):
    submit_answer(case, by=official, text="Entwurf")

    with pytest.raises(NeedsSecondReader):
        publish_answer(case, by=official)

    assert Answer.objects.get().status == AnswerStatus.SUBMITTED


def test_a_second_person_publishes(careful, case, official, colleague):
    submit_answer(case, by=official, text="Geprüft")

    publish_answer(case, by=colleague)

    answer = Answer.objects.get()
    assert (answer.drafted_by, answer.published_by, answer.text) == (
        official,
        colleague,
        "Geprüft",
    )


def test_whoever_changes_the_words_becomes_their_author(careful, case, official, colleague):
    submit_answer(case, by=official, text="Erste Fassung")

    with pytest.raises(NeedsSecondReader):
        publish_answer(case, by=colleague, text="Ganz anders")


def test_the_database_refuses_one_person_doing_both(careful, case, official, colleague):
    submit_answer(case, by=official, text="Entwurf")
    publish_answer(case, by=colleague)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(published_by=official)


def test_a_second_person_gives_it_back(careful, case, official, colleague):
    submit_answer(case, by=official, text="Noch nicht gut")

    return_answer(case, by=colleague)

    assert Answer.objects.get().status == AnswerStatus.DRAFT
    with pytest.raises(IllegalTransition):
        return_answer(case, by=colleague)


def test_a_case_that_moves_takes_its_words_along_as_a_draft(
    careful, case, official, other_administration
):
    submit_answer(case, by=official, text="Vom alten Amt")

    hand_over(case, to=other_administration, reason="Gehört dorthin.", by=official)

    answer = Answer.objects.get()
    assert (answer.status, answer.administration) == (AnswerStatus.DRAFT, other_administration)


def test_one_answer_for_many_tells_each_author_once(topic, official, citizen, other_citizen):
    cases = cases_of(topic, citizen, citizen, other_citizen)

    write_collective_answer(
        cases, administration=topic.administration, by=official, wording=Wording("Für alle.")
    )

    mails = OutboxMail.objects.filter(kind="answer_published")
    assert sorted(mail.recipient.email for mail in mails) == [citizen.email, other_citizen.email]
    assert {case.status for case in Case.objects.all()} == {CaseStatus.ANSWERED}
    body = compose(mails.get(recipient=citizen), KINDS["answer_published"]).body
    assert cases[0].number.lower() in body.lower()
    assert cases[1].number.lower() in body.lower()
    assert cases[2].number.lower() not in body.lower()


def test_one_answer_for_many_waits_for_a_second_person(
    careful, official, colleague, citizen, other_citizen
):
    cases = cases_of(careful, citizen, other_citizen)
    wording = Wording("Für alle.")

    collective = write_collective_answer(
        cases, administration=careful.administration, by=official, wording=wording
    )
    with pytest.raises(NeedsSecondReader):
        publish_collective_answer(collective, by=official)
    assert Case.objects.answered().count() == 0
    publish_collective_answer(collective, by=colleague)

    assert Case.objects.answered().count() == 2


def test_what_was_answered_meanwhile_keeps_its_own_answer(
    careful, official, colleague, citizen, other_citizen
):
    first, second = cases_of(careful, citizen, other_citizen)
    collective = write_collective_answer(
        [first, second],
        administration=careful.administration,
        by=official,
        wording=Wording("Für alle."),
    )
    draft_answer(first, by=official, text="Eigene Antwort")
    publish_answer(first, by=colleague)

    publish_collective_answer(collective, by=colleague)

    texts = Answer.objects.order_by("case").values_list("text", flat=True)
    assert list(texts) == ["Eigene Antwort", "Für alle."]


def test_cases_of_others_are_not_answered_along(topic, official, citizen, other_administration):
    (case,) = cases_of(topic, citizen)
    hand_over(case, to=other_administration, reason="Gehört dorthin.", by=official)

    with pytest.raises(IllegalTransition):
        write_collective_answer(
            [case], administration=topic.administration, by=official, wording=Wording("Wir.")
        )


def test_an_effect_needs_an_answer_first(case, official):
    with pytest.raises(IllegalTransition):
        record_effect(case, text="Neu", happened_on=dt.date(2027, 1, 1), by=official)


def test_an_effect_may_close_the_case_for_good(case, official, topic):
    publish_answer(case, by=official, wording=Wording("Machen wir.", CaseStatus.TAKEN_UP))

    record_effect(
        case,
        text="Drei Bänke stehen.",
        happened_on=dt.date(2027, 1, 1),
        seen_in=topic.page,
        by=official,
        is_final=True,
    )

    case.refresh_from_db()
    assert case.status == CaseStatus.DONE
    assert Effect.objects.on_page(topic.page).get().text == "Drei Bänke stehen."


def test_what_becomes_of_it_may_be_decided_later(case, official):
    publish_answer(case, by=official, text="Wir prüfen.")

    change_outcome(case, to=CaseStatus.TAKEN_UP, by=official, effect_due_on=dt.date(2027, 9, 1))
    case.refresh_from_db()
    assert (case.status, case.effect_due_on) == ("taken_up", dt.date(2027, 9, 1))

    with pytest.raises(ValueError, match="reason"):
        change_outcome(case, to=CaseStatus.NOT_TAKEN_UP, by=official)


def test_another_administration_is_asked_once_and_replies_once(
    case, official, other_administration, other_official
):
    consultation = ask_administration(
        case, of=other_administration, question="Gehört der Baum euch?", by=official
    )
    assert list(Case.objects.waiting_for_others()) == [case]
    with pytest.raises(AskedAlready):
        ask_administration(case, of=other_administration, question="Noch mal?", by=official)

    reply_to_consultation(consultation, reply="Ja, uns.", by=other_official)

    assert list(Case.objects.waiting_for_others()) == []
    with pytest.raises(IllegalTransition):
        reply_to_consultation(consultation, reply="Doch nicht.", by=other_official)


def test_an_administration_does_not_ask_itself(case, official):
    with pytest.raises(AskedAlready):
        ask_administration(case, of=case.administration, question="Wir?", by=official)


def test_kept_wordings_fill_in_the_case_and_nothing_else(case):
    text = fill_template("Guten Tag {pseudonym}, {nummer}: {unbekannt} {0} {{x}}", case)

    assert text == (
        f"Guten Tag {case.comment.author.pseudonym}, {case.number}: {{unbekannt}} {{0}} {{{{x}}}}"
    )
