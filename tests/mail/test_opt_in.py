"""An address without an account: asked first, told only what it wanted, forgotten afterwards."""

import re
import threading

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.kinds import Subscriber
from gdb_portal.mail.lists import LISTS, Described, MailList
from gdb_portal.mail.models import AddressSubscription, Consent, OutboxMail, Reader
from gdb_portal.mail.services import (
    confirm_subscription,
    end_all_subscriptions,
    end_subscription,
    is_subscribed,
    queue_mail,
    repair,
    request_subscription,
    send_due,
    set_rhythm,
    subscribe,
)
from gdb_portal.mail.tokens import address_code, confirm_token, reader_token
from tests.mail.letters import after

pytestmark = pytest.mark.django_db
ANNA = "Anna@example.org"
HOSTILE = 'Radwege <script>alert("1")</script>'
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def told():
    return []


@pytest.fixture
def rhythms_told():
    return []


@pytest.fixture(autouse=True)
def letters(monkeypatch, kind, told, rhythms_told):
    """A list that tells of many things, and one that tells of a single one."""

    def describe(subject):
        return None if subject == "gone" else Described(f"{HOSTILE} {subject}".strip(), "/wege/")

    wege = MailList(
        "wege",
        "Wege",
        describe,
        confirmed=told.append,
        has_rhythm=True,
        rhythm_set=rhythms_told.append,
    )
    monkeypatch.setitem(LISTS, "wege", wege)
    monkeypatch.setitem(LISTS, "brief", MailList("brief", "Brief", lambda s: Described("Brief")))
    kind("wege", list_name="wege")
    kind("brief", list_name="brief")


def ask(address=ANNA, list_name="wege", subject="tor-1", **more):
    request_subscription(list_name, address=address, subject=subject, **more)
    code = address_code(address)
    return AddressSubscription.objects.filter(reader__address_code=code, subject=subject).first()


def confirmed(**asked):
    subscription = ask(**asked)
    confirm_subscription(subscription)
    subscription.refresh_from_db()
    return subscription


def requests(**filters):
    return OutboxMail.objects.filter(kind="subscription_request", **filters)


def links(message):
    text = message.get_body(("plain",)).get_content()
    return re.findall(r"http://localhost:8000(/abos/\S+)", text)


def page(link, client=None):
    return (client or Client()).get(link)


def subscriptions_page(reader):
    return reverse("mail:subscriptions", args=[reader_token(reader)])


@pytest.mark.req("S12")
def test_the_yes_comes_from_the_mail_and_from_its_button(smtp, told):
    subscription = ask()
    send_due()
    message = smtp.messages[0]
    (link,) = links(message)

    shown = page(link)

    subscription.refresh_from_db()
    assert (shown.status_code, subscription.confirmed_at) == (200, None)
    assert message["To"] == ANNA
    assert link in message.get_body(("html",)).get_content()
    assert "<script>" not in message.get_body(("html",)).get_content()
    assert "List-Unsubscribe" not in message

    answer = Client(enforce_csrf_checks=True).post(link)

    subscription.refresh_from_db()
    assert (answer.status_code, answer.cookies) == (200, {})
    assert subscription.confirmed_at is not None
    assert told == [subscription]


def test_looking_at_the_page_says_nothing_in_our_name(smtp):
    subscription = ask()
    send_due()
    (link,) = links(smtp.messages[0])

    for method in ("get", "head", "options"):
        getattr(Client(), method)(link)

    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    assert Consent.objects.count() == 0


def test_the_consent_is_on_the_record_with_what_it_was_about():
    subscription = confirmed()
    confirm_subscription(subscription)

    rows = Consent.objects.order_by("pk").values_list("list_name", "subject", "granted", "how")
    assert list(rows) == [
        ("wege", "", True, "double opt-in, text 1"),
        ("wege", "tor-1", True, "double opt-in, text 1"),
    ]
    assert {row.address_code for row in Consent.objects.all()} == {address_code(ANNA)}


def test_the_database_lets_nobody_reword_a_consent():
    confirmed()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.update(granted=False)

    assert set(Consent.objects.values_list("granted", flat=True)) == {True}


@pytest.mark.req("S12")
def test_whoever_asks_learns_nothing_of_an_address(client, smtp):
    confirmed(address="known@example.org")
    address = reverse("mail:subscriptions-link")

    answers = [client.post(address, {"email": email}) for email in ("known@example.org", ANNA)]

    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("mail:subscription-requested"))
    }
    send_due()
    assert [message["To"] for message in smtp.messages][-1] == "known@example.org"
    assert not any(message["To"] == ANNA for message in smtp.messages)


def test_who_has_it_already_is_told_so_and_stays(smtp):
    subscription = confirmed()
    ask()
    send_due()

    assert smtp.messages[-1]["Subject"].startswith("Schon abonniert: ")
    assert links(smtp.messages[-1]) == [subscriptions_page(subscription.reader)]
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None


def test_an_address_in_capitals_is_the_same_address():
    ask()
    ask(address="anna@EXAMPLE.org")

    assert Reader.objects.get().address == ANNA
    assert AddressSubscription.objects.count() == 1


def test_nobody_fills_a_strangers_mailbox():
    for number in range(8):
        ask(subject=f"tor-{number}")

    assert requests(status=MailStatus.QUEUED).count() == 5
    assert requests(status=MailStatus.ABORTED).count() == 3


def test_one_link_confirms_what_else_waits_but_only_what_is_ticked(smtp):
    first, second, third = (ask(subject=f"tor-{number}") for number in (1, 2, 3))
    send_due()
    link = links(smtp.messages[0])[0]

    assert b"checked" not in page(link).content
    Client().post(link, {"also": [second.pk]})

    for subscription in (first, second, third):
        subscription.refresh_from_db()
    assert [s.is_confirmed for s in (first, second, third)] == [True, True, False]


def test_a_link_confirms_nothing_of_another_address(smtp):
    mine, other = ask(), ask(address="other@example.org")
    send_due()

    answer = Client().post(links(smtp.messages[0])[0], {"also": [other.pk]})

    for subscription in (mine, other):
        subscription.refresh_from_db()
    assert answer.status_code == 200
    assert [mine.is_confirmed, other.is_confirmed] == [False, False]


def test_a_link_is_good_for_one_thing_only():
    subscription = confirmed()
    reader = subscription.reader
    confirm, manage = confirm_token(subscription), reader_token(reader)
    wrong = {
        reverse("mail:subscriptions", args=[confirm]): 404,
        reverse("mail:subscription-confirm", args=[manage]): 410,
        reverse("mail:subscription-confirm", args=[confirm[:-1] + "0"]): confirm[-1] == "0",
        reverse("mail:subscriptions", args=[manage.replace(".", "0.")]): 404,
        reverse("mail:subscriptions", args=["kaputt"]): 404,
    }

    for link, status in wrong.items():
        if isinstance(status, bool):
            status = 200 if status else 410
        assert page(link).status_code == status, link


def test_the_pages_behind_a_link_are_kept_nowhere():
    subscription = confirmed()

    for link in (
        subscriptions_page(subscription.reader),
        reverse("mail:subscription-confirm", args=[confirm_token(subscription)]),
    ):
        response = page(link)
        assert "no-store" in response["Cache-Control"]
        assert b'content="noindex' in response.content
        assert response.cookies == {}


@pytest.mark.req("P12")
def test_a_request_without_a_yes_is_forgotten_after_seven_days(smtp):
    ask()
    send_due()
    with after(days=6, hours=23):
        repair()
        assert Reader.objects.count() == 1

    with after(days=7, hours=1):
        repair()

    assert (Reader.objects.count(), AddressSubscription.objects.count()) == (0, 0)
    assert requests().get().address == ""


def test_a_link_of_a_forgotten_request_says_so(smtp):
    ask()
    send_due()
    (link,) = links(smtp.messages[0])
    with after(days=8):
        repair()

    assert page(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_what_is_confirmed_stays_when_another_request_is_forgotten():
    kept = confirmed()
    ask(subject="tor-2")

    with after(days=8):
        repair()

    assert AddressSubscription.objects.get() == kept


def test_asking_again_starts_the_seven_days_anew():
    ask()
    with after(days=5):
        ask()

    with after(days=8):
        repair()

    assert AddressSubscription.objects.count() == 1


def test_one_subscription_ends_and_the_others_stay(client):
    first, second = confirmed(), confirmed(subject="tor-2")
    token = reader_token(first.reader)
    address = reverse("mail:subscription-end", args=[token, first.pk])

    answers = [client.post(address) for _ in range(2)]

    assert [answer.url for answer in answers] == [subscriptions_page(first.reader)] * 2
    assert AddressSubscription.objects.get() == second
    assert is_subscribed("wege", Subscriber(address_code=address_code(ANNA)))
    last = Consent.objects.filter(subject="tor-1").first()
    assert last.granted is False


def test_with_the_last_subscription_the_address_is_forgotten(client):
    subscription = confirmed()
    reader = subscription.reader

    answer = client.post(
        reverse("mail:subscription-end", args=[reader_token(reader), subscription.pk])
    )

    assert answer.url == reverse("mail:subscriptions-ended")
    assert Reader.objects.count() == 0
    assert not is_subscribed("wege", Subscriber(address_code=address_code(ANNA)))
    assert ANNA not in str(list(Event.objects.values_list("data", flat=True)))
    assert page(subscriptions_page(reader)).status_code == 404


def test_nobody_ends_a_strangers_subscription(client):
    mine, other = confirmed(), confirmed(address="other@example.org")

    client.post(reverse("mail:subscription-end", args=[reader_token(mine.reader), other.pk]))

    assert AddressSubscription.objects.filter(pk=other.pk).exists()


def test_everything_ends_at_once(client):
    reader = confirmed().reader
    confirmed(list_name="brief", subject="")

    answer = client.post(reverse("mail:subscriptions-end", args=[reader_token(reader)]))

    assert answer.url == reverse("mail:subscriptions-ended")
    assert (Reader.objects.count(), AddressSubscription.objects.count()) == (0, 0)


@pytest.mark.req("S42", "F18")
def test_one_click_in_the_mail_ends_this_list_and_no_other(smtp):
    confirmed()
    brief = confirmed(list_name="brief", subject="")
    with transaction.atomic():
        queue_mail("wege", key="1", address=ANNA, context={"subject": "Neues"})
    send_due()
    message = smtp.messages[-1]
    link = re.search(r"/abmelden/[^>]+", message["List-Unsubscribe"])[0]
    assert page(link).status_code == 200
    assert AddressSubscription.objects.count() == 2

    answers = [Client(enforce_csrf_checks=True).post(link, ONE_CLICK) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert AddressSubscription.objects.get() == brief
    assert links(message) == [subscriptions_page(brief.reader)]


def test_who_left_comes_back_with_a_new_yes(smtp):
    end_all_subscriptions(confirmed().reader, how="test")
    confirmed()
    with transaction.atomic():
        queue_mail("wege", key="1", address=ANNA, context={"subject": "Neues"})

    send_due()

    assert smtp.messages[-1]["Subject"] == "Neues"


def test_the_list_shows_what_an_address_gets_and_only_that(client):
    subscription = confirmed()
    ask(subject="tor-2")
    confirmed(subject="gone")

    html = client.get(subscriptions_page(subscription.reader)).content.decode()

    assert "Radwege &lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "tor-1" in html
    assert "tor-2" not in html
    assert "Das gibt es nicht mehr." in html


def rhythm_page(reader):
    return reverse("mail:subscriptions-rhythm", args=[reader_token(reader)])


def rhythms() -> dict[str, str]:
    return dict(AddressSubscription.objects.values_list("subject", "rhythm"))


def test_each_thing_has_the_rhythm_that_its_reader_chose_for_it(rhythms_told):
    one, two = confirmed(), confirmed(subject="tor-2")
    client = Client(enforce_csrf_checks=True)

    answer = client.post(rhythm_page(one.reader), {f"rhythm-{two.pk}": "weekly"}, follow=True)

    assert rhythms() == {"tor-1": "daily", "tor-2": "weekly"}
    assert "Gespeichert." in answer.content.decode()
    assert rhythms_told == [two]


def test_a_choice_that_changes_nothing_leaves_no_trace(client, rhythms_told):
    one = confirmed()

    client.post(rhythm_page(one.reader), {f"rhythm-{one.pk}": "daily"})

    assert rhythms_told == []
    assert not Event.objects.filter(kind="mail.rhythm_set").exists()


def test_a_wrong_choice_is_said_to_be_one_and_changes_no_other(client):
    one, two = confirmed(), confirmed(subject="tor-2")

    answer = client.post(
        rhythm_page(one.reader),
        {f"rhythm-{one.pk}": "weekly", f"rhythm-{two.pk}": "<script>"},
    )

    assert answer.status_code == 422
    assert "Bitte wählen Sie aus der Liste." in answer.content.decode()
    assert set(rhythms().values()) == {"daily"}


def test_nobody_sets_the_rhythm_of_anothers_subscription(client):
    mine = confirmed()
    others = confirmed(address="other@example.org")

    client.post(rhythm_page(mine.reader), {f"rhythm-{others.pk}": "never"})

    others.refresh_from_db()
    assert others.rhythm == "daily"


def test_a_rhythm_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="hourly"):
        set_rhythm(confirmed(), rhythm="hourly")


def test_a_list_without_rhythm_offers_none(client):
    brief = confirmed(list_name="brief", subject="")

    assert b'name="rhythm-' not in client.get(subscriptions_page(brief.reader)).content
    with pytest.raises(KeyError):
        set_rhythm(brief, rhythm="weekly")


def test_a_bad_address_is_said_to_be_one_and_nothing_is_sent(client):
    answer = client.post(reverse("mail:subscriptions-link"), {"email": "anna@@example"})

    assert answer.status_code == 422
    assert "name@example.org" in answer.content.decode()
    assert OutboxMail.objects.count() == 0


def test_a_program_that_fills_every_field_gets_nothing(client):
    reader = confirmed().reader
    OutboxMail.objects.all().delete()

    fields = {"email": reader.address, "website": "http://spam.example.org"}
    answer = client.post(reverse("mail:subscriptions-link"), fields)

    assert answer.status_code == 302
    assert OutboxMail.objects.count() == 0


def test_one_network_asks_for_ten_links_an_hour(client):
    address = reverse("mail:subscriptions-link")

    answers = [client.post(address, {"email": f"{n}@example.org"}) for n in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]


def test_mails_speak_the_language_in_which_they_were_ordered(smtp):
    ask(language="en")

    send_due()

    assert smtp.messages[0]["Subject"].startswith("Please confirm: ")
    text = smtp.messages[0].get_body(("plain",)).get_content()
    assert "http://localhost:8000/en/abos/bestaetigen/" in text


def test_a_request_about_something_that_is_gone_sends_nothing(smtp):
    ask(subject="gone")

    send_due()

    assert smtp.messages == []
    assert requests().get().status == MailStatus.ABORTED


def test_an_unknown_list_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        request_subscription("niemals", address=ANNA)


@pytest.mark.parametrize("address", ["", "anna", "anna@", "a" * 300 + "@example.org"])
def test_what_is_no_address_leaves_no_trace(address):
    with pytest.raises(ValueError, match="address"):
        request_subscription("brief", address=address)

    assert Reader.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_requests_at_the_same_moment_are_one_subscription():
    errors = []

    def request():
        try:
            request_subscription("wege", address=ANNA, subject="tor-1")
        except Exception as error:  # noqa: BLE001  told to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert errors == []
    assert AddressSubscription.objects.count() == 1
    assert requests(status=MailStatus.QUEUED).count() == 5


def test_ending_twice_changes_nothing():
    subscription = confirmed()
    end_subscription(subscription, how="test")
    before = Consent.objects.count()

    end_subscription(subscription, how="test")

    assert Consent.objects.count() == before


def test_an_account_with_the_same_address_is_left_alone(citizen):
    subscribe("wege", Subscriber(recipient_id=citizen.pk), how="test")
    reader = confirmed(address=citizen.email).reader

    end_all_subscriptions(reader, how="test")

    assert is_subscribed("wege", Subscriber(recipient_id=citizen.pk))
