"""The pages of following: open to everybody, without JavaScript, and back where one came from."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.digests.models import Subscription
from participation.digests.services import follow
from participation.digests.targets import follow_url
from strategy.models import Measure
from tests.factories.accounts import UserFactory
from tests.factories.strategy import DistrictFactory, FieldOfActionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]
PLACES = ("measure", "pilot", "field", "district", "topic")


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture(params=PLACES)
def target(request):
    return request.getfixturevalue(request.param)


def test_whoever_has_an_account_comes_back_from_the_login(client, home, target, citizen):
    address = follow_url(target)
    html = read(client, address)
    login = html.find("a", string="Anmelden und folgen")["href"]

    assert login == f"{reverse('account_login')}?next={address.replace('/', '%2F')}"
    client.force_login(citizen)
    assert read(client, address).select_one(".gdb-follow form button").text.strip() == "Folgen"
    answer = client.post(address)

    assert answer.status_code == 302
    assert Subscription.objects.get().target.pk == target.pk


def test_looking_follows_nothing(client, home, target, citizen):
    client.force_login(citizen)

    read(client, follow_url(target))

    assert Subscription.objects.count() == 0


def test_the_page_says_what_comes_and_offers_both_ways(client, home, target):
    html = read(client, follow_url(target))

    assert [way.h2.text for way in html.select(".gdb-follow__way")] == ["Ohne Konto", "Mit Konto"]
    assert html.select(".gdb-follow li")
    assert html.find("input", attrs={"type": "email", "name": "email"})


def test_who_follows_is_offered_to_stop(client, home, target, citizen):
    follow(target, by=citizen)
    client.force_login(citizen)
    form = read(client, follow_url(target)).select_one(".gdb-follow form")
    assert form.button.text.strip() == "Nicht mehr folgen"

    answer = client.post(form["action"])

    assert answer.url == reverse("digests:news-settings")
    assert Subscription.objects.count() == 0


def test_nobody_ends_what_somebody_else_follows(client, measure, citizen, other_citizen):
    subscription = follow(measure, by=other_citizen)
    client.force_login(citizen)

    answer = client.post(reverse("digests:unfollow", args=[subscription.pk]))

    assert answer.status_code == 404
    assert Subscription.objects.count() == 1


def test_a_public_page_leads_to_following_and_stays_the_same_for_everybody(
    measure, pilot, field, citizen
):
    follow(measure, by=citizen)
    for page in (measure, pilot, field):
        stranger, person = Client(), Client()
        person.force_login(citizen)
        links = [
            html.select_one(".gdb-follow-link a")
            for html in (read(stranger, page.url), read(person, page.url))
        ]

        assert {link["href"] for link in links} == {follow_url(page)}
        assert len({link.text for link in links}) == 1
        answer = stranger.get(page.url)
        assert (answer.cookies, "cookie" in answer.get("Vary", "").lower()) == ({}, False)


def test_the_link_costs_next_to_nothing(measure):
    with CaptureQueriesContext(connection) as queries:
        follow_url(Measure.objects.get(pk=measure.pk))

    assert len(queries) <= 2


@pytest.mark.parametrize("place", ["massnahmen", "pilotprojekte", "handlungsfelder", "bezirke"])
def test_what_is_not_there_cannot_be_followed(client, place):
    assert client.get(f"/{place}/gibt-es-nicht/folgen/").status_code == 404


def test_a_draft_cannot_be_followed(client, measure, citizen):
    Measure.objects.get(pk=measure.pk).unpublish()
    client.force_login(citizen)

    assert client.post(reverse("digests:follow-measure", args=["bank"])).status_code == 404


def test_the_page_of_a_measure_offers_its_fields_and_districts(client, measure, field, district):
    html = read(client, follow_url(measure))

    assert [link["href"] for link in html.select("section[aria-labelledby=mehr] a")] == [
        follow_url(field),
        follow_url(district),
    ]


def test_the_overview_names_every_field_and_district(client, home, field, district):
    html = read(client, reverse("digests:follow-overview"))

    links = {link["href"] for link in html.select("main a")}
    assert {follow_url(field), follow_url(district)} <= links


def test_the_overview_takes_as_many_queries_for_one_field_as_for_many(client, field, district):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("digests:follow-overview"))
        return len(queries)

    count()
    one = count()
    for _ in range(3):
        FieldOfActionFactory(parent=field.get_parent(), group=field.group)
        DistrictFactory()

    assert count() == one


def test_the_account_lists_everything_one_follows_with_a_way_out(
    client, measure, field, district, topic, citizen
):
    targets = (measure, field, district, topic)
    for target in targets:
        follow(target, by=citizen)
    follow(measure, by=UserFactory())
    client.force_login(citizen)

    html = read(client, reverse("digests:news-settings"))

    rows = html.select(".gdb-own__item")
    assert len(rows) == len(targets)
    assert all(row.form.button.text.startswith("Nicht mehr folgen") for row in rows)
    assert len({row.form.button.text for row in rows}) == len(targets)


def test_a_list_of_one_districts_measures_leads_to_following_the_district(
    client, measure, district
):
    address = measure.get_parent().url

    def links(query):
        return [a["href"] for a in read(client, f"{address}?{query}").select(".gdb-follow-link a")]

    assert links("bezirk=mitte") == [follow_url(district)]
    for query in ("", "bezirk=mitte&bezirk=pankow", "bezirk=gibt-es-nicht", "bezirk=%00"):
        assert links(query) == []
