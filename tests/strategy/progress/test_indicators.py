"""Indicators: drawn for the eye, listed for everybody, silent about what nobody published."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from strategy.models import Indicator, Measure, MeasuredValue
from strategy.progress_indicators import indicator_views
from tests.factories.participation import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.req("K7")]


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def measured(measure, *numbers, **values):
    indicator = Indicator.objects.create(
        measure=measure,
        title="Gäste <b>",
        kind="output",
        text=HOSTILE,
        **{"unit": "Personen", **values},
    )
    for year, number in enumerate(numbers, 2023):
        MeasuredValue.objects.create(
            indicator=indicator,
            measured_on=dt.date(year, 12, 31),
            value=number,
            source="Bericht <i>",
        )
    return indicator


def view_of(measure):
    return indicator_views(Measure.objects.get(pk=measure.pk))[0]


def test_without_indicators_the_page_says_that_none_is_published(client, measure):
    html = read(client, measure.url)

    assert html.select_one("#kennzahlen p").text == (
        "Für diese Maßnahme sind keine Kennzahlen veröffentlicht."
    )
    assert html.select("#kennzahlen svg") == []


def test_the_drawing_and_the_table_say_the_same(client, measure):
    measured(measure, 0, 1500, 3000, target=3000, baseline=0)

    html = read(client, measure.url)

    rows = [
        [cell.text for cell in row.select("th, td")] for row in html.select("#kennzahlen tbody tr")
    ]
    assert rows == [
        ["31. Dezember 2023", "0 Personen", "Bericht <i>"],
        ["31. Dezember 2024", "1.500 Personen", "Bericht <i>"],
        ["31. Dezember 2025", "3.000 Personen", "Bericht <i>"],
    ]
    heights = [int(point["cy"]) for point in html.select(".gdb-indicator__point")]
    assert heights == [190, 105, 20]
    assert html.select_one(".gdb-indicator__target")["d"] == "M20 20 H580"


def test_one_value_is_a_number_and_not_a_course(measure):
    measured(measure, 71)

    assert view_of(measure).chart is None
    assert len(view_of(measure).rows) == 1


def test_what_nobody_published_is_not_zero(measure):
    measured(measure, 71)

    assert [value for _label, value in view_of(measure).facts] == [
        "nicht veröffentlicht",
        "nicht veröffentlicht",
    ]


def test_the_scale_begins_at_zero_and_bears_negative_and_equal_values(measure):
    measured(measure, 90, 100)
    low, high = (point.y for point in view_of(measure).chart.points)
    assert (low, high) == (37, 20)

    Indicator.objects.all().delete()
    measured(measure, 0, 0)
    assert [point.y for point in view_of(measure).chart.points] == [190, 190]

    Indicator.objects.all().delete()
    measured(measure, -5, 5)
    assert [point.y for point in view_of(measure).chart.points] == [190, 20]


def test_a_day_has_one_value(measure):
    indicator = measured(measure, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasuredValue.objects.create(
            indicator=indicator, measured_on=dt.date(2023, 12, 31), value=2, source="x"
        )


def test_a_draft_shows_its_own_values(measure):
    measured(measure, 1, 2)
    draft = Measure.objects.get(pk=measure.pk)
    draft.save_revision()
    draft = draft.get_latest_revision_as_object()

    assert [view.indicator.title for view in indicator_views(draft)] == ["Gäste <b>"]
    assert len(indicator_views(draft)[0].values) == 2


def test_a_page_costs_the_same_with_one_and_with_ten_indicators(client, measure):
    measured(measure, 1, 2)
    client.get(measure.url)
    with CaptureQueriesContext(connection) as few:
        client.get(measure.url, {"bau": 1})
    for _ in range(9):
        measured(measure, 1, 2, 3)
    with CaptureQueriesContext(connection) as many:
        client.get(measure.url, {"bau": 2})

    assert len(many) == len(few) <= 12


def test_editors_find_milestones_and_indicators_with_their_values(client, measure, editor):
    client.force_login(editor)

    html = client.get(f"/cms/pages/{measure.pk}/edit/").content.decode()

    assert 'name="milestones-TOTAL_FORMS"' in html
    assert "indicators-__prefix__-measured_values-TOTAL_FORMS" in html
