"""Error pages: in the portal's look, in plain German, and losing nothing that was typed."""

import pytest
from bs4 import BeautifulSoup
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory, override_settings

from gdb_portal.core.limits import too_many
from tests.components.html_rules import problems_of

HOSTILE = "<script>alert('x')</script> und ein ganzer Absatz über Bänke & Bäume."
PAGES = {"bad": 400, "forbidden": 403, "broken": 500, "no-database": 503}


@pytest.fixture
def broken_portal():
    with override_settings(ROOT_URLCONF="tests.core.broken_urls"):
        client = Client(raise_request_exception=False)
        yield client


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "status"), PAGES.items())
def test_every_error_page_has_the_look_and_says_what_happened(broken_portal, how, status):
    page = broken_portal.get(f"/fail/{how}/")

    soup = _soup(page)
    assert page.status_code == status
    assert problems_of(page.content.decode()) == []
    assert soup.html["lang"] == "de"
    assert len(soup.select("h1")) == 1
    assert soup.select_one(".gdb-error__number").get_text(strip=True) == f"Fehler {status}"
    assert soup.select_one(".gdb-brand")["href"] == "/"
    assert soup.title.get_text(strip=True).endswith("– Gemeinsam Digital: Berlin")


@pytest.mark.req("F24")
@pytest.mark.parametrize("how", ["bad", "broken", "no-database"])
def test_pages_for_a_broken_portal_ask_no_database(broken_portal, how):
    # This test has no database: one query would fail it.
    page = broken_portal.get(f"/fail/{how}/")

    assert page.status_code == PAGES[how]
    assert [a.get_text(strip=True) for a in _soup(page).select(".gdb-nav__link")] == [
        "Strategie",
        "Wertekompass",
        "Handlungsfelder",
        "Maßnahmen",
        "Pilotprojekte",
        "Umsetzung",
        "Beteiligung",
    ]


def test_a_missing_database_says_when_to_come_back(broken_portal):
    assert broken_portal.get("/fail/no-database/")["Retry-After"] == "60"


@pytest.mark.parametrize("how", ["broken", "no-database"])
def test_an_error_page_says_nothing_about_the_program(broken_portal, how):
    page = broken_portal.get(f"/fail/{how}/").content.decode()

    assert "secret words" not in page
    assert "10.0.0.1" not in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_the_search(client):
    page = client.get("/gibt-es-nicht/")

    form = _soup(page).select_one("main form[role=search]")
    assert page.status_code == 404
    assert form["action"] == "/suche/"
    assert form.select_one("input")["name"] == "q"
    assert problems_of(page.content.decode()) == []


@pytest.mark.django_db
def test_an_expired_form_hands_the_text_back():
    client = Client(enforce_csrf_checks=True)

    page = client.post("/konto/login/", {"text": HOSTILE, "password": "geheim" * 9, "n": "kurz"})

    soup = _soup(page)
    assert page.status_code == 403
    assert [area.get_text() for area in soup.select("textarea[readonly]")] == [HOSTILE]
    assert "geheim" not in page.content.decode()
    assert problems_of(page.content.decode()) == []


@pytest.mark.django_db
def test_whoever_is_too_fast_learns_when_it_goes_on_and_keeps_the_text(time_machine):
    time_machine.move_to("2026-11-25 10:00:00+00:00", tick=False)
    request = RequestFactory().post("/beteiligung/x/beitrag/", {"text": HOSTILE})
    get_token(request)

    page = too_many(request, 3600)

    soup = _soup(page)
    assert page.status_code == 429
    assert page["Retry-After"] == "3600"
    assert "Ab 12:00 Uhr geht es wieder." in soup.get_text()
    assert soup.select_one("textarea[readonly]").get_text() == HOSTILE


@pytest.mark.django_db
def test_a_demonstration_says_so_also_when_it_fails(broken_portal, settings):
    settings.GDB_DEMONSTRATION = True
    shown = _soup(broken_portal.get("/fail/broken/"))
    settings.GDB_DEMONSTRATION = False
    real = _soup(broken_portal.get("/fail/broken/"))

    assert "Demonstration, keine amtliche Seite" in shown.header.get_text()
    assert "Demonstration" not in real.get_text()


def _soup(page):
    return BeautifulSoup(page.content.decode(), "html.parser")
