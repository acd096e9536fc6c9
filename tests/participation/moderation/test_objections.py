"""Objections: another person decides, once, with a reason; the database insists on it."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse

from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.enums import CommentStatus
from participation.moderation.enums import DecisionKind
from participation.moderation.exceptions import SamePerson
from participation.moderation.models import Decision
from participation.moderation.services import decide_objection, hide, undo
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = pytest.mark.django_db
REASON = "Die Regel verbietet Beleidigungen, auch im Scherz."


@pytest.fixture
def hidden(topic, citizen, moderator):
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    return hide(comment, by=moderator, rule="1", reason="Beleidigt jemanden.")


def mail(kind):
    found = OutboxMail.objects.get(kind=kind)
    return compose(found, KINDS[kind])


def decide(decision, by, *, takes_back=False, reason=REASON):
    return decide_objection(decision, by=by, takes_back=takes_back, reason=reason)


def test_another_person_upholds_it_and_says_why(hidden, other_moderator):
    made = decide(hidden, other_moderator, reason=HOSTILE)

    hidden.comment.refresh_from_db()
    assert (made.kind, made.on_objection_to, made.first_by) == ("uphold", hidden, hidden.by)
    assert hidden.comment.status == CommentStatus.HIDDEN
    assert HOSTILE in mail("decision_upheld").body
    assert "Verwaltungsgericht" in mail("decision_upheld").body
    html = BeautifulSoup(mail("decision_upheld").alternatives[0].content, "html.parser")
    assert html.find("script") is None


def test_another_person_takes_it_back_and_says_why(hidden, other_moderator):
    decide(hidden, other_moderator, takes_back=True)

    hidden.comment.refresh_from_db()
    assert hidden.comment.status == CommentStatus.PUBLISHED
    assert REASON in mail("decision_undone").body


def test_who_hid_it_does_not_judge_the_objection(hidden, moderator):
    with pytest.raises(SamePerson):
        decide(hidden, moderator)

    assert Decision.objects.count() == 1
    assert OutboxMail.objects.filter(kind="decision_upheld").count() == 0


def test_the_database_refuses_it_too(hidden, moderator):
    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        Decision.objects.create(
            comment=hidden.comment,
            kind=DecisionKind.UPHOLD,
            before=CommentStatus.HIDDEN,
            reason=REASON,
            by=moderator,
            on_objection_to=hidden,
            first_by=hidden.by,
        )


def test_nor_does_it_take_a_decision_without_a_reason(hidden, other_moderator):
    with pytest.raises(IntegrityError, match="objection_decision_has"), transaction.atomic():
        decide(hidden, other_moderator, reason="")


def test_an_objection_is_decided_once(hidden, other_moderator, administrator):
    decide(hidden, other_moderator)

    with pytest.raises(IllegalTransition):
        decide(hidden, administrator, takes_back=True)


def test_what_was_undone_meanwhile_needs_no_decision(hidden, moderator, other_moderator):
    undo(hidden, by=moderator)

    with pytest.raises(IllegalTransition):
        decide(hidden, other_moderator)


def test_a_mistake_can_still_be_undone_after_it_was_upheld(hidden, other_moderator, moderator):
    decide(hidden, other_moderator)

    assert undo(hidden, by=moderator).status == CommentStatus.PUBLISHED


def review(client, decision, person):
    client.force_login(person)
    page = client.get(reverse("moderation:review", args=[decision.comment_id]))
    return BeautifulSoup(page.content, "html.parser")


def test_the_desk_offers_it_to_the_others_only(client, hidden, moderator, other_moderator):
    address = reverse("moderation:objection", args=[hidden.pk])

    own = review(client, hidden, moderator)
    others = review(client, hidden, other_moderator)

    assert own.select(f'form[action="{address}"]') == []
    assert "entscheidet eine andere Person" in own.text
    assert len(others.select(f'form[action="{address}"]')) == 1


def test_the_desk_decides_by_post_with_reason_and_by_another(
    client, hidden, moderator, other_moderator
):
    address = reverse("moderation:objection", args=[hidden.pk])
    answers = {"verdict": "uphold", "reason": REASON}
    client.force_login(moderator)
    assert client.post(address, answers).status_code == 409
    client.force_login(other_moderator)
    assert client.get(address).status_code == 405
    assert client.post(address, {"verdict": "uphold", "reason": ""}).status_code == 422
    assert client.post(address, {**answers, "verdict": "vielleicht"}).status_code == 422

    assert client.post(address, answers).status_code == 302
    assert Decision.objects.get(kind="uphold").reason == REASON
    assert review(client, hidden, other_moderator).select("#beschwerde") == []
