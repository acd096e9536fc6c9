"""The learning process: what changed, why, and because of whom."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from participation.cases.models import Case, ChangeCause, Effect
from participation.services.comment import publish_comment
from strategy.models import StrategyChange
from tests.factories.pages import StandardPageFactory
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory
from tests.factories.versions import released, section

pytestmark = [pytest.mark.django_db, pytest.mark.req("A7", "A8")]
PATH = "/lernprozess/"


@pytest.fixture
def learning(home):
    return StandardPageFactory(
        parent=home, slug="lernprozess", title="Lernprozess", extra="learning"
    )


def change(**values):
    return StrategyChange.objects.create(
        **{"text": "Neu <b>", "reason": HOSTILE, "happened_on": dt.date(2027, 1, 1), **values}
    )


def shown(client):
    answer = client.get(PATH, {"bau": "neu"})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def cause(change, **values):
    comment = CommentFactory(**values)
    ChangeCause.objects.create(change=change, comment=comment)
    return comment


def test_a_change_says_what_why_and_where_to_read_it(client, learning):
    version = released(section("ziele", "Neu."))
    change(version=version, section=version.sections.get(), source_label="Mitteilung <i>")

    entry = shown(client).select_one(".gdb-update")

    assert entry.h3.get_text() == "Neu <b>"
    assert HOSTILE in entry.get_text()
    assert entry.select_one('a[href="/strategie/fassungen/1/#ziele"]')
    assert "Mitteilung <i>" in entry.get_text()


def test_a_change_leads_to_the_contribution_and_the_case_that_caused_it(client, learning):
    comment = cause(change(), topic=TopicFactory(title="Platz <1>"), wants_answer=True)
    publish_comment(comment, by=None)

    links = [tag["href"] for tag in shown(client).select(".gdb-update ul a")]

    assert links == [comment.url, Case.objects.get(comment=comment).url]


def test_contributions_that_are_not_public_are_not_named(client, learning):
    entry = change()
    cause(entry, hidden=True)
    cause(entry)
    public = cause(entry, published=True)

    links = [tag["href"] for tag in shown(client).select(".gdb-update ul a")]

    assert links == [public.url]


def test_effects_of_cases_stand_there_too(client, learning):
    comment = CommentFactory(wants_answer=True)
    publish_comment(comment, by=None)
    case = Case.objects.get(comment=comment)
    Effect.objects.create(
        case=case, text="Bank <b>", happened_on=dt.date(2027, 2, 1), page=learning.page_ptr
    )

    effects = shown(client).select_one("#wirkungen")

    assert "Bank <b>" in effects.get_text()
    assert [tag["href"] for tag in effects.select("a")] == [PATH, case.url]


def test_without_any_change_the_page_says_so(client, learning):
    assert "Bisher ist keine Änderung verzeichnet." in shown(client).get_text()


def test_what_was_invented_for_a_demonstration_says_so(client, learning):
    change(version=released(is_demonstration=True))

    assert "Erfunden, nur zur Vorführung" in shown(client).select_one(".gdb-update").get_text()


def test_more_changes_and_causes_cost_no_more_queries(client, learning):
    def count():
        cache.clear()
        shown(client)
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        return len(queries)

    cause(change(), published=True)
    few = count()
    for _number in range(3):
        entry = change(version=None)
        cause(entry, published=True)
        cause(entry, published=True)

    assert count() == few
    assert few <= 12


def test_a_change_without_a_reason_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        change(reason="")


def test_editors_write_changes_and_their_causes(client, editor, learning):
    comment = CommentFactory(published=True)
    client.force_login(editor)

    answer = client.post(
        "/cms/snippets/strategy/strategychange/add/",
        {
            "text": "Neu",
            "reason": "Weil",
            "happened_on": "2027-01-01",
            "causes-TOTAL_FORMS": "1",
            "causes-INITIAL_FORMS": "0",
            "causes-MIN_NUM_FORMS": "0",
            "causes-MAX_NUM_FORMS": "1000",
            "causes-0-comment": str(comment.pk),
            "causes-0-ORDER": "1",
            "causes-0-id": "",
            "causes-0-DELETE": "",
        },
    )

    assert answer.status_code == 302
    assert ChangeCause.objects.get().comment == comment
