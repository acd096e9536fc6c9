"""Every component, in every state that the component page shows."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string

from gdb_portal.local.component_examples import empty_form, examples, form_with_errors

from .html_rules import problems_of

DIRECTORY = Path(settings.BASE_DIR) / "templates" / "components"
STYLES = Path(settings.BASE_DIR) / "static" / "css"
# Parts that stand around or inside others and are shown there.
SHOWN_ELSEWHERE = {"header", "footer", "facet", "field_error"}
STATES = [
    pytest.param(name, example, id=f"{name}: {example.title}")
    for name, states in examples().items()
    for example in states
]


def test_every_component_has_examples():
    names = {path.stem for path in DIRECTORY.glob("*.html")}

    assert names - SHOWN_ELSEWHERE == set(examples())
    assert all(examples().values())


@pytest.mark.parametrize("path", sorted(DIRECTORY.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_what_it_needs(path):
    assert path.read_text().startswith("{% comment %}")


@pytest.mark.parametrize(("name", "example"), STATES)
def test_each_state_is_good_html(name, example):
    assert problems_of(_html(name, example.context)) == []


@pytest.mark.parametrize(("name", "example"), STATES)
def test_every_input_has_a_label(name, example):
    soup = _soup(name, example.context)

    for tag in soup.select("input:not([type=hidden]), select, textarea"):
        assert soup.select_one(f'label[for="{tag["id"]}"]').get_text(strip=True)


@pytest.mark.parametrize(("name", "example"), STATES)
def test_every_link_and_button_has_words(name, example):
    for tag in _soup(name, example.context).select("a, button, summary"):
        assert tag.get_text(strip=True)


@pytest.mark.parametrize(("name", "example"), STATES)
def test_icons_and_drawings_are_hidden_or_named(name, example):
    soup = _soup(name, example.context)

    for tag in soup.select("svg, .gdb-icon"):
        assert tag.get("aria-hidden") == "true" or tag.get("aria-labelledby")


@pytest.mark.parametrize("bound", list(form_with_errors()), ids=lambda bound: bound.name)
def test_an_error_is_tied_to_its_input(bound):
    soup = _soup("field", {"field": bound})

    described = soup.select_one("[aria-describedby]")["aria-describedby"].split()
    errors = soup.select_one(".gdb-field__error")
    assert errors["id"] in described
    assert errors.get_text(" ", strip=True).startswith("Fehler:")
    assert soup.select('[aria-invalid="true"]')


@pytest.mark.parametrize("bound", list(empty_form()), ids=lambda bound: bound.name)
def test_a_hint_is_tied_to_its_input_and_nothing_is_called_wrong(bound):
    soup = _soup("field", {"field": bound})

    hints = {tag["id"] for tag in soup.select(".gdb-field__hint")}
    described = {
        i for t in soup.select("[aria-describedby]") for i in t["aria-describedby"].split()
    }
    assert hints == described
    assert not soup.select(".gdb-field__error, [aria-invalid]")


def test_the_error_summary_leads_to_each_field():
    form = form_with_errors()
    fields = BeautifulSoup(
        "".join(render_to_string("components/field.html", {"field": f}) for f in form),
        "html.parser",
    )

    links = _soup("error_summary", {"form": form}).select("a")

    assert len(links) == len(form.errors)
    for link in links:
        assert fields.select_one(link["href"])


def test_no_error_summary_without_errors():
    assert _html("error_summary", {"form": empty_form()}).strip() == ""


def test_what_people_write_cannot_become_html():
    hostile = '<script>alert("x")</script>'

    for name, context in {
        "card": {"href": "#", "title": hostile, "text": hostile, "meta": hostile},
        "page_header": {"title": hostile, "lead": hostile, "kicker": hostile},
        "notice": {"title": hostile, "text": hostile},
        "quote": {"text": hostile, "attribution": hostile},
        "line": {"steps": [{"label": hostile, "text": hostile, "date": hostile}]},
        "typed": {"typed": [{"name": "text", "value": hostile}]},
        "status": {"label": hostile},
    }.items():
        assert "<script" not in _html(name, context)


def test_the_vote_bar_says_in_words_what_it_draws():
    soup = _soup("vote_bar", {"agree": 61, "neutral": 14, "disagree": 25, "total": 100})

    assert [tag.get_text(" ", strip=True) for tag in soup.select(".gdb-vote-bar__entry")] == [
        "Zustimmung 61 (61 %)",
        "Neutral 14 (14 %)",
        "Ablehnung 25 (25 %)",
    ]
    assert soup.svg["aria-hidden"] == "true"


def test_the_state_of_a_step_is_said_not_only_coloured():
    states = ["done", "current", "upcoming", "overdue"]
    soup = _soup("line", {"steps": [{"label": "Schritt", "state": state} for state in states]})

    said = [tag.get_text(strip=True) for tag in soup.select(".gdb-line__state")]
    assert said == ["erledigt", "jetzt", "kommt noch", "überfällig"]


def test_the_component_page_is_good_html(client, db):
    page = client.get("/_components/")

    assert page.status_code == 200
    assert problems_of(page.content.decode()) == []


def test_every_style_sheet_is_part_of_the_site():
    named = (STYLES / "site.css").read_text()

    for path in (STYLES / "components").glob("*.css"):
        assert f'@import url("components/{path.name}");' in named


def test_components_name_no_files():
    # Put into one file, a relative address would lead elsewhere.
    for path in (STYLES / "components").glob("*.css"):
        assert "url(" not in path.read_text()


def test_names_are_ours_and_not_nested():
    for path in (STYLES / "components").glob("*.css"):
        text = path.read_text()
        assert "&" not in text, path.name
        assert ".gdb-" in text, path.name


def _html(name: str, context: dict) -> str:
    return render_to_string(f"components/{name}.html", context)


def _soup(name: str, context: dict) -> BeautifulSoup:
    return BeautifulSoup(_html(name, context), "html.parser")
