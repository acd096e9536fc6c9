"""Gatherings: what is to come, what is over, and calendars that hear of both."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale

from gdb_portal.pages.gathering_times import Span, in_words
from gdb_portal.pages.models import Gathering, GatheringIndex, HomePage
from tests.cms.forms import edit_url, save
from tests.factories.pages import GatheringFactory, GatheringIndexFactory, HomeFactory
from tests.factories.participation import HOSTILE, TopicFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A10")]


@pytest.fixture
def index(home):
    return GatheringIndexFactory(parent=home)


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(html):
    return [link.text for link in html.select(".gdb-gathering__title a")]


def calendar(client, path):
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def value(lines, name):
    return next(line.removeprefix(f"{name}:") for line in lines if line.startswith(f"{name}:"))


# -- Lists ---------------------------------------------------------------------------------------


def test_the_list_has_what_is_to_come_the_next_first(client, index):
    GatheringFactory(parent=index, title="Später", starts_on=in_days(20))
    GatheringFactory(parent=index, title="Bald", starts_on=in_days(1))
    GatheringFactory(parent=index, title="Vorbei", starts_on=in_days(-1))
    GatheringFactory(parent=index, title="Entwurf", live=False)

    assert titles(read(client, index.url)) == ["Bald", "Später"]


def test_what_is_over_has_an_address_of_its_own_the_last_first(client, index):
    GatheringFactory(parent=index, title="Alt", starts_on=dt.date(2022, 11, 26))
    GatheringFactory(parent=index, title="Neuer", starts_on=dt.date(2023, 9, 29))
    GatheringFactory(parent=index, title="Kommt")

    html = read(client, f"{index.url}?ansicht=vergangen")

    assert titles(html) == ["Neuer", "Alt"]
    links = {a.text.split()[0]: a["href"] for a in html.select(".gdb-years a")}
    assert links["2022"] == f"{index.url}?ansicht=vergangen&jahr=2022"
    assert titles(read(client, links["2022"])) == ["Alt"]


def test_what_runs_for_weeks_is_to_come_until_its_last_day_is_over(client, index):
    GatheringFactory(
        parent=index,
        title="Ausstellung",
        starts_on=in_days(-30),
        ends_on=in_days(0),
        starts_time=None,
        ends_time=None,
    )

    assert titles(read(client, index.url)) == ["Ausstellung"]


def test_the_list_changes_at_the_minute_at_which_something_ends(client, index, time_machine):
    time_machine.move_to("2027-03-03 17:59:00+01:00", tick=False)
    GatheringFactory(
        parent=index,
        title="Bis sechs",
        starts_on=dt.date(2027, 3, 3),
        starts_time=dt.time(16),
        ends_time=dt.time(18),
    )
    client.get(index.url)
    assert titles(read(client, index.url)) == ["Bis sechs"]

    time_machine.move_to("2027-03-03 18:00:01+01:00", tick=False)

    assert titles(read(client, index.url)) == []


def test_a_list_costs_the_same_for_one_and_for_many(client, index, django_assert_max_num_queries):
    def queries():
        cache.clear()
        client.get(index.url)
        cache.clear()
        with django_assert_max_num_queries(12) as asked:
            client.get(index.url)
        return len(asked)

    GatheringFactory(parent=index)
    one = queries()
    for _number in range(12):
        GatheringFactory(parent=index)

    assert queries() == one


def test_nothing_to_come_leads_to_what_is_over(client, index):
    html = read(client, index.url)

    assert html.select_one(".gdb-empty a")["href"] == f"{index.url}?ansicht=vergangen"


# -- A page --------------------------------------------------------------------------------------


def test_the_page_says_when_where_and_how_one_gets_in(client, index):
    topic = TopicFactory(title="Was <i>nun</i>?")
    one = GatheringFactory(
        parent=index,
        starts_on=dt.date(2097, 9, 27),
        registration_url="https://anmeldung.example.org/?a=1&b=2",
        registration_until=dt.date(2097, 9, 20),
        topic=topic,
    )

    html = read(client, one.url)

    facts = [" ".join(dd.text.split()) for dd in html.select(".gdb-key-facts dd")]
    assert facts == [
        "Freitag, 27. September 2097, 17:00 bis 19:00 Uhr",
        "Rathaus <i>links</i>",
        "Anmelden bis 20. September 2097",
    ]
    assert html.select_one("#zugang + .gdb-prose").text.strip() == HOSTILE
    assert html.select_one(f'a[href="{topic.url}"]').text == topic.title


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"registration_url": ""}, "nicht nötig"),
        ({"registration_until": dt.date(2020, 1, 1)}, "geschlossen"),
        ({"status": "cancelled"}, "nicht mehr möglich"),
        ({"starts_on": dt.date(2020, 1, 1)}, "nicht mehr möglich"),
    ],
)
def test_a_link_to_register_stands_there_only_while_it_helps(client, index, changes, shown):
    values = {"registration_url": "https://anmeldung.example.org/", **changes}
    one = GatheringFactory(parent=index, **values)

    html = read(client, one.url)

    assert " ".join(html.select(".gdb-key-facts dd")[2].text.split()) == shown
    assert html.select_one('a[href^="https://anmeldung"]') is None


def test_a_topic_that_is_no_longer_public_is_not_named(client, index):
    one = GatheringFactory(parent=index, topic=TopicFactory(title="Geheim?", live=False))

    assert "Geheim?" not in read(client, one.url).text


def test_a_measure_shows_its_gatherings(client, home, index):
    measure = MeasureFactory(parent=MeasureIndexFactory(parent=home))
    GatheringFactory(parent=index, title="Kommt", about=measure)
    GatheringFactory(parent=index, title="War", about=measure, starts_on=in_days(-9))
    GatheringFactory(parent=index, title="Anderes")

    html = read(client, measure.url)

    assert titles(html) == ["Kommt", "War"]
    assert titles(html.select_one("details.gdb-gatherings-over")) == ["War"]


def test_a_topic_shows_its_gatherings(client, index):
    topic = TopicFactory()
    GatheringFactory(parent=index, title="Sprechstunde", topic=topic)
    GatheringFactory(parent=index, title="Anderes")

    assert titles(read(client, topic.url)) == ["Sprechstunde"]


def test_the_search_finds_a_gathering_by_its_place(client, index):
    GatheringFactory(parent=index, title="Treffen", place="Bibliothek am Luisenbad")

    html = read(client, "/suche/?q=Luisenbad&art=termine")

    assert [a.text for a in html.select("main h3 a, main h2 a")] == ["Treffen"]


# -- Calendars -----------------------------------------------------------------------------------


def test_one_gathering_is_an_entry_with_its_times_in_utc(client, index):
    one = GatheringFactory(
        parent=index, title="Treffen; hier, <b>jetzt</b>", starts_on=dt.date(2097, 7, 1)
    )

    lines = calendar(client, f"{one.url}kalender.ics")

    assert value(lines, "UID") == str(one.translation_key)
    assert value(lines, "DTSTART") == "20970701T150000Z"
    assert value(lines, "DTEND") == "20970701T170000Z"
    assert value(lines, "SUMMARY") == "Treffen\\; hier\\, <b>jetzt</b>"
    assert value(lines, "STATUS") == "CONFIRMED"
    assert value(lines, "URL").endswith(one.url)
    assert lines.count("BEGIN:VEVENT") == 1


def test_whole_days_end_with_the_day_after(client, index):
    one = GatheringFactory(
        parent=index,
        starts_on=dt.date(2023, 8, 24),
        ends_on=dt.date(2023, 10, 31),
        starts_time=None,
        ends_time=None,
    )

    lines = calendar(client, f"{one.url}kalender.ics")

    assert "DTSTART;VALUE=DATE:20230824" in lines
    assert "DTEND;VALUE=DATE:20231101" in lines


def test_a_change_has_the_same_id_and_a_higher_sequence(client, index, time_machine):
    time_machine.move_to("2027-03-01 09:00:00+01:00", tick=False)
    one = GatheringFactory(parent=index)
    one.save_revision().publish()
    before = calendar(client, f"{one.url}kalender.ics")

    time_machine.move_to("2027-03-01 09:00:07+01:00", tick=False)
    one.refresh_from_db()
    one.slug, one.status = "verschoben", "cancelled"
    one.save_revision().publish()
    after = calendar(client, f"{index.url}verschoben/kalender.ics")

    assert value(after, "UID") == value(before, "UID")
    assert (value(before, "SEQUENCE"), value(after, "SEQUENCE")) == ("0", "7")
    assert value(after, "STATUS") == "CANCELLED"


def test_all_are_in_one_calendar_cancelled_ones_too(client, index):
    GatheringFactory(parent=index, title="Kommt")
    GatheringFactory(parent=index, title="Fällt aus", status="cancelled")
    GatheringFactory(parent=index, title="Lange her", starts_on=dt.date(2022, 1, 1))
    GatheringFactory(parent=index, title="Entwurf", live=False)

    lines = calendar(client, f"{index.url}kalender.ics")

    names = sorted(line for line in lines if line.startswith("SUMMARY:"))
    assert names == ["SUMMARY:Fällt aus", "SUMMARY:Kommt"]


def test_words_of_editors_cannot_add_lines_to_a_calendar(client, index):
    one = GatheringFactory(parent=index, lead="A\r\nBEGIN:VALARM", place="B\nBEGIN:VALARM")

    assert "BEGIN:VALARM" not in calendar(client, f"{one.url}kalender.ics")


@pytest.mark.req("S19")
def test_a_draft_has_no_calendar(client, index):
    one = GatheringFactory(parent=index, live=False)

    assert client.get(f"/termine/{one.slug}/kalender.ics").status_code == 404


def test_a_calendar_in_another_language_has_what_is_not_translated_too(client, index):
    GatheringFactory(parent=index, title="Deutsch")
    english = GatheringIndexFactory(parent=HomeFactory(language="en"))
    GatheringFactory(parent=english, title="English")

    lines = calendar(client, "/en/termine/kalender.ics")

    names = {line for line in lines if line.startswith("SUMMARY:")}
    assert names == {"SUMMARY:English", "SUMMARY:Deutsch"}


def test_a_list_in_another_language_leaves_nothing_out(client, index):
    known = GatheringFactory(parent=index, title="Treffen <b>am</b> Fluss")
    GatheringFactory(parent=index, title="Nur auf Deutsch", lead="Ohne Übersetzung.")
    english = GatheringIndexFactory(
        parent=HomeFactory(language="en"), translation_key=index.translation_key
    )
    GatheringFactory(
        parent=english, title="Riverside <b>meeting</b>", translation_key=known.translation_key
    )

    page = read(client, "/en/termine/")

    links = page.select(".gdb-gathering__title a")
    assert {(link.text, link.get("lang")) for link in links} == {
        ("Riverside <b>meeting</b>", None),
        ("Nur auf Deutsch", "de"),
    }
    assert [lead["lang"] for lead in page.select(".gdb-gathering__lead[lang]")] == ["de"]


# -- Editing -------------------------------------------------------------------------------------


def test_gatherings_live_below_their_list():
    assert GatheringIndex.allowed_subpage_models() == [Gathering]
    assert Gathering.allowed_parent_page_models() == [GatheringIndex]
    assert GatheringIndex.allowed_parent_page_models() == [HomePage]


def test_an_editor_changes_a_gathering_and_the_public_page_waits_for_approval(
    client, index, editor
):
    one = GatheringFactory(parent=index)
    client.force_login(editor)

    save(client, edit_url(one), place="Neues Rathaus")

    one.refresh_from_db()
    assert one.place == "Rathaus <i>links</i>"
    assert one.get_latest_revision_as_object().place == "Neues Rathaus"


def test_nobody_is_invited_without_a_place_and_how_one_gets_in(index):
    one = Gathering(
        locale=Locale.get_active(), title="Treffen", kind="meeting", starts_on=in_days(3)
    )
    assert len(one.obstacles()) == 2

    one.starts_on = in_days(-3)
    assert one.obstacles() == []


def test_a_gathering_that_lacks_how_one_gets_in_is_not_submitted(client, index, editor):
    one = GatheringFactory(parent=index, access_note="")
    client.force_login(editor)

    answer = save(client, edit_url(one), action="action-submit")

    assert "Bitte sagen Sie, wie zugänglich der Termin ist" in answer.content.decode()
    one.refresh_from_db()
    assert not one.workflow_in_progress


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
        ({"ends_time": None}, "ends_time"),
        ({"starts_time": None}, "starts_time"),
        ({"ends_time": dt.time(16)}, "ends_time"),
    ],
)
def test_an_end_before_the_beginning_is_refused(index, changes, field):
    one = GatheringFactory(parent=index)
    for name, new in changes.items():
        setattr(one, name, new)

    with pytest.raises(ValidationError) as refused:
        one.full_clean()

    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(dt.date(2023, 9, 29), None, None, None), "Freitag, 29. September 2023"),
        (
            Span(dt.date(2023, 8, 24), None, dt.date(2023, 10, 31), None),
            "24. August 2023 bis 31. Oktober 2023",
        ),
        (
            Span(dt.date(2027, 1, 5), dt.time(9), dt.date(2027, 1, 6), dt.time(15, 30)),
            "5. Januar 2027, 09:00 Uhr, bis 6. Januar 2027, 15:30 Uhr",
        ),
    ],
)
def test_days_and_times_are_said_in_words(span, words):
    assert in_words(span) == words
