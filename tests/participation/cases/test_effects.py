"""Where one sees what a contribution changed: there, in its case, in the learning process."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.enums import CaseStatus
from participation.cases.models import Effect
from participation.cases.services import change_outcome, publish_answer, record_effect
from participation.services.comment import withdraw_comment
from strategy.models import Measure
from strategy.services.progress import confirm_unchanged
from tests.factories.pages import HomeFactory, StandardPageFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory
from tests.factories.versions import released

pytestmark = pytest.mark.django_db
TEXT = "Drei <b>Bänke</b> stehen."
DAY = dt.date(2027, 1, 1)


@pytest.fixture
def home(db):
    return HomeFactory()


@pytest.fixture
def learning(home):
    return StandardPageFactory(
        parent=home, slug="lernprozess", title="Lernprozess", extra="learning"
    )


@pytest.fixture
def measure(home, topic):
    page = MeasureFactory(
        parent=MeasureIndexFactory(parent=home),
        slug="bank",
        title="Mehr <Bänke>",
        status="running",
        responsible_administration=topic.administration,
    )
    page.save_revision().publish()
    return Measure.objects.get(pk=page.pk)


@pytest.fixture
def change(measure):
    return confirm_unchanged(measure, by=None, reason="Die Bänke stehen.")


@pytest.fixture
def answered(case, official):
    publish_answer(case, by=official, text="Wir prüfen das.")
    case.refresh_from_db()
    return case


def soup(client, address):
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser").main


@pytest.mark.req("A8", "H1")
def test_an_effect_in_a_version_leads_there_and_back(client, answered, official, learning):
    version = released()
    record_effect(answered, text=TEXT, happened_on=DAY, seen_in=version, by=official)

    case_page = soup(client, answered.url)
    version_page = soup(client, version.url)
    learned = soup(client, "/lernprozess/").select_one("#wirkungen")

    assert case_page.select(f'a[href="{version.url}"]')
    assert TEXT in case_page.text
    assert case_page.select('a[href="/lernprozess/#wirkungen"]')
    assert TEXT in version_page.text
    assert version_page.select(f'a[href="{answered.url}"]')
    assert learned.select(f'a[href="{version.url}"]')
    assert learned.select(f'a[href="{answered.url}"]')


@pytest.mark.req("A8", "H1")
def test_an_effect_in_a_measures_change_leads_there_and_back(
    client, answered, official, learning, measure, change
):
    record_effect(answered, text=TEXT, happened_on=DAY, seen_in=change, by=official)

    case_page = soup(client, answered.url)
    measure_page = soup(client, measure.url)
    learned = soup(client, "/lernprozess/").select_one("#wirkungen")

    place = f"{measure.url}#verlauf"
    assert case_page.select(f'a[href="{place}"]')
    assert measure_page.select_one("#verlauf") is not None
    assert TEXT in measure_page.text
    assert measure_page.select(f'a[href="{answered.url}"]')
    assert learned.select(f'a[href="{place}"]')


def test_a_page_or_the_day_alone_will_do(client, answered, official, topic):
    on_page = record_effect(answered, text="A", happened_on=DAY, seen_in=topic.page, by=official)
    alone = record_effect(answered, text="B", happened_on=DAY, by=official)

    assert on_page.place.title == topic.page.title
    assert alone.place is None
    assert "1. Januar 2027" in soup(client, answered.url).text


def test_a_page_that_is_gone_leads_nowhere(answered, official, topic):
    effect = record_effect(answered, text="A", happened_on=DAY, seen_in=topic.page, by=official)

    topic.page.live = False

    assert effect.place is None


def test_one_effect_is_seen_in_one_place(answered, official, change):
    with pytest.raises(IntegrityError, match="effect_is_seen_in_one_place"), transaction.atomic():
        Effect.objects.create(
            case=answered, text="A", happened_on=DAY, version=released(), change=change
        )


def test_the_desk_offers_versions_own_changes_and_pages(
    client, answered, official, measure, change
):
    version = released()
    client.force_login(official)
    page = soup(client, reverse("desk:edit", args=[answered.number]))
    options = {option["value"]: option.text for option in page.select('[name="seen_in"] option')}

    client.post(
        reverse("desk:effect", args=[answered.number]),
        {"text": "Steht.", "happened_on": "2027-01-01", "seen_in": f"m{change.pk}"},
    )

    assert version.title in options[f"v{version.pk}"]
    assert measure.title in options[f"m{change.pk}"]
    assert options[f"p{measure.pk}"] == measure.title
    effect = Effect.objects.get(case=answered)
    assert (effect.change_id, effect.page_id) == (change.pk, measure.pk)


@pytest.mark.parametrize("value", ["v999999", "m0", "p-1", "x", "<script>"])
def test_a_place_nobody_offered_is_refused(client, answered, official, value):
    client.force_login(official)

    answer = client.post(
        reverse("desk:effect", args=[answered.number]),
        {"text": "Steht.", "happened_on": "2027-01-01", "seen_in": value},
    )

    assert answer.status_code == 422
    assert Effect.objects.count() == 0


# --- what becomes of it is told, also without an effect -------------------------------------------


def outcome_mails():
    return list(OutboxMail.objects.filter(kind="outcome_changed").order_by("created_at"))


def message(mail):
    return compose(mail, KINDS[mail.kind])


@pytest.mark.req("H5")
def test_the_author_hears_once_that_it_is_taken_up(answered, official, citizen):
    change_outcome(answered, to=CaseStatus.TAKEN_UP, by=official, effect_due_on=dt.date(2027, 9, 1))

    (mail,) = outcome_mails()
    assert mail.recipient == citizen
    assert message(mail).subject == "Ihr Beitrag wird aufgenommen"
    assert "Bis 1. September 2027 soll etwas zu sehen sein." in message(mail).body
    assert answered.url in message(mail).body
    assert mail.cause.kind == "case.outcome_changed"


@pytest.mark.req("H5")
def test_the_author_hears_once_why_it_is_not(answered, official):
    change_outcome(answered, to=CaseStatus.NOT_TAKEN_UP, by=official, reason="Kein <Platz>.")

    (mail,) = outcome_mails()
    assert message(mail).subject == "Ihr Beitrag wird nicht aufgenommen"
    assert "Kein <Platz>." in message(mail).body
    assert "Kein &lt;Platz&gt;." in message(mail).alternatives[0].content


def test_what_was_decided_otherwise_before_the_mail_went_is_not_told(answered, official):
    change_outcome(answered, to=CaseStatus.TAKEN_UP, by=official)
    change_outcome(answered, to=CaseStatus.NOT_TAKEN_UP, by=official, reason="Doch nicht.")

    first, second = outcome_mails()
    assert message(first) is None
    assert message(second) is not None


def test_whoever_withdrew_the_comment_hears_nothing_more(answered, official, citizen):
    change_outcome(answered, to=CaseStatus.TAKEN_UP, by=official)

    withdraw_comment(answered.comment, by=citizen)

    assert message(outcome_mails()[0]) is None


def test_the_outcome_of_the_answer_itself_needs_no_second_mail(case, official):
    publish_answer(case, by=official, text="Ja.")

    assert outcome_mails() == []
