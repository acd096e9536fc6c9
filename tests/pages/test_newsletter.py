"""The newsletter: from an editor's page to the mailbox of whoever asked for it and said yes."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.models import AddressSubscription, OutboxMail
from gdb_portal.mail.services import confirm_subscription, request_subscription, send_due
from gdb_portal.pages.exceptions import CanNotSend
from gdb_portal.pages.models import NewsletterDispatch
from gdb_portal.pages.services import newsletter
from gdb_portal.pages.services.newsletter import (
    queue_due_issues,
    send_issue,
    send_test,
    stop_issue,
)
from tests.factories.pages import (
    NewsletterIndexFactory,
    NewsletterIssueFactory,
    StandardPageFactory,
)
from tests.factories.participation import HOSTILE

pytestmark = pytest.mark.django_db

ANNA, BEN = "anna@example.org", "ben@example.org"


@pytest.fixture
def index(home):
    return NewsletterIndexFactory(parent=home)


@pytest.fixture
def issue(index):
    return NewsletterIssueFactory(parent=index)


def subscribe(address, *, confirmed=True):
    request_subscription("newsletter", address=address)
    row = AddressSubscription.objects.get(reader__address=address)
    if confirmed:
        confirm_subscription(row)
    return row


def due_now(dispatch):
    """The quarter of an hour in which one can stop it is over."""
    moment = timezone.now()
    NewsletterDispatch.objects.filter(pk=dispatch.pk).update(goes_out_at=moment)


def sent_to(smtp, address):
    """The issues alone: the mail that asks for the yes belongs to no list."""
    return [message for message in smtp.to(address) if message["List-Id"]]


def mails():
    return OutboxMail.objects.filter(kind="newsletter")


# -- Subscribing ---------------------------------------------------------------------------------


@pytest.mark.req("P16")
def test_an_address_is_asked_first_and_gets_nothing_else(client, home, smtp):
    answer = client.post(reverse("pages:newsletter-subscribe"), {"email": ANNA})
    send_due()

    assert answer.url == reverse("mail:subscription-requested")
    assert [message["Subject"] for message in smtp.to(ANNA)] == ["Bitte bestätigen: Newsletter"]
    assert AddressSubscription.objects.confirmed("newsletter").count() == 0


def test_the_link_of_the_mail_leads_to_the_button_that_says_yes(client, home, smtp):
    client.post(reverse("pages:newsletter-subscribe"), {"email": ANNA})
    send_due()
    [message] = smtp.to(ANNA)
    text = message.get_body(("plain",)).get_content()
    path = re.search(r"http://localhost:8000(/abos/bestaetigen/\S+)", text)[1]
    client.get(path)
    assert AddressSubscription.objects.confirmed("newsletter").count() == 0

    client.post(path)

    assert AddressSubscription.objects.confirmed("newsletter").count() == 1


@pytest.mark.parametrize("email", ["", "kein-ort", "a@b", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused_with_words(client, home, email):
    answer = client.post(reverse("pages:newsletter-subscribe"), {"email": email})

    assert answer.status_code == 422
    assert OutboxMail.objects.count() == 0


def test_programs_that_fill_every_field_get_the_same_answer_and_nothing_happens(client, home):
    values = {"email": ANNA, "website": "https://spam.example.org"}

    answer = client.post(reverse("pages:newsletter-subscribe"), values)

    assert answer.url == reverse("mail:subscription-requested")
    assert OutboxMail.objects.count() == 0


# -- Archive -------------------------------------------------------------------------------------


def test_every_issue_stands_in_the_archive_newest_first(client, index):
    NewsletterIssueFactory(parent=index, title="Alt", dated_on=dt.date(2026, 1, 1))
    NewsletterIssueFactory(parent=index, title="Neu", dated_on=dt.date(2026, 5, 1))
    NewsletterIssueFactory(parent=index, title="Entwurf", live=False)

    html = BeautifulSoup(client.get(index.url).content, "html.parser")

    assert [a.text for a in html.select(".gdb-news__title a")] == ["Neu", "Alt"]
    subscribe_url = reverse("pages:newsletter-subscribe")
    assert html.select_one("main a.gdb-button")["href"] == subscribe_url


def test_an_issue_reads_the_same_in_the_archive_and_in_the_mail(client, home, index, smtp, editor):
    page = StandardPageFactory(parent=home, title="Ziel")
    gone = StandardPageFactory(parent=home, title="Weg", live=False)
    letter = [
        {"type": "heading", "value": "Zwischen <b>allem</b>"},
        {"type": "text", "value": HOSTILE},
        {"type": "teaser", "value": {"title": "Mehr <i>", "text": "Worte.", "page": page.pk}},
        {"type": "teaser", "value": {"title": "Fort", "text": "Leise.", "page": gone.pk}},
    ]
    issue = NewsletterIssueFactory(parent=index, letter=letter)
    issue.save_revision()
    send_test(issue, by=editor)
    send_due()

    html = BeautifulSoup(client.get(issue.url).content, "html.parser").select_one(".gdb-prose")
    [message] = smtp.to(editor.email)
    text = message.get_body(("plain",)).get_content()
    mail = BeautifulSoup(message.get_body(("html",)).get_content(), "html.parser")

    for words in ("Zwischen <b>allem</b>", "Mehr <i>", "Worte.", "Fort", "Leise."):
        assert words in html.text
        assert words in text
        assert words in mail.text
    assert [a["href"] for a in html.select("a")] == [page.url]
    assert f"http://localhost:8000{page.url}" in text
    assert "/weg" not in text
    assert mail.select("script, img, link") == []


# -- Sending -------------------------------------------------------------------------------------


def test_a_test_goes_to_oneself_alone_with_the_latest_draft(index, smtp, editor):
    subscribe(ANNA)
    issue = NewsletterIssueFactory(parent=index)
    issue.title = "Noch im Entwurf"
    issue.save_revision(user=editor)

    send_test(issue, by=editor)
    send_test(issue, by=editor)
    send_due()

    subjects = [message["Subject"] for message in smtp.to(editor.email)]
    assert subjects == ["Probe: Noch im Entwurf"] * 2
    assert sent_to(smtp, ANNA) == []


@pytest.mark.req("S42", "P16")
def test_an_issue_goes_once_to_everybody_who_confirmed(issue, smtp, publisher):
    subscribe(ANNA)
    subscribe(BEN, confirmed=False)
    dispatch = send_issue(issue, by=publisher)
    assert queue_due_issues() == 0

    due_now(dispatch)
    assert queue_due_issues() == 1
    assert queue_due_issues() == 0
    send_due()

    [message] = sent_to(smtp, ANNA)
    assert message["Subject"] == issue.title
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].startswith("<newsletter.")
    assert sent_to(smtp, BEN) == []
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.mail_count) == ("sent", 1)
    assert Event.objects.of_kind("newsletter.sent").get().by == publisher


@pytest.mark.req("S42")
def test_one_click_leaves_the_newsletter_and_the_next_issue_does_not_come(
    client, index, smtp, publisher
):
    subscribe(ANNA)
    first = send_issue(NewsletterIssueFactory(parent=index), by=publisher)
    due_now(first)
    queue_due_issues()
    send_due()
    [message] = sent_to(smtp, ANNA)
    path = re.search(r"<http://localhost:8000(/abmelden/.+)>", message["List-Unsubscribe"])[1]

    client.post(path, {"List-Unsubscribe": "One-Click"})
    second = send_issue(NewsletterIssueFactory(parent=index), by=publisher)
    due_now(second)
    queue_due_issues()
    send_due()

    assert len(sent_to(smtp, ANNA)) == 1
    assert AddressSubscription.objects.confirmed("newsletter").count() == 0


def test_who_leaves_while_the_mail_waits_gets_none(issue, smtp, publisher):
    row = subscribe(ANNA)
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    queue_due_issues()

    from gdb_portal.mail.services import end_subscription

    end_subscription(row, how="form")
    send_due()

    assert sent_to(smtp, ANNA) == []
    assert mails().get().status == MailStatus.ABORTED


def test_who_subscribes_later_gets_the_next_issue(issue, publisher):
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    subscribe(ANNA)

    assert queue_due_issues() == 0


def test_many_are_told_in_pieces_and_a_second_worker_doubles_nobody(issue, publisher, monkeypatch):
    monkeypatch.setattr(newsletter, "BATCH", 2)
    for number in range(5):
        subscribe(f"leser{number}@example.org")
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    assert newsletter._queue_some(dispatch.pk) == 2

    assert queue_due_issues() == 3

    assert mails().count() == 5
    assert mails().values("address").distinct().count() == 5
    dispatch.refresh_from_db()
    assert dispatch.mail_count == 5


def test_stopped_in_time_nothing_goes_out(issue, smtp, publisher):
    subscribe(ANNA)
    dispatch = send_issue(issue, by=publisher)

    assert stop_issue(dispatch, by=publisher) == 0

    due_now(dispatch)
    assert queue_due_issues() == 0
    with pytest.raises(CanNotSend):
        stop_issue(dispatch, by=publisher)
    assert Event.objects.of_kind("newsletter.stopped").count() == 1


def test_stopped_later_what_still_waits_does_not_go_out(issue, smtp, publisher):
    subscribe(ANNA)
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    queue_due_issues()

    assert stop_issue(dispatch, by=publisher) == 1
    send_due()

    assert sent_to(smtp, ANNA) == []


def test_what_is_gone_cannot_be_stopped(issue, smtp, publisher):
    subscribe(ANNA)
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    queue_due_issues()
    send_due()

    with pytest.raises(CanNotSend, match="all gone"):
        stop_issue(dispatch, by=publisher)


def test_an_issue_that_is_taken_down_meanwhile_does_not_go_out(issue, smtp, publisher):
    subscribe(ANNA)
    dispatch = send_issue(issue, by=publisher)
    due_now(dispatch)
    queue_due_issues()
    issue.unpublish()
    send_due()

    assert sent_to(smtp, ANNA) == []


def test_only_what_others_approved_can_be_sent_and_only_once(index, publisher):
    draft = NewsletterIssueFactory(parent=index, live=False)
    empty = NewsletterIssueFactory(parent=index, letter=[])
    changed = NewsletterIssueFactory(parent=index, has_unpublished_changes=True)
    sent = NewsletterIssueFactory(parent=index)
    send_issue(sent, by=publisher)

    refusals = []
    for issue in (draft, empty, changed, sent):
        with pytest.raises(CanNotSend) as refused:
            send_issue(issue, by=publisher)
        refusals.append(str(refused.value))

    assert refusals == ["not public", "empty", "unpublished changes", "sent before"]
    assert NewsletterDispatch.objects.count() == 1


# -- Desk ----------------------------------------------------------------------------------------

DESK = "/cms/newsletter/"


def test_a_publisher_sends_and_stops_from_the_desk(client, issue, publisher):
    subscribe(ANNA)
    client.force_login(publisher)

    asked = client.get(f"{DESK}{issue.pk}/verschicken/").content.decode()
    assert "geht an 1 Adresse" in asked
    assert NewsletterDispatch.objects.count() == 0
    client.post(f"{DESK}{issue.pk}/verschicken/")
    assert NewsletterDispatch.objects.get().state == "waiting"
    answer = client.post(f"{DESK}{issue.pk}/anhalten/", follow=True)

    assert NewsletterDispatch.objects.get().state == "stopped"
    assert "Angehalten" in answer.content.decode()


def test_a_second_press_sends_nothing_and_says_so(client, issue, publisher):
    client.force_login(publisher)
    client.post(f"{DESK}{issue.pk}/verschicken/")

    answer = client.post(f"{DESK}{issue.pk}/verschicken/", follow=True)

    assert "schon auf dem Weg" in answer.content.decode()
    assert NewsletterDispatch.objects.count() == 1


def test_an_editor_tests_but_does_not_send(client, issue, editor):
    issue.save_revision()
    client.force_login(editor)

    client.post(f"{DESK}{issue.pk}/probe/")
    refused = client.post(f"{DESK}{issue.pk}/verschicken/")

    assert OutboxMail.objects.get().kind == "newsletter_test"
    assert refused.status_code in {302, 403}
    assert NewsletterDispatch.objects.count() == 0


def test_the_preview_shows_the_mail_in_a_frame_that_can_do_nothing(client, issue, editor):
    issue.save_revision()
    client.force_login(editor)

    page = client.get(f"{DESK}{issue.pk}/vorschau/").content.decode()
    mail = client.get(f"{DESK}{issue.pk}/mail/")

    assert f'src="{DESK}{issue.pk}/mail/" sandbox' in page
    assert "sandbox" in mail["Content-Security-Policy"]
    assert "<script>" not in mail.content.decode()


def test_the_desk_costs_the_same_for_one_and_for_many(
    client, index, publisher, django_assert_max_num_queries
):
    client.force_login(publisher)

    def queries():
        client.get(DESK)
        with django_assert_max_num_queries(40) as asked:
            client.get(DESK)
        return len(asked)

    NewsletterIssueFactory(parent=index)
    one = queries()
    for _number in range(6):
        send_issue(NewsletterIssueFactory(parent=index), by=publisher)

    assert queries() == one
