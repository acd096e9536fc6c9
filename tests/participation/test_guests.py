"""Writing without an account: kept aside, confirmed by mail, marked, claimed, forgotten."""

import csv
import io
import json
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.exceptions import NotAGuest
from gdb_portal.accounts.guest_links import guest_url
from gdb_portal.accounts.models import Session, User
from gdb_portal.accounts.services.guests import claim_guest, receive_guest
from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import send_due
from participation.enums import CommentStatus, GuestPolicy, ModerationMode, PhaseKind
from participation.exceptions import (
    AccountLocked,
    AccountNeeded,
    DraftGone,
    GuestsNotAllowed,
    PhaseClosed,
)
from participation.guest_links import confirm_path
from participation.models import Comment, GuestDraft, Topic, Vote
from participation.moderation.services import approve
from participation.services.guest import (
    confirm_guest_draft,
    forget_guest_drafts,
    take_guest_draft,
)
from tests.factories.accounts import UserFactory
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory
from tests.mail.letters import after

pytestmark = [pytest.mark.django_db, pytest.mark.req("C11")]
ANNA = "anna@example.org"
PASSWORD = "Spreewald-Gurke-7"
KEY = "0f0e0d0c-0b0a-4908-8706-050403020100"


@pytest.fixture
def topic(db):
    return TopicFactory(guest_policy=GuestPolicy.GUESTS)


def form_of(topic):
    return reverse("participation:comment-create", args=[topic.slug])


def write(topic, client=None, **changes):
    said = {
        "text": HOSTILE,
        "email": "Anna@Example.org",
        "pseudonym": "Kiezgast",
        "kind": "suggestion",
        "stance": "for",
        "wants_answer": "on",
        "request_key": KEY,
        **changes,
    }
    return (client or Client()).post(form_of(topic), said)


def drafted(topic, address=ANNA, **changes):
    take_guest_draft(topic, address=address, **{"text": HOSTILE, **changes})
    return GuestDraft.objects.order_by("-pk").first()


def guest_of(topic, address=ANNA, **changes):
    return confirm_guest_draft(drafted(topic, address, **changes), by=None).author


def links(message, start):
    text = message.get_body(("plain",)).get_content()
    return re.findall(rf"http://localhost:8000({start}\S+)", text)


def body(answer):
    return answer.content.decode()


# -- Writing -------------------------------------------------------------------------------------


def test_without_the_policy_the_form_leads_to_the_login(client):
    plain = TopicFactory()

    answers = [client.get(form_of(plain)), write(plain, client)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not GuestDraft.objects.exists()


def test_a_guest_writes_confirms_and_is_marked_for_readers(smtp, topic, moderator):
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get(form_of(topic))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body(shown))[1]

    asked = write(topic, browser, csrfmiddlewaretoken=token)

    assert asked.url == reverse("participation:guest-asked")
    assert not Session.objects.exists()
    assert "sessionid" not in browser.cookies
    assert (Comment.objects.count(), User.objects.filter(email=ANNA).count()) == (0, 0)
    send_due()
    (message,) = smtp.messages
    html = message.get_body(("html",)).get_content()
    assert "alert" not in message.as_string()
    assert "Was fehlt <i>" not in html
    (link,) = links(message, "/beitraege/bestaetigen/")
    reader = Client(enforce_csrf_checks=True)
    page = reader.get(link)
    assert "&lt;script&gt;" in body(page)
    assert "<script>alert" not in body(page)
    assert "Kiezgast" in body(page)
    assert not Comment.objects.exists()

    done = reader.post(link)

    assert (done.status_code, done.cookies) == (200, {})
    comment = Comment.objects.select_related("author").get()
    said = (comment.text, comment.kind, comment.stance, comment.wants_answer, comment.status)
    assert said == (HOSTILE.strip(), "suggestion", "for", True, CommentStatus.PENDING)
    guest = comment.author
    assert (guest.email, guest.pseudonym, guest.is_guest) == (ANNA, "Kiezgast", True)
    assert not guest.has_usable_password()
    assert EmailAddress.objects.filter(user=guest, verified=True, primary=True).exists()
    assert (
        "ohne Konto"
        not in body(Client().get(topic.url)).split('id="beitraege"')[1].split("gdb-empty")[1]
    )
    approve(comment, by=moderator)
    thread = body(Client().get(topic.url)).split('class="gdb-thread"')[1]
    assert "Kiezgast" in thread
    assert '<span class="gdb-comment__kind">ohne Konto</span>' in thread


def test_a_contribution_with_an_account_is_not_marked(topic):
    CommentFactory(topic=topic, published=True)

    page = body(Client().get(topic.url))

    assert '<span class="gdb-comment__kind">ohne Konto</span>' not in page


def test_the_draft_holds_nothing_once_it_is_confirmed(topic):
    draft = drafted(topic, pseudonym="Kiezgast")

    comment = confirm_guest_draft(draft, by=None)

    draft.refresh_from_db()
    assert (draft.address, draft.text, draft.pseudonym) == ("", "", "")
    assert draft.comment == comment
    assert confirm_guest_draft(draft, by=None) == comment
    assert Comment.objects.count() == 1
    assert OutboxMail.objects.filter(kind="guest_comment_received").count() == 1


def test_the_form_sent_twice_asks_once(topic):
    browser = Client()

    answers = [write(topic, browser), write(topic, browser)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert GuestDraft.objects.count() == 1
    assert OutboxMail.objects.filter(kind="guest_comment_request").count() == 1


def test_a_form_confirmed_and_sent_once_more_makes_no_second_contribution(topic):
    write(topic)
    comment = confirm_guest_draft(GuestDraft.objects.get(), by=None)
    write(topic, pseudonym="")

    again = confirm_guest_draft(GuestDraft.objects.waiting().get(), by=None)

    assert again == comment
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "kein-postfach"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("text", "   "),
        ("text", "x" * 5001),
        ("kind", "drop table"),
        ("stance", "<b>"),
        ("pseudonym", "Senatskanzlei"),
        ("pseudonym", "Mοderatiοn"),
        ("pseudonym", "<script>"),
        ("pseudonym", "KlEZKIND"),
        ("pseudonym", "ab"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(topic, citizen, field, value):
    answer = write(topic, **{field: value})

    assert answer.status_code == 422
    assert "<script>alert" not in body(answer)
    assert not GuestDraft.objects.exists()
    assert not OutboxMail.objects.exists()


def test_a_program_that_fills_the_trap_is_told_what_all_are_told(topic):
    answer = write(topic, website="https://example.org")

    assert answer.url == reverse("participation:guest-asked")
    assert not GuestDraft.objects.exists()


def test_nobody_learns_whether_an_address_is_known(topic, citizen):
    guest_of(topic)
    answers = [
        write(topic, email=address, pseudonym="", request_key="")
        for address in ("new@example.org", ANNA, citizen.email)
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("participation:guest-asked"))
    }


def test_one_address_is_asked_a_few_times_a_day(topic):
    for _ in range(8):
        drafted(topic)

    asked = OutboxMail.objects.filter(kind="guest_comment_request")
    assert asked.filter(status="queued").count() == 5
    assert asked.filter(status="aborted").count() == 3


def test_one_network_writes_ten_times_an_hour_and_keeps_its_words(topic):
    cache.clear()
    answers = [
        write(
            topic, request_key="", pseudonym="", email=f"p{n}@example.org", text="Lang genug " * 3
        )
        for n in range(11)
    ]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Lang genug" in body(answers[-1])


def test_replies_and_votes_need_an_account(topic):
    said = CommentFactory(topic=topic, published=True)
    browser = Client()
    address = {"email": ANNA, "text": "Ja", "value": "agree"}

    answers = [
        browser.post(reverse("participation:reply-create", args=[said.pk]), address),
        browser.post(reverse("participation:topic-vote", args=[topic.slug]), address),
        browser.post(reverse("participation:comment-vote", args=[said.pk]), address),
    ]

    assert {answer.status_code for answer in answers} == {302}
    assert not GuestDraft.objects.exists()
    assert not Vote.objects.exists()


def test_what_was_typed_with_an_account_is_kept_for_the_account(client, citizen, topic):
    client.post(form_of(topic), {"text": "Meine Sitzung war zu Ende"})
    client.force_login(citizen)

    assert "Meine Sitzung war zu Ende" in body(client.get(form_of(topic)))


@pytest.mark.parametrize("moment", [PhaseKind.VOTE, PhaseKind.REVIEW, False])
def test_guests_write_only_while_people_may_comment(moment):
    closed = TopicFactory(guest_policy=GuestPolicy.GUESTS, phase=moment)

    assert write(closed).url.startswith(reverse("account_login"))
    with pytest.raises(PhaseClosed):
        drafted(closed)


# -- Confirming ----------------------------------------------------------------------------------


def test_a_second_contribution_joins_the_same_guest(topic):
    first = guest_of(topic, pseudonym="Kiezgast")

    second = guest_of(topic, "ANNA@example.org", pseudonym="Anders")

    assert second == first
    second.refresh_from_db()
    assert second.pseudonym == "Kiezgast"
    assert User.objects.filter(is_guest=True).count() == 1


def test_a_name_that_was_taken_meanwhile_becomes_a_neutral_one(topic):
    draft = drafted(topic, pseudonym="Kiezgast")
    UserFactory(pseudonym="Kiez-Gast")

    guest = confirm_guest_draft(draft, by=None).author

    assert re.fullmatch(r"Gast [0-9a-f]{8}", guest.pseudonym)


def test_whoever_has_an_account_confirms_only_when_signed_in(smtp, topic, citizen, other_citizen):
    draft = drafted(topic, citizen.email)
    send_due()
    assert "melden Sie sich an" in " ".join(
        smtp.messages[0].get_body(("plain",)).get_content().split()
    )
    link = confirm_path(draft)
    stranger, owner = Client(), Client()
    stranger.force_login(other_citizen)
    owner.force_login(citizen)

    refused = [Client().post(link), stranger.post(link)]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert "Ja, Beitrag einreichen" not in body(refused[0])
    assert not Comment.objects.exists()
    assert "Ja, Beitrag einreichen" in body(owner.get(link))

    owner.post(link)

    comment = Comment.objects.get()
    assert (comment.author, comment.is_by_guest) == (citizen, False)
    assert not OutboxMail.objects.filter(kind="guest_comment_received").exists()


def test_a_second_confirmed_address_belongs_to_its_account(topic, citizen):
    EmailAddress.objects.create(user=citizen, email="zweit@example.org", verified=True)

    with pytest.raises(AccountNeeded):
        confirm_guest_draft(drafted(topic, "zweit@example.org"), by=None)


def test_a_locked_guest_writes_no_more(topic):
    guest = guest_of(topic)
    User.objects.filter(pk=guest.pk).update(is_active=False)

    with pytest.raises(AccountLocked):
        confirm_guest_draft(drafted(topic), by=None)


def test_what_closed_meanwhile_stays_closed(topic):
    late, ended = drafted(topic), drafted(topic)
    Topic.objects.filter(pk=topic.pk).update(guest_policy=GuestPolicy.ACCOUNTS)
    with pytest.raises(GuestsNotAllowed):
        confirm_guest_draft(late, by=None)
    Topic.objects.filter(pk=topic.pk).update(guest_policy=GuestPolicy.GUESTS)
    topic.phases.all().delete()

    answer = Client().post(confirm_path(ended))

    assert (answer.status_code, User.objects.filter(is_guest=True).count()) == (409, 0)
    assert "Das geht gerade nicht" in body(answer)


def test_foreign_and_old_links_open_nothing(topic):
    draft = drafted(topic)
    link = confirm_path(draft)
    forged = link[:-2] + ("0" if link[-2] != "0" else "1") + "/"
    answers = [Client().post(address) for address in (forged, "/beitraege/bestaetigen/9.kaputt/")]
    with after(days=8):
        answers.append(Client().post(link))

    assert [answer.status_code for answer in answers] == [410] * 3
    assert not Comment.objects.exists()


def test_nobody_confirms_what_was_deleted(topic):
    draft = drafted(topic)
    GuestDraft.objects.all().delete()

    with pytest.raises(DraftGone):
        confirm_guest_draft(draft, by=None)


def test_unconfirmed_texts_are_deleted_after_seven_days_with_their_address(smtp, topic):
    drafted(topic, text="Geheim")
    send_due()

    assert forget_guest_drafts(timezone.now()) == 0
    with after(days=7, minutes=1):
        assert forget_guest_drafts(timezone.now()) == 1

    assert not GuestDraft.objects.exists()
    assert OutboxMail.objects.get().address == ""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_confirming_at_once_makes_one_guest_and_each_contribution_once():
    open_topic = TopicFactory(guest_policy=GuestPolicy.GUESTS)
    drafts = [drafted(open_topic, text=f"Text {n}", pseudonym="Kiezgast") for n in (1, 2)]
    start = threading.Barrier(4)
    errors = []

    def confirm(draft):
        try:
            start.wait(timeout=30)
            confirm_guest_draft(draft, by=None)
        except Exception as error:  # noqa: BLE001  whatever it is, the test shall name it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[draft]) for draft in drafts * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert errors == []
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["Text 1", "Text 2"]
    assert User.objects.filter(is_guest=True).count() == 1


# -- Counting ------------------------------------------------------------------------------------


def test_figures_and_open_rows_count_guests_separately(client, topic):
    guest = guest_of(topic)
    CommentFactory(topic=topic, author=guest, published=True)
    CommentFactory(topic=topic, published=True)

    page = client.get(reverse("participation:result", args=[topic.slug]))
    table = client.get(reverse("participation:export", args=[topic.slug])).getvalue().decode()

    figures = {str(label): number for label, number in page.context["figure_rows"]}
    assert (figures["Beiträge"], figures["davon ohne Konto"]) == (2, 1)
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["zeile"] == "beitrag"]
    assert sorted(row["herkunft"] for row in rows) == ["guest", "online"]


# -- Claiming ------------------------------------------------------------------------------------


def claim(link, **changes):
    return Client().post(link, {"pseudonym": "Anna vom Kiez", "password": PASSWORD, **changes})


def test_a_guest_claims_everything_with_a_password_and_signs_in(smtp, client, topic):
    topic.moderation_mode = ModerationMode.POST
    topic.save()
    guest = guest_of(topic, pseudonym="Kiezgast")
    assert "Kiezgast" in body(Client().get(topic.url))
    send_due()
    (link,) = links(smtp.to(ANNA)[-1], "/konto/gast/")
    assert Client().get(link).status_code == 200

    answer = claim(link)

    assert (answer.status_code, answer.cookies) == (200, {})
    guest.refresh_from_db()
    assert (guest.is_guest, guest.pseudonym) == (False, "Anna vom Kiez")
    assert list(guest.groups.values_list("name", flat=True)) == ["citizen"]
    page = body(Client().get(topic.url))
    assert "Anna vom Kiez" in page
    assert '<span class="gdb-comment__kind">ohne Konto</span>' not in page
    assert Event.objects.of_kind("person.guest_claimed").count() == 1
    client.post(reverse("account_login"), {"login": ANNA, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(guest.pk)
    assert claim(link).status_code == 410


@pytest.mark.parametrize(
    "changes",
    [
        {"password": ""},
        {"password": "kurz"},
        {"password": "anna@example.org"},
        {"pseudonym": "Bezirksamt Mitte"},
        {"pseudonym": "Kiezkind"},
        {"pseudonym": ""},
    ],
)
def test_a_claim_is_checked_as_a_sign_up(topic, citizen, changes):
    guest = guest_of(topic)

    answer = claim(guest_url(guest), **changes)

    guest.refresh_from_db()
    assert (answer.status_code, guest.is_guest, guest.has_usable_password()) == (422, True, False)


def test_a_guest_keeps_the_name_when_claiming(topic):
    guest = guest_of(topic, pseudonym="Kiezgast")

    answer = claim(guest_url(guest), pseudonym="Kiezgast")

    guest.refresh_from_db()
    assert (answer.status_code, guest.is_guest, guest.pseudonym) == (200, False, "Kiezgast")


def test_a_claim_happens_once(topic):
    guest = guest_of(topic)
    claim_guest(guest, pseudonym="Anna", password=PASSWORD)

    with pytest.raises(NotAGuest):
        claim_guest(guest, pseudonym="Dieb", password="Anderes-Wort-99")

    guest.refresh_from_db()
    assert (guest.pseudonym, guest.check_password(PASSWORD)) == ("Anna", True)


def test_no_guest_is_made_of_an_account(citizen):
    with pytest.raises(NotAGuest):
        receive_guest(citizen.email)


def test_old_forged_and_locked_links_open_nothing(topic, citizen):
    guest = guest_of(topic)
    link = guest_url(guest)
    foreign = guest_url(citizen)
    forged = link.replace(f"{guest.pk}:", f"{citizen.pk}:")
    answers = [claim(foreign), claim(forged)]
    with after(days=31):
        answers.append(claim(link))
    User.objects.filter(pk=guest.pk).update(is_active=False)
    answers.append(claim(link))

    assert [answer.status_code for answer in answers] == [410] * 4
    assert not User.objects.get(pk=guest.pk).has_usable_password()


@pytest.mark.parametrize(
    ("door", "field"),
    [
        ("account_signup", "email"),
        ("account_request_login_code", "email"),
        ("account_reset_password", "email"),
    ],
)
def test_every_door_of_accounts_leads_a_guest_to_the_claim(smtp, topic, door, field):
    cache.clear()
    guest = guest_of(topic)
    send_due()
    smtp.messages.clear()
    answers = []
    for address in (ANNA, "niemand@example.org"):
        browser = Client()
        page = body(browser.get(reverse(door)))
        shown = re.search(r'name="shown_at" value="([^"]+)"', page)
        typed = {field: address, "pseudonym": "Neu im Kiez", "password1": PASSWORD}
        with after(seconds=5):
            answers.append(
                browser.post(reverse(door), {**typed, "shown_at": shown[1] if shown else ""})
            )

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}
    with after(seconds=10):
        send_due()
    (message,) = smtp.to(ANNA)
    (link,) = links(message, "/konto/gast/")
    assert "Code gilt" not in message.get_body(("plain",)).get_content()
    assert claim(link).status_code == 200
    guest.refresh_from_db()
    assert not guest.is_guest


def test_a_guest_is_never_signed_in(topic, client):
    guest = guest_of(topic)

    client.post(reverse("account_login"), {"login": ANNA, "password": ""})
    client.post(reverse("account_login"), {"login": ANNA, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert guest.last_login is None


def test_a_guest_downloads_everything_without_an_account(topic):
    guest = guest_of(topic)
    drafted(topic, text="Noch nicht bestätigt")

    answer = Client().post(guest_url(guest) + "daten/")

    kinds = {kind["name"]: kind["rows"] for kind in json.loads(answer.content)["data"]}
    assert [row["Beitrag"] for row in kinds["comments"]] == [HOSTILE]
    assert [row["Beitrag"] for row in kinds["guest_drafts"]] == ["Noch nicht bestätigt"]
    assert kinds["account"][0]["E-Mail-Adresse"] == ANNA
    assert Client().get(guest_url(guest) + "daten/").status_code == 405


@pytest.mark.parametrize(
    ("farewell", "status"),
    [
        (Farewell.ANONYMISE, CommentStatus.PUBLISHED),
        (Farewell.WITHDRAW, CommentStatus.WITHDRAWN),
    ],
)
def test_a_guest_deletes_everything_without_an_account(topic, farewell, status):
    topic.moderation_mode = ModerationMode.POST
    topic.save()
    guest = guest_of(topic)
    drafted(topic, text="Noch nicht bestätigt")
    link = guest_url(guest) + "loeschen/"
    assert Client().post(link, {"farewell": farewell}).status_code == 422

    answer = Client().post(link, {"farewell": farewell, "confirmed": "on"})

    assert answer.url == reverse("accounts:deleted")
    comment = Comment.objects.get()
    assert (comment.author, comment.status) == (None, status)
    assert not GuestDraft.objects.waiting().exists()
    assert not User.objects.filter(email=ANNA).exists()
    assert Client().get(link).status_code == 410
