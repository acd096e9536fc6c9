"""Comparing as people do it: pair by pair, to an end, and a ranking that is honest."""

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.pairwise.models import ComparisonItem, ComparisonSheet, PairAnswer
from participation.pairwise.report import rankings_section
from participation.pairwise.services.ranking import rank, rank_due_comparisons
from tests.factories.pairwise import ComparisonFactory, compare, fresh, items_of
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("E3")]


@pytest.fixture
def comparison():
    return ComparisonFactory()


def address(name, comparison):
    return reverse(f"pairwise:{name}", args=[comparison.topic.slug, comparison.pk])


def result_url(comparison):
    return reverse("participation:result", args=[comparison.topic.slug])


def send(client, comparison, page, preference):
    form = page.context["form"]
    data = {"pair": form["pair"].value(), "read": form["read"].value(), "preference": preference}
    return client.post(address("compare", comparison), data, follow=True)


def end(comparison):
    comparison.topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    rank_due_comparisons()
    cache.clear()


def test_anybody_reads_what_is_compared_without_a_cookie(client, comparison):
    page = client.get(comparison.url)

    html = page.content.decode()
    assert html.count("&lt;script&gt;alert") >= 4
    assert "<script>alert" not in html
    assert "Was &lt;b&gt;zuerst&lt;/b&gt;?" in html
    assert page.cookies == {}
    assert address("compare", comparison) in html


def test_the_topic_leads_to_its_comparisons(client, comparison):
    draft = ComparisonFactory(topic=comparison.topic, live=False)

    html = client.get(comparison.topic.url).content.decode()

    assert comparison.url in html
    assert "4 Vorschläge, immer zwei im Vergleich" in html
    assert draft.url not in html


def test_a_citizen_compares_pair_by_pair_to_the_end(client, comparison, citizen):
    client.force_login(citizen)
    page = client.get(address("compare", comparison))
    seen = []

    for number in range(1, 7):
        assert f"Vergleich {number} von 6" in page.content.decode()
        seen.append(frozenset(page.context["asked"].pair))
        page = send(client, comparison, page, ["first", "second", "equal"][number % 3])

    assert len(set(seen)) == 6
    assert page.redirect_chain[-1][0] == address("own", comparison)
    assert "Geschafft – danke!" in page.content.decode()
    assert "6 von 6 Vergleichen sind beantwortet" in page.content.decode()
    assert PairAnswer.objects.count() == 6


def test_an_answer_is_changed_and_taken_back_where_it_stands(client, comparison, citizen):
    compare(comparison, by=citizen, number=3)
    client.force_login(citizen)
    second = address("compare", comparison) + "?nr=2"

    page = client.get(second)
    assert 'aria-pressed="true"' in page.content.decode()
    form = page.context["form"]
    data = {"pair": form["pair"].value(), "read": form["read"].value()}

    answer = client.post(second, {**data, "preference": "undecided"})
    assert answer.url == address("own", comparison)
    assert "kann ich nicht entscheiden" in client.get(answer.url).content.decode()
    assert PairAnswer.objects.count() == 3

    client.post(second, {**data, "preference": "withdraw"})
    assert PairAnswer.objects.count() == 2
    assert client.get(address("compare", comparison)).context["asked"].number == 2

    client.post(address("own", comparison))
    assert ComparisonSheet.objects.count() == 0


def test_sent_twice_there_is_one_answer_and_the_next_pair(client, comparison, citizen):
    client.force_login(citizen)
    page = client.get(address("compare", comparison))

    send(client, comparison, page, "first")
    again = send(client, comparison, page, "first")

    assert PairAnswer.objects.count() == 1
    assert again.context["asked"].number == 2


def test_sent_without_a_choice_or_with_nonsense_the_pair_stays(client, comparison, citizen):
    client.force_login(citizen)
    first = client.get(address("compare", comparison)).context["asked"]

    for nonsense in ({}, {"pair": "x", "read": "y", "preference": "first"}, {"preference": "<b>"}):
        page = client.post(address("compare", comparison), nonsense)
        assert page.status_code == 422
        assert "Wählen Sie eine der Möglichkeiten." in page.content.decode()
        assert page.context["asked"] == first
    for number in ("0", "7", "x", "²", "99999999999"):
        assert client.get(address("compare", comparison), {"nr": number}).status_code == 404
    assert PairAnswer.objects.count() == 0


def test_items_changed_meanwhile_are_shown_again(client, comparison, citizen):
    client.force_login(citizen)
    page = client.get(address("compare", comparison))
    ComparisonItem.objects.filter(comparison=comparison).update(text="Neu gesagt")

    page = send(client, comparison, page, "first")

    assert page.status_code == 409
    assert "Lesen Sie bitte noch einmal" in page.content.decode()
    assert send(client, comparison, page, "first").status_code == 200
    assert PairAnswer.objects.count() == 1


def test_after_the_end_nothing_can_be_said_or_taken_back(client, comparison, citizen):
    compare(comparison, by=citizen, number=2)
    client.force_login(citizen)
    page = client.get(address("compare", comparison))
    comparison.topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))

    assert send(client, comparison, page, "first").status_code == 409
    assert client.post(address("own", comparison)).status_code == 409
    assert PairAnswer.objects.count() == 2
    assert address("compare", comparison) not in client.get(comparison.url).content.decode()


def test_the_ranking_says_places_chances_and_doubt(client, comparison):
    items = items_of(comparison)
    for number in range(16):
        # Everybody puts the first item first; the last two change places.
        order = [items[0], items[1], *(items[2:] if number % 2 else items[:1:-1])]
        compare(comparison, prefer=order)
    rank(comparison)

    for url in (comparison.url, result_url(comparison)):
        page = client.get(url)
        html = page.content.decode()
        assert "16 Personen haben verglichen." in html
        assert "3 bis 4" in html
        assert "Wo sich die Bereiche überschneiden" in html
        assert "gdb-ranking__bar" in html
        assert "<script>alert" not in html
    lines = client.get(comparison.url + "?neu=1").context["result"].lines
    assert [(one.best_place, one.worst_place) for one in lines] == [(1, 1), (2, 2), (3, 4), (3, 4)]
    assert all(one.low < one.percent < one.high for one in lines)


@pytest.mark.req("D6")
def test_fewer_than_five_people_have_no_ranking(client, comparison):
    for _person in range(4):
        compare(comparison)
    end(comparison)

    html = client.get(comparison.url).content.decode()

    assert "4 Personen haben verglichen." in html
    assert "gdb-ranking__table" not in html
    assert "Was verglichen wird" in html


@pytest.mark.req("D3")
def test_hidden_counts_hide_the_ranking_until_the_end(client):
    comparison = ComparisonFactory(topic__hides_counts=True)
    for _person in range(6):
        compare(comparison)
    rank(comparison)

    for url in (comparison.url, result_url(comparison), reverse("pairwise:method")):
        html = client.get(url).content.decode()
        assert "gdb-ranking__table" not in html
        assert "6 Personen" not in html
        assert url == comparison.url or comparison.url not in html or "erst, wenn" in html

    end(comparison)
    assert "6 Personen haben verglichen." in client.get(comparison.url).content.decode()


def test_the_open_table_is_the_one_of_the_page(client, comparison):
    for _person in range(6):
        compare(comparison)
    rank(comparison)
    table = reverse("pairwise:open-table", args=[comparison.topic.slug])
    assert table not in client.get(comparison.url).content.decode()

    end(comparison)
    assert table in client.get(comparison.url).content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(table).getvalue().decode())))

    assert {row["personen"] for row in rows} == {"6"}
    assert [int(row["a_gewaehlt"]) for row in rows] == [6] * 6
    assert rows[0]["wortlaut_a"] == items_of(comparison)[0].text


def test_a_contribution_behind_an_item_can_be_read_and_vanishes_with_it(client, topic, citizen):
    comment = CommentFactory(topic=topic, published=True, text="Ganz <u>besonders</u>")
    comparison = ComparisonFactory(topic=topic)
    ComparisonItem.objects.create(comparison=comparison, comment=comment, text=comment.text)
    assert comment.url in client.get(comparison.url).content.decode()

    comment.status = "withdrawn"
    comment.save()
    cache.clear()

    html = client.get(comparison.url).content.decode()
    assert "besonders" not in html
    assert "nicht mehr öffentlich" in html


def test_the_method_page_names_its_sources_and_the_rankings(client, comparison):
    for _person in range(5):
        compare(comparison)
    rank(comparison)

    html = client.get(reverse("pairwise:method")).content.decode()

    assert "Bradley" in html
    assert "Salganik" in html
    assert "1.5" in html or "1,5" in html
    assert comparison.url in html


def test_pages_ask_the_database_equally_often_however_many_comparisons(client):
    def queries(topic):
        topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
        rank_due_comparisons()
        comparison = topic.comparisons.first()
        paths = [topic.url, reverse("participation:result", args=[topic.slug])]
        paths += [comparison.url] if comparison else []
        for path in paths:
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            yield len(asked)

    one, many = TopicFactory(), TopicFactory()
    for topic, number in ((one, 1), (many, 3)):
        for _number in range(number):
            comparison = ComparisonFactory(topic=topic)
            comment = CommentFactory(topic=topic, published=True)
            ComparisonItem.objects.create(comparison=comparison, comment=comment, text="Auch")
            for _person in range(4 + number):
                compare(comparison, number=3)

    list(queries(TopicFactory()))  # what every process asks once
    few = list(queries(one))
    assert few == list(queries(many))
    assert max(few) <= 12


def test_comparing_asks_the_database_equally_often_however_far_one_is(client, citizen):
    comparison = ComparisonFactory(items=[f"Vorschlag {number}" for number in range(9)])
    client.force_login(citizen)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address("compare", comparison))
        return len(asked)

    queries()
    compare(comparison, by=citizen, number=1)
    few = queries()
    compare(comparison, by=citizen, number=10)

    assert queries() == few


def test_a_comparison_is_found_below_its_own_topic_only(client, comparison, citizen):
    client.force_login(citizen)
    other = TopicFactory()
    draft = ComparisonFactory(topic=other, live=False)

    for name in ("comparison", "compare", "own"):
        for pk in (comparison.pk, draft.pk):
            wrong = reverse(f"pairwise:{name}", args=[other.slug, pk])
            assert client.get(wrong).status_code == 404


@pytest.mark.req("P18")
def test_staff_cannot_see_who_preferred_what(client, comparison, citizen, editor, publisher):
    compare(comparison, by=citizen)
    for person in (editor, publisher):
        client.force_login(person)
        html = client.get("/cms/snippets/pairwise/comparison/").content.decode()
        html += client.get(
            f"/cms/snippets/pairwise/comparison/edit/{comparison.pk}/"
        ).content.decode()
        assert fresh(comparison).title.replace("<b>", "&lt;b&gt;")[:10] in html
        assert citizen.pseudonym not in html
        assert comparison.seed not in html


def test_the_report_prints_the_ranking_as_a_table(client, comparison):
    for _person in range(5):
        compare(comparison)
    assert rankings_section(comparison.topic) is None
    rank(comparison)

    (table,) = rankings_section(comparison.topic)["tables"]

    lines = client.get(comparison.url).context["result"].lines
    assert [row[0] for row in table["rows"]] == [line.item.text for line in lines]
    assert [row[2] for row in table["rows"]] == [f"{line.percent} %" for line in lines]
    answer = client.get(reverse("participation:result-pdf", args=[comparison.topic.slug]))
    assert answer.content.startswith(b"%PDF")
