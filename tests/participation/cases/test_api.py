"""The administrations' numbers for programs: the page's and the file's, documented, cacheable."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from participation.cases.services import publish_answer, write_remark
from participation.cases.statistics import FIELDS
from participation.services.comment import publish_comment
from tests.factories.participation import AdministrationFactory, CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("H7")]
LIST = "/api/v1/antworten/"


@pytest.fixture
def numbers(case, official):
    """One answered and two open cases, with a remark."""
    publish_answer(case, by=official, text="Ja.")
    for _ in range(2):
        comment = CommentFactory(topic=case.comment.topic, wants_answer=True)
        publish_comment(comment, by=None)
    write_remark(case.administration, text='=Ein Mensch <b>"weniger"</b>', by=official)
    return case.administration


def test_page_file_and_programs_read_the_same_figures(client, numbers):
    data = client.get(LIST).json()["administrations"]
    rows = list(
        csv.DictReader(io.StringIO(client.get("/vorgaenge/statistik.csv").content.decode()))
    )
    page = BeautifulSoup(client.get("/vorgaenge/statistik/").content, "html.parser")
    cells = [cell.text for cell in page.select(".gdb-numbers tbody td")]

    (one,) = data
    counted = [
        one[name]
        for name in (
            "open_count",
            "overdue_count",
            "answered_count",
            "late_count",
            "extended_count",
            "median_days",
            "percentile_90_days",
        )
    ]
    assert counted == [2, 0, 1, 0, 0, 1, 1]
    assert cells == [str(number) for number in counted]
    (row,) = rows
    assert {name: row[name] for name in FIELDS if name != "remark"} == {
        name: str(one[name]) for name in FIELDS if name != "remark"
    }


def test_the_administrations_own_words_stand_beside_its_numbers(client, numbers):
    (one,) = client.get(LIST).json()["administrations"]
    page = BeautifulSoup(client.get("/vorgaenge/statistik/").content, "html.parser")

    assert one["remark"] == '=Ein Mensch <b>"weniger"</b>'
    assert one["remark_written_on"] is not None
    assert '=Ein Mensch <b>"weniger"</b>' in page.select_one(".gdb-remarks").text


def test_one_administration_alone(client, numbers):
    AdministrationFactory(slug="still")

    one = client.get(f"{LIST}{numbers.slug}/").json()
    other = client.get(f"{LIST}still/").json()

    assert (one["open_count"], one["answered_count"]) == (2, 1)
    assert (other["open_count"], other["median_days"], other["remark"]) == (0, None, "")
    assert client.get(f"{LIST}gibt-es-nicht/").status_code == 404


def test_what_each_field_means_is_said_where_the_programs_look(client, numbers):
    index = client.get("/api/v1/").json()
    (resource,) = index["resources"]
    page = BeautifulSoup(client.get("/vorgaenge/statistik/").content, "html.parser")

    row = client.get(LIST).json()["administrations"][0]
    documented = set(resource["fields"])
    assert documented <= set(row)
    assert {term.text for term in page.select(".gdb-fields dt")} == documented
    assert resource["url"].endswith(LIST)


def test_any_site_may_read_it_and_nobody_gets_a_cookie(client, numbers):
    answer = client.get(LIST, headers={"Origin": "https://recherche.example.org"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")
    assert client.post(LIST).status_code == 405


def test_whoever_has_it_already_gets_nothing_until_it_changes(
    client, numbers, official, django_capture_on_commit_callbacks
):
    cache.clear()
    client.get("/")
    client.get(LIST)
    tag = client.get(LIST)["ETag"]

    unchanged = client.get(LIST, headers={"If-None-Match": tag})
    with django_capture_on_commit_callbacks(execute=True):
        write_remark(numbers, text="Anders", by=official)
    changed = client.get(LIST, headers={"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Access-Control-Allow-Origin"] == "*"
    assert changed.json()["administrations"][0]["remark"] == "Anders"


def test_the_former_address_leads_here(client, numbers):
    assert client.get("/vorgaenge/statistik.json")["Location"] == LIST


@pytest.mark.req("R24")
@pytest.mark.parametrize("count", [1, 6])
def test_it_costs_the_same_queries_however_many_there_are(
    client, topic, count, django_assert_num_queries
):
    for _ in range(count):
        comment = CommentFactory(wants_answer=True)
        publish_comment(comment, by=None)
    cache.clear()

    with django_assert_num_queries(5):
        client.get(LIST)
