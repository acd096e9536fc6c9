"""Milestones of measures and pilots, and the percent that follows from them alone."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from strategy.models import Measure
from strategy.progress_milestones import milestone_line, milestone_share
from tests.factories.strategy import add

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def fresh(measure):
    return Measure.objects.get(pk=measure.pk)


def test_a_measure_without_milestones_has_no_percent(client, measure):
    assert milestone_share(measure, TODAY) is None
    assert read(client, measure.url).select(".gdb-reached") == []


def test_the_percent_is_the_share_of_reached_milestones(measure):
    add(measure.milestones, title="Da", reached_on=dt.date(2025, 1, 1))
    add(measure.milestones, title="Bald", planned_on=dt.date(2027, 1, 1))
    add(measure.milestones, title="Spät", planned_on=dt.date(2026, 10, 1))

    share = milestone_share(fresh(measure), TODAY)

    assert (share.reached, share.total, share.overdue, share.percent) == (1, 3, 1, 33)


def test_nothing_reached_is_zero_percent_and_not_unknown(measure):
    add(measure.milestones, title="Bald", planned_on=dt.date(2027, 1, 1))

    assert milestone_share(fresh(measure), TODAY).percent == 0


@pytest.mark.parametrize(
    ("precision", "last_day"),
    [
        ("day", dt.date(2026, 3, 1)),
        ("month", dt.date(2026, 3, 31)),
        ("year", dt.date(2026, 12, 31)),
    ],
)
def test_overdue_begins_the_day_after_all_that_the_plan_can_mean(measure, precision, last_day):
    add(
        measure.milestones,
        title="X",
        planned_on=dt.date(2026, 3, 1),
        planned_precision=precision,
    )

    before = milestone_line(fresh(measure), last_day)
    after = milestone_line(fresh(measure), last_day + dt.timedelta(days=1))

    assert (before[0]["state"], after[0]["state"]) == ("upcoming", "overdue")


def test_readers_see_plan_outcome_and_what_is_overdue(client, measure):
    add(
        measure.milestones,
        title="Start <b>",
        planned_on=dt.date(2024, 1, 1),
        reached_on=dt.date(2024, 3, 1),
    )
    add(measure.milestones, title="Ende", planned_on=dt.date(2025, 6, 1))

    html = read(client, measure.url)

    assert html.select_one(".gdb-reached__words").get_text(" ", strip=True) == (
        "1 von 2 Meilensteinen erreicht (50 %), 1 überfällig"
    )
    stations = html.select("#meilensteine .gdb-line__station")
    assert [station.select_one(".gdb-line__label").text for station in stations] == [
        "Start <b>",
        "Ende",
    ]
    assert "03/2024, geplant war 01/2024" in stations[0].text
    assert "gdb-line__station--overdue" in stations[1]["class"]
