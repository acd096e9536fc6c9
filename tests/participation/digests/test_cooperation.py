"""What administrations hear in their digest of each other's wish to work together."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.digests.enums import Frequency
from participation.digests.services import build_unprocessed, plan_due_runs, set_frequency
from strategy.enums import CooperationKind
from strategy.services.cooperation_request import (
    answer_cooperation,
    propose_cooperation,
    withdraw_cooperation,
)
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE, AdministrationFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2030, 11, 26, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
DAY = dt.timedelta(days=1)


@pytest.fixture
def clerk(db):
    return UserFactory(pseudonym="Amt", roles=["official"])


def office(slug, clerk):
    body = AdministrationFactory(slug=slug, email=f"{slug}@example.org")
    set_frequency(body, frequency=Frequency.DAILY, by=clerk)
    return body


@pytest.fixture
def owner(clerk):
    return office("eigen", clerk)


@pytest.fixture
def other(clerk):
    return office("andere", clerk)


@pytest.fixture
def measure(owner):
    index = MeasureIndexFactory(parent=HomeFactory())
    return MeasureFactory(parent=index, title="Daten <b>", responsible_administration=owner)


def told(now):
    """The digests that go out at `now`, by the address they go to."""
    OutboxMail.objects.filter(kind="digest").delete()
    plan_due_runs(now)
    build_unprocessed(now)
    mails = OutboxMail.objects.filter(kind="digest")
    composed = {mail.address: compose(mail, KINDS["digest"]) for mail in mails}
    return {address: letter for address, letter in composed.items() if letter is not None}


def both_bodies(letter):
    html = letter.alternatives[0]
    return [letter.body, html[0] if isinstance(html, tuple) else html.content]


def test_the_other_side_hears_of_it_once(measure, owner, other, clerk):
    propose_cooperation(measure, kind=CooperationKind.OFFER, sender=other, text=HOSTILE, by=clerk)

    first, second = told(TUESDAY), told(TUESDAY + DAY)

    assert list(first) == [owner.email]
    assert second == {}
    text, html = both_bodies(first[owner.email])
    assert "ZUSAMMENARBEIT AN MASSNAHMEN (1)" in text
    assert HOSTILE in text
    assert "Daten &lt;b&gt;" in html
    assert HOSTILE not in html
    assert "1 Anfrage zur Zusammenarbeit" in first[owner.email].subject
    assert "/cms/zusammenarbeit/" in text


@pytest.mark.parametrize(("accept", "word"), [(True, "zugesagt"), (False, "abgesagt")])
def test_the_asking_side_hears_the_answer_once(measure, owner, other, clerk, accept, word):
    offer = propose_cooperation(
        measure, kind=CooperationKind.OFFER, sender=other, text="Wir helfen.", by=clerk
    )
    told(TUESDAY)
    answer_cooperation(offer, accept=accept, answer="Weil.", by=clerk)

    first, second = told(TUESDAY + DAY), told(TUESDAY + 2 * DAY)

    assert list(first) == [other.email]
    assert f"{word}. Weil." in first[other.email].body
    assert second == {}


def test_what_is_withdrawn_before_the_mail_goes_out_is_not_in_it(measure, owner, other, clerk):
    offer = propose_cooperation(
        measure, kind=CooperationKind.OFFER, sender=other, text="Wir helfen.", by=clerk
    )
    plan_due_runs(TUESDAY)
    build_unprocessed(TUESDAY)
    withdraw_cooperation(offer, by=clerk)

    (mail,) = OutboxMail.objects.filter(kind="digest")

    assert compose(mail, KINDS["digest"]) is None


def test_a_call_to_all_fills_nobodys_mailbox(measure, owner, other, clerk):
    propose_cooperation(measure, kind=CooperationKind.SEEK, sender=owner, text="Wer?", by=clerk)

    assert told(TUESDAY) == {}
