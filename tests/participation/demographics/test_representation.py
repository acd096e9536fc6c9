"""Who took part beside who lives in Berlin: compared honestly, small numbers left out."""

import csv
import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from participation.demographics.models import PopulationFigure, PopulationSource
from participation.demographics.reading import public_representation, representation_of
from participation.demographics.services import decide_to_ask
from participation.models import Topic, TopicPhase
from tests.factories.demographics import count_answers, invented_figures
from tests.factories.participation import CommentFactory, TopicFactory, VoteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("Q2", "D6")]

AGES = {"unter-18": 100, "18-29": 200, "30-44": 300, "45-64": 300, "ab-65": 100}


def parts(topic, question):
    result = next(one for one in representation_of(topic).questions if one.question == question)
    return [
        (part.count, part.percent, part.population_percent, part.points) for part in result.parts
    ]


def end(topic):
    TopicPhase.objects.filter(topic=topic).update(ends_at=topic.created_at)
    return Topic.objects.get(pk=topic.pk)


def page_of(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_shares_stand_beside_the_figures_with_the_difference_in_points(topic):
    count_answers(topic, alter={"unter-18": 5, "18-29": 30, "30-44": 40, "45-64": 15, "ab-65": 10})
    invented_figures(alter=AGES)

    assert parts(topic, "alter") == [
        (5, 5, 10, -5),
        (30, 30, 20, 10),
        (40, 40, 30, 10),
        (15, 15, 30, -15),
        (10, 10, 10, 0),
    ]


def test_shares_are_rounded_once(topic):
    count_answers(topic, geschlecht={"weiblich": 6, "maennlich": 5, "divers": 0})

    assert parts(topic, "geschlecht")[0] == (6, 55, None, None)


def test_a_small_part_takes_the_next_smallest_along_so_that_nobody_can_subtract(topic):
    count_answers(topic, geschlecht={"weiblich": 30, "maennlich": 20, "divers": 2})
    invented_figures(geschlecht={"weiblich": 51, "maennlich": 49})

    assert parts(topic, "geschlecht") == [
        (30, 58, 51, 7),
        (None, None, 49, None),
        (None, None, None, None),
    ]


def test_fewer_than_five_people_show_nothing_at_all(client, topic, editor):
    count_answers(topic, people=4, alter={"18-29": 4})
    client.force_login(editor)

    page = page_of(client.get(reverse("representation:desk", args=[topic.slug])))

    assert not representation_of(topic).is_shown
    assert page.select(".gdb-parts__table") == []


def test_the_rate_is_of_everybody_who_took_part_in_whichever_way(topic, citizen):
    CommentFactory(topic=topic, author=citizen)
    VoteFactory(topic=topic, voter=citizen)
    VoteFactory.create_batch(9, topic=topic)
    VoteFactory()
    count_answers(topic, people=5, alter={"18-29": 5})

    found = representation_of(topic)
    assert (found.people, found.took_part, found.rate) == (5, 10, 50)
    count_answers(TopicFactory(), people=5)
    assert representation_of(TopicFactory()).rate is None


@pytest.mark.parametrize("use", ["off", "internal"])
def test_everybody_sees_it_after_the_end_and_only_where_the_topic_says_so(
    client, topic, publisher, use
):
    count_answers(topic, alter={"18-29": 30, "30-44": 30})
    address = reverse("participation:result", args=[topic.slug])
    running = public_representation(topic)
    ended = end(topic)
    shown = page_of(client.get(address)).select("#beteiligte")

    decide_to_ask(ended, use, by=publisher)

    assert running is None
    assert len(shown) == 1
    assert public_representation(ended) is None


def test_the_page_warns_that_this_is_no_sample_and_says_when_there_is_nothing_to_compare(
    client, topic
):
    count_answers(topic, alter={"18-29": 30, "30-44": 30})
    end(topic)

    page = page_of(client.get(reverse("participation:result", args=[topic.slug])))

    text = page.select_one("section:has(> #beteiligte)").get_text(" ", strip=True)
    assert "Das ist keine Stichprobe." in text
    assert text.count("Vergleichszahlen sind nicht hinterlegt.") == 3
    heads = [head.get_text() for head in page.select(".gdb-parts__table thead th")]
    assert heads == ["Antwort", "Anzahl", "Anteil"]


def test_the_table_says_what_the_bars_show_and_hostile_sources_stay_text(client, topic):
    count_answers(topic, alter={"unter-18": 3, "18-29": 30, "30-44": 24, "45-64": 3})
    invented_figures(alter=AGES)
    end(topic)

    page = page_of(client.get(reverse("participation:result", args=[topic.slug])))

    table = page.select_one(".gdb-parts__table")
    rows = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]
    assert rows == [
        ["unter 18", "zu wenige", "10 %", "–"],
        ["18 bis 29", "30", "50 %", "20 %", "+30"],
        ["30 bis 44", "24", "40 %", "30 %", "+10"],
        ["45 bis 64", "zu wenige", "30 %", "–"],
        ["65 und älter", "zu wenige", "10 %", "–"],
    ]
    widths = [bar["width"] for bar in table.select(".gdb-parts__answers")]
    assert widths == ["500", "400"]
    assert page.select("section:has(> #beteiligte) b") == []


def test_table_files_hold_the_cells_of_the_page_and_run_nothing(client, topic, editor):
    count_answers(topic, geschlecht={"weiblich": 30, "maennlich": 20, "divers": 2})
    invented_figures(geschlecht={"weiblich": 51, "maennlich": 49})
    PopulationSource.objects.update(source="=1+1")
    client.force_login(editor)

    lines = client.get(reverse("representation:table-csv", args=[topic.slug])).getvalue().decode()
    book = client.get(reverse("representation:table-xlsx", args=[topic.slug]))

    rows = [row for row in csv.DictReader(io.StringIO(lines)) if row["merkmal"] == "geschlecht"]
    assert [(row["auspraegung"], row["anzahl"], row["prozent_berlin"]) for row in rows] == [
        ("weiblich", "30", "51"),
        ("maennlich", "", "49"),
        ("divers", "", ""),
    ]
    assert rows[0]["quelle_berlin"] == "'=1+1"
    sheet = list(load_workbook(io.BytesIO(book.getvalue())).active.values)
    assert [str(cell or "") for cell in sheet[-3]] == list(rows[0].values())


@pytest.mark.req("S16")
def test_publishers_decide_editors_and_the_responsible_officials_only_read(
    client, topic, editor, publisher, official
):
    decide = reverse("representation:decide", args=[topic.slug])
    desk = reverse("representation:desk", args=[topic.slug])
    other = TopicFactory()
    for person in (editor, official):
        client.force_login(person)
        assert page_of(client.get(desk)).select(f'form[action="{decide}"]') == []
        assert client.post(decide, {"use": "public"}).url == "/cms/"
    assert client.get(reverse("representation:desk", args=[other.slug])).url == "/cms/"
    client.force_login(publisher)

    client.post(decide, {"use": "<script>"})
    assert not hasattr(Topic.objects.get(pk=topic.pk), "questionnaire")
    client.post(decide, {"use": "internal"})

    assert Topic.objects.get(pk=topic.pk).questionnaire.use == "internal"
    assert client.get(decide).status_code == 405


def test_a_topic_that_asks_nobody_costs_its_public_pages_one_question(
    client, topic, django_assert_num_queries
):
    end(topic)
    ended = Topic.objects.prefetch_related("phases").get(pk=topic.pk)

    with django_assert_num_queries(1):
        public_representation(ended)


# The operator's file


def take_in(tmp_path, text, *options):
    file = tmp_path / "berlin.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = io.StringIO()
    told = ("--source", "Erfunden, für Tests", "--as-of", "2026-06-30")
    call_command("import_population", str(file), *(options or told), stdout=out)
    return out.getvalue()


def ages(**changes):
    lines = [f"alter,{option},{number}" for option, number in (AGES | changes).items() if number]
    return "merkmal,auspraegung,anzahl\n" + "\n".join(lines) + "\n"


def test_figures_come_from_a_file_with_source_and_day(tmp_path):
    dry = take_in(tmp_path, ages(), "--source", "X", "--as-of", "2026-06-30", "--dry-run")
    assert not PopulationSource.objects.exists()
    take_in(tmp_path, ages())
    take_in(tmp_path, "\ufeff" + ages(**{"ab-65": 700}).replace(",", ";"))

    known = PopulationSource.objects.get()
    assert dry.endswith("Nothing was changed.\n")
    assert (known.source, known.as_of) == ("Erfunden, für Tests", dt.date(2026, 6, 30))
    assert known.figures.get(option="ab-65").number == 700
    assert PopulationFigure.objects.count() == 5


def test_figures_can_be_taken_away_again(tmp_path):
    take_in(tmp_path, ages())
    out = io.StringIO()

    call_command("import_population", "--remove", stdout=out)

    assert out.getvalue() == "Figures of 1 questions removed.\n"
    assert not PopulationFigure.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ages(**{"ab-65": 0}), "alter lacks ab-65"),
        (ages() + "alter,18-29,7\n", "stands there twice"),
        (ages() + "einkommen,viel,7\n", "there is no question 'einkommen'"),
        (ages() + "alter,<script>,7\n", "has no answer '<script>'"),
        (ages() + "geschlecht,weiblich,1.234\n", "is no number of people"),
        (ages() + "geschlecht,weiblich,-3\n", "is no number of people"),
        (ages() + "geschlecht,weiblich,٣\n", "is no number of people"),
        (ages() + "geschlecht,weiblich,3,4\n", "more cells than columns"),
        ("bezirk,anzahl\nmitte,3\n", "The first line must be"),
        ("merkmal,auspraegung,anzahl\n", "There is no figure"),
        ("", "The first line must be"),
        ("\xff".encode("latin-1"), "not UTF-8"),
        (b"merkmal,auspraegung,anzahl\n" + b"x" * 100_001, "larger than"),
    ],
    ids=lambda value: str(value)[-30:],
)
def test_a_file_with_anything_wrong_changes_nothing(tmp_path, text, why):
    take_in(tmp_path, ages())

    with pytest.raises(CommandError, match=why):
        take_in(tmp_path, text)

    assert PopulationFigure.objects.count() == 5


def test_figures_without_a_source_or_a_day_are_refused(tmp_path):
    for options in (
        ("--as-of", "2026-06-30"),
        ("--source", "X"),
        ("--source", "X", "--as-of", "x"),
    ):
        with pytest.raises(CommandError):
            take_in(tmp_path, ages(), *options)
    with pytest.raises(CommandError, match="can't be read"):
        call_command(
            "import_population", "/gibt/es/nicht.csv", source="X", as_of=dt.date(2026, 6, 30)
        )
