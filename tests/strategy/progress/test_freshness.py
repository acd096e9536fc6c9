"""How old what we know is, is said; a confirmation with a reason makes it fresh again."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from participation.cases.worklist import stale_measures
from strategy.models import Measure, MeasureChange
from strategy.progress_freshness import freshness
from strategy.services.progress import change_progress, confirm_unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.req("A6")]


def today():
    return timezone.localdate()


def aged(measure, days=None, status="running"):
    """Somebody said so that many days ago; None: nobody says when."""
    measure.status = status
    measure.status_as_of = None if days is None else today() - dt.timedelta(days=days)
    measure.save()
    return Measure.objects.get(pk=measure.pk)


def stale():
    return [page.pk for page in Measure.objects.stale(today())]


def both(measure):
    """What the list and the page say of the same measure; they must agree."""
    newest = MeasureChange.objects.of(measure).first()
    in_list = stale() == [measure.pk]
    assert freshness(measure, newest).is_stale == in_list
    return in_list


@pytest.mark.parametrize(("days", "expected"), [(180, False), (181, True)])
def test_a_measure_is_stale_after_half_a_year(measure, days, expected):
    assert both(aged(measure, days)) is expected


def test_how_long_is_a_setting(measure, settings):
    settings.GDB_MEASURE_STALE_DAYS = 30

    assert both(aged(measure, 31)) is True


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("planned", True),
        ("running", True),
        ("unknown", True),
        ("funding_ended", False),
        ("completed", False),
    ],
)
def test_only_of_what_is_under_way_readers_expect_news(measure, status, expected):
    assert both(aged(measure, 400, status)) is expected


def test_where_no_day_is_known_the_day_it_came_to_the_portal_counts(measure):
    page = aged(measure)
    assert both(page) is False

    page.first_published_at = timezone.now() - dt.timedelta(days=200)
    page.save()

    assert both(page) is True


def test_no_change_because_makes_it_fresh_again(client, measure, owner):
    page = aged(measure, 400)
    assert "nicht aktualisiert" in client.get(page.url).content.decode()

    confirm_unchanged(page, by=owner, reason="Die Ausschreibung läuft noch.")

    assert both(page) is False
    html = client.get(page.url).content.decode()
    assert "nicht aktualisiert" not in html
    assert "Die Ausschreibung läuft noch." in html


def test_a_change_makes_it_fresh_again(measure, owner):
    page = aged(measure, 400)

    change_progress(page, by=owner, reason="Es ging weiter.", phase="testing")

    assert both(Measure.objects.get(pk=page.pk)) is False


def test_the_page_says_since_when(client, measure):
    page = aged(measure, 400)

    notice = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(
        ".gdb-notice__title"
    )

    day = today() - dt.timedelta(days=400)
    assert notice.text.startswith("Seit ")
    assert str(day.year) in notice.text


def test_its_administration_hears_of_it_in_the_digest(measure, office, stranger):
    page = aged(measure, 400)

    assert [m.pk for m in stale_measures([office], today())] == [page.pk]
    other = stranger.administration_memberships.get().administration
    assert list(stale_measures([other], today())) == []
