"""Appeals: for half a year, by link or by mail, and always decided by another person."""

import csv
import datetime as dt
import io
import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import send_due
from participation.enums import CommentStatus
from participation.models import Tally
from participation.moderation.appeal_links import appeal_url
from participation.moderation.enums import AppealStatus, AppealWay, DecisionKind, ReportStatus
from participation.moderation.exceptions import NotAppealable, SamePerson
from participation.moderation.models import Appeal, Decision
from participation.moderation.services import (
    approve,
    change_answer_wish,
    decide_appeal,
    hide,
    keep,
    receive_appeal,
    report_comment,
    undo,
)
from participation.moderation.statistics import rows_by_year
from participation.moderation.tasks import tell_moderators
from participation.services.comment import withdraw_comment
from participation.services.vote import cast_comment_vote
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("F5", "D12")]

REASON = "Sie beleidigen hier eine Mitarbeiterin."
WORDS = "Das war <b>keine</b> Beleidigung, sondern ein Zitat."
AGAIN = "Stimmt: Es ist als Zitat erkennbar."


@pytest.fixture
def hiding(comment, moderator):
    """A public comment with a vote that was then hidden."""
    approve(comment, by=moderator)
    cast_comment_vote(comment, by=UserFactory(), value="agree")
    return hide(comment, by=moderator, rule="1", reason=REASON)


@pytest.fixture
def appeal(hiding, citizen):
    return receive_appeal(hiding, text=WORDS, by=citizen)


def text_of(answer):
    return answer.content.decode()


def kinds():
    return list(OutboxMail.objects.order_by("created_at").values_list("kind", flat=True))


def test_upheld_the_comment_is_back_with_its_votes(appeal, comment, other_moderator, citizen):
    decide_appeal(appeal, by=other_moderator, grants=True, reason=AGAIN)

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert comment.agree_count == 1
    assert Tally.objects.get(topic=comment.topic).comment_count == 1
    assert kinds()[-2:] == ["appeal_received", "appeal_decided"]
    assert Event.objects.filter(kind="appeal.decided", by=other_moderator).count() == 1


def test_rejected_the_comment_stays_hidden_and_the_reason_is_kept(appeal, comment, other_moderator):
    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)

    comment.refresh_from_db()
    appeal.refresh_from_db()
    assert comment.status == CommentStatus.HIDDEN
    assert (appeal.status, appeal.reason) == (AppealStatus.REJECTED, AGAIN)
    assert kinds()[-1] == "appeal_decided"


def test_nobody_decides_again_on_their_own_decision(appeal, moderator):
    with pytest.raises(SamePerson):
        decide_appeal(appeal, by=moderator, grants=False, reason=AGAIN)

    assert Appeal.objects.open().count() == 1


def test_the_database_itself_refuses_the_first_moderator(appeal, moderator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(
            status="rejected", decided_by=moderator, reason=AGAIN, decided_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(status="rejected", decided_at=timezone.now())
    with pytest.raises(IntegrityError, match="upholding_names"), transaction.atomic():
        Decision.objects.update(kind=DecisionKind.UPHOLD)
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        Decision.objects.filter(kind="publish").update(on_appeal=appeal)


def test_it_is_decided_once(appeal, other_moderator):
    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)

    with pytest.raises(IllegalTransition):
        decide_appeal(
            appeal,
            by=UserFactory(roles=["moderator"]),
            grants=True,
            reason="Doch nicht.",
        )
    assert kinds().count("appeal_decided") == 1


@pytest.mark.parametrize(("days", "accepted"), [(0, True), (183, True), (185, False)])
def test_there_is_half_a_year_for_it(hiding, days, accepted):
    then = timezone.now() - dt.timedelta(days=days)
    Decision.objects.filter(pk=hiding.pk).update(decided_at=then)

    if accepted:
        receive_appeal(hiding, text=WORDS, by=None)
    else:
        with pytest.raises(NotAppealable):
            receive_appeal(hiding, text=WORDS, by=None)
    assert Appeal.objects.exists() == accepted


def test_only_hiding_that_stands_can_be_appealed(hiding, comment, moderator):
    approval = comment.decisions.get(kind="publish")
    undo(hiding, by=moderator)

    for decision in (approval, hiding):
        with pytest.raises(NotAppealable):
            receive_appeal(decision, text=WORDS, by=None)


def test_a_moderator_who_takes_it_back_settles_the_appeal_with_one_mail(
    hiding, appeal, moderator, comment
):
    undo(hiding, by=moderator)

    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.UPHELD
    assert appeal.decided_by is None
    assert kinds().count("appeal_decided") == 1
    assert "decision_undone" not in kinds()


@pytest.mark.req("F17")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_twice_at_once_it_is_one_appeal_with_one_receipt():
    moderator = UserFactory(roles=["moderator"])
    hiding = hide(CommentFactory(), by=moderator, rule="1", reason=REASON)
    start, found = threading.Barrier(8), []

    def send():
        start.wait()
        try:
            found.append(receive_appeal(hiding, text=WORDS, by=None).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert set(found) == {Appeal.objects.get().pk}
    assert kinds().count("appeal_received") == 1


def test_the_link_of_the_mail_leads_to_the_form_without_an_account(client, hiding, smtp):
    send_due()

    [mail] = [m for m in smtp.messages if "ausgeblendet" in str(m["subject"])]
    text = mail.get_body(("plain",)).get_content()
    path = re.search(r"/beschwerden/\S+", text)[0]
    page = client.get(path).content.decode()
    assert REASON in page
    assert client.post(path, {"text": ""}).status_code == 422
    assert client.post(path, {"text": WORDS}).status_code == 302

    assert Appeal.objects.get().text == WORDS
    after = client.get(path).content.decode()
    assert "Das war &lt;b&gt;keine&lt;/b&gt;" in after
    assert '<form method="post"' not in after


def test_what_was_typed_stays_in_the_form(client, hiding):
    page = client.post(appeal_url(hiding), {"text": "Zu <i>kurz</i>"})

    assert page.status_code == 422
    assert "Zu &lt;i&gt;kurz&lt;/i&gt;" in page.content.decode()


@pytest.mark.parametrize("token", ["1:falsch", "1", "x", "999999:aaaa"])
def test_without_the_right_link_there_is_nothing(client, hiding, token):
    for tried in (token, appeal_url(hiding).split("/")[2][:-2] + "xx"):
        path = reverse("reports:appeal", args=[tried])
        assert client.get(path).status_code == 404
        assert client.post(path, {"text": WORDS}).status_code == 404


def test_own_contributions_lead_to_the_form(client, hiding, citizen):
    client.force_login(citizen)

    assert appeal_url(hiding) in client.get("/konto/").content.decode()


def test_another_moderator_finds_and_decides_it(client, appeal, moderator, other_moderator):
    path = reverse("moderation:appeal", args=[appeal.reference])
    client.force_login(moderator)
    assert path not in client.get("/cms/moderation/?ansicht=beschwerden").content.decode()
    client.post(path, {"verdict": "uphold", "reason": AGAIN})
    assert Appeal.objects.open().count() == 1

    client.force_login(other_moderator)
    assert path in client.get("/cms/moderation/?ansicht=beschwerden").content.decode()
    assert "Das war &lt;b&gt;keine&lt;/b&gt;" in client.get(path).content.decode()
    refused = client.post(path, {"verdict": "", "reason": "kurz"})
    assert refused.status_code == 422
    client.post(path, {"verdict": "grant", "reason": AGAIN})

    assert Appeal.objects.get().decided_by == other_moderator


def test_an_appeal_can_be_decided_whatever_was_noted_on_the_comment_since(
    appeal, comment, moderator, other_moderator
):
    change_answer_wish(comment, by=moderator, wants_answer=True, reason="Eine klare Frage.")

    decide_appeal(appeal, by=other_moderator, grants=True, reason=AGAIN)

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED


def test_a_mistake_can_still_be_undone_after_the_appeal_was_rejected(
    appeal, moderator, other_moderator
):
    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)

    assert undo(appeal.decision, by=moderator).status == CommentStatus.PUBLISHED
    assert kinds()[-1] == "decision_undone"
    assert Appeal.objects.get().status == AppealStatus.REJECTED


def test_what_came_by_mail_is_entered_and_decided_like_any_other(
    client, hiding, moderator, other_moderator
):
    address = reverse("moderation:enter-appeal", args=[hiding.pk])
    review = reverse("moderation:review", args=[hiding.comment_id])
    client.force_login(moderator)
    assert client.get(address).status_code == 405
    refused = client.post(address, {"text": "Zu <i>kurz</i>"})
    assert (refused.status_code, "Zu &lt;i&gt;kurz&lt;/i&gt;" in text_of(refused)) == (422, True)

    assert client.post(address, {"text": WORDS}).url == review
    entered = Appeal.objects.get()
    assert (entered.way, entered.entered_by, entered.text) == (AppealWay.MAIL, moderator, WORDS)
    assert kinds().count("appeal_received") == 1
    desk = reverse("moderation:appeal", args=[entered.reference])
    assert "Sie haben zuerst entschieden" in text_of(client.get(review))
    assert desk not in text_of(client.get(review))

    client.force_login(other_moderator)
    assert desk in text_of(client.get(review))
    # Sent twice, it is the first one; whoever may decide comes to it at once.
    assert client.post(address, {"text": "Noch einmal dieselbe Mail."}).url == desk
    assert Appeal.objects.get().text == WORDS


def test_too_late_an_appeal_by_mail_is_refused_in_words(client, hiding, moderator):
    then = timezone.now() - dt.timedelta(days=200)
    Decision.objects.filter(pk=hiding.pk).update(decided_at=then)
    client.force_login(moderator)

    page = client.post(
        reverse("moderation:enter-appeal", args=[hiding.pk]), {"text": WORDS}, follow=True
    )

    assert "ist keine Beschwerde mehr möglich" in text_of(page)
    assert not Appeal.objects.exists()


def test_the_outcome_is_told_with_its_reason(appeal, other_moderator, smtp):
    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)
    send_due()

    [mail] = [m for m in smtp.messages if "bleibt ausgeblendet" in str(m["subject"])]
    text = mail.get_body(("plain",)).get_content()
    assert AGAIN in text
    assert other_moderator.pseudonym not in text


def test_moderators_who_may_decide_hear_that_it_waits(appeal, moderator, other_moderator):
    tell_moderators()

    told = OutboxMail.objects.filter(kind="moderation_waiting").values_list("recipient", flat=True)
    assert set(told) == {moderator.pk, other_moderator.pk}


def test_everybody_sees_how_often_who_was_right(client, appeal, other_moderator):
    decide_appeal(appeal, by=other_moderator, grants=True, reason=AGAIN)

    [row] = rows_by_year()
    assert (row["ausgeblendet"], row["zurueckgenommen"]) == (1, 1)
    assert (row["beschwerden"], row["beschwerden_berechtigt"]) == (1, 1)
    page = client.get(reverse("reports:statistics"))
    table = client.get(reverse("reports:statistics-csv")).getvalue().decode()
    [line] = csv.DictReader(io.StringIO(table))
    assert page.context["columns"][1:] == [row["jahr"]]
    assert [shown for _label, shown in page.context["rows"]] == list(row.values())[1:]
    assert line == {name: str(value) for name, value in row.items()}
    # One comment, one rule: too few to say which.
    assert {number for _rule, number in page.context["rules"]} == {"zu wenige"}


@pytest.fixture
def kept(topic, moderator):
    """A public comment that somebody reported in vain."""
    comment = CommentFactory(topic=topic, published=True)
    report = report_comment(
        comment, ground="rules", rule="1", explanation=WORDS, email="zeugin@example.org", by=None
    )
    return keep(report, by=moderator, reason="Das ist eine zulässige Meinung.")


def mail_to(smtp, address):
    """The text of the last mail to this address."""
    send_due()
    found = [mail for mail in smtp.messages if address in str(mail["to"])]
    return found[-1].get_body(("plain",)).get_content()


def test_who_reported_in_vain_appeals_by_the_link_of_the_mail(client, kept, moderator, smtp):
    path = re.search(r"/beschwerden/\S+", mail_to(smtp, "zeugin@example.org"))[0]

    page = text_of(client.get(path))
    assert "Der Beitrag bleibt stehen" in page
    assert kept.comment.author_name not in page
    client.post(path, {"text": WORDS})

    appeal = Appeal.objects.get()
    assert (appeal.is_by_author, appeal.first_decided_by) == (False, moderator)
    receipt = mail_to(smtp, "zeugin@example.org")
    assert (appeal.reference in receipt, kept.report.reference in receipt) == (True, True)
    assert "appeal_received" in kinds()


def test_granted_the_reported_comment_is_hidden_and_both_sides_hear_why(
    client, kept, other_moderator, smtp
):
    appeal = receive_appeal(kept, text=WORDS, by=None)
    path = reverse("moderation:appeal", args=[appeal.reference])
    client.force_login(other_moderator)
    without_rule = client.post(path, {"verdict": "grant", "reason": AGAIN})
    assert without_rule.status_code == 422

    client.post(path, {"verdict": "grant", "rule": "1", "reason": AGAIN})

    appeal.refresh_from_db()
    kept.comment.refresh_from_db()
    kept.report.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == (AppealStatus.UPHELD, other_moderator)
    assert (appeal.outcome.kind, appeal.outcome.rule) == (DecisionKind.HIDE, "1")
    assert kept.comment.status == CommentStatus.HIDDEN
    assert kept.report.status == ReportStatus.UPHELD
    assert "Der Beitrag ist jetzt ausgeblendet" in mail_to(smtp, "zeugin@example.org")
    assert AGAIN in mail_to(smtp, kept.comment.author.email)
    assert kinds().count("report_decided") == 1


def test_rejected_the_reported_comment_stays(kept, other_moderator, smtp):
    appeal = receive_appeal(kept, text=WORDS, by=None)

    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)

    kept.comment.refresh_from_db()
    assert kept.comment.status == CommentStatus.PUBLISHED
    told = mail_to(smtp, "zeugin@example.org")
    assert (AGAIN in told, "Verwaltungsgericht" in told) == (True, True)


def test_whoever_hides_it_meanwhile_grants_the_appeal(kept, moderator):
    appeal = receive_appeal(kept, text=WORDS, by=None)

    hide(kept.comment, by=moderator, rule="4", reason=REASON)

    appeal.refresh_from_db()
    assert (appeal.status, appeal.reason, appeal.decided_by) == (AppealStatus.UPHELD, REASON, None)
    assert kinds().count("appeal_decided") == 1


def test_what_its_author_withdrew_can_only_be_left(client, kept, other_moderator):
    appeal = receive_appeal(kept, text=WORDS, by=None)
    withdraw_comment(kept.comment, by=kept.comment.author)

    with pytest.raises(IllegalTransition):
        decide_appeal(appeal, by=other_moderator, grants=True, rule="1", reason=AGAIN)
    decide_appeal(appeal, by=other_moderator, grants=False, reason=AGAIN)

    assert "inzwischen zurückgezogen" in text_of(client.get(appeal_url(keep_again(kept))))


def keep_again(kept):
    """A second report on the same comment, left too."""
    report = report_comment(
        kept.comment, ground="rules", rule="1", explanation=WORDS, email="", by=None
    )
    return keep(report, by=kept.by, reason="Auch das ist zulässig.")
