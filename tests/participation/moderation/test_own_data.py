"""What a person is handed out of their appeals, and what of them goes with the account."""

import pytest

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.services.deletion import delete_account
from participation.moderation.enums import AppealStatus
from participation.moderation.models import Appeal
from participation.moderation.own_data import export_appeals
from participation.moderation.services import decide_appeal, hide, keep, receive_appeal
from participation.moderation.services import report_comment as report
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def appeal(topic, citizen, moderator):
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    decision = hide(comment, by=moderator, rule="1", reason="Beleidigt eine Person.")
    return receive_appeal(decision, text=HOSTILE, by=citizen)


@pytest.mark.req("P11")
def test_own_appeals_are_handed_out_with_their_outcome_and_nobody_elses(
    appeal, topic, citizen, other_citizen, moderator, other_moderator
):
    decide_appeal(appeal, grants=False, by=other_moderator, reason="Es bleibt dabei.")
    rude = CommentFactory(topic=topic, author=citizen, published=True)
    told = report(
        rude, ground="rules", rule="1", explanation="Frech.", email="a@b.example", by=None
    )
    kept = keep(told, by=moderator, reason="Das darf man sagen.")
    receive_appeal(kept, text="Worte der Person, die gemeldet hat.", by=None)

    [own] = export_appeals(citizen)

    assert own["Nummer"] == appeal.reference
    assert own["Warum die Entscheidung falsch war"] == HOSTILE
    assert own["Begründung"] == "Es bleibt dabei."
    assert export_appeals(other_citizen) == []


@pytest.mark.req("P12")
@pytest.mark.parametrize("farewell", list(Farewell))
def test_with_the_account_go_the_words_of_an_appeal_and_not_its_outcome(
    appeal, citizen, other_moderator, farewell
):
    decide_appeal(appeal, grants=False, by=other_moderator, reason="Es bleibt dabei.")

    delete_account(citizen, farewell=farewell)

    known = Appeal.objects.get(pk=appeal.pk)
    assert (known.text, known.status) == ("", AppealStatus.REJECTED)
