"""Content checks as editors and approvers meet them."""

import json
import uuid

import pytest
from bs4 import BeautifulSoup
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from gdb_portal.core.content_rules import Rule
from gdb_portal.core.rich_text import Link
from gdb_portal.pages.internal_links import broken_links
from gdb_portal.pages.models import HomePage, StandardPage
from gdb_portal.pages.page_checks import check_page
from tests.cms.forms import edit_url, save
from tests.cms.test_approval import act, live_lead
from tests.factories.pages import HomeFactory, StandardPageFactory
from tests.factories.participation import HOSTILE
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory, add

pytestmark = pytest.mark.django_db


def sections(*body, heading="Ziele", anchor="ziele"):
    value = {"heading": heading, "anchor": anchor, "body": [*body]}
    return [{"type": "section", "value": value, "id": str(uuid.uuid4())}]


def text(html):
    return {"type": "text", "value": html, "id": str(uuid.uuid4())}


def write(page, *body):
    """A draft with this text, by nobody in particular."""
    block = StandardPage._meta.get_field("sections").stream_block
    page.sections = block.to_python(sections(*body))
    page.save_revision()
    return page


def texts(answer, selector):
    page = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(tag.get_text(" ", strip=True).split()) for tag in page.select(selector)]


EMPTY_LINK = text('<p>Siehe <a href="https://example.org/">\u200b</a></p>')


def found(page):
    return [(one.rule, one.place, one.quotes) for one in check_page(page)]


@pytest.mark.req("K1")
def test_a_picture_without_description_is_found_in_its_section(about):
    image = get_image_model().objects.create(title="Platz", file=get_test_image_file())
    figure = {
        "type": "figure",
        "value": {"image": {"image": image.pk, "alt_text": "", "decorative": False}},
    }
    write(about, figure)

    assert found(about.get_latest_revision_as_object()) == [
        (Rule.PICTURE_WITHOUT_ALTERNATIVE, "Ziele", ())
    ]


def test_a_decorative_picture_may_be_published(about):
    image = get_image_model().objects.create(title="Platz", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "", "decorative": True}
    write(about, {"type": "figure", "value": {"image": picture}})

    assert found(about) == []


def test_headings_of_sections_and_questions_belong_to_the_order(about):
    write(
        about,
        {"type": "accordion", "value": [{"title": "Für wen?", "text": "<h4>Alle</h4>"}]},
        {"type": "notice", "value": {"title": "", "text": "<p>x</p>", "tone": "info"}},
    )

    assert [rule for rule, _place, _quotes in found(about)] == [Rule.EMPTY_HEADING]


def test_only_easy_language_is_asked_to_be_easy(about):
    about.lead = "Verwaltungsdigitalisierungsgesetz."
    assert found(about) == []

    about.locale = Locale.objects.get_or_create(language_code="de-simple")[0]
    assert [rule for rule, _place, _quotes in found(about)] == [Rule.LONG_WORD]


def test_measures_need_a_source_and_legal_pages_none(home):
    measure = MeasureFactory(parent=MeasureIndexFactory(parent=home))

    assert (Rule.NO_SOURCE, "Quellen", ()) in found(measure)
    add(measure.sources, label="Senat", publisher="SKZL", as_of="2025-01-01")
    assert found(measure) == []
    assert found(StandardPageFactory(parent=home)) == []


def test_the_panel_names_the_place_and_the_remedy(client, about, editor):
    write(about, EMPTY_LINK, text('<p><a href="https://example.org/">hier</a></p>'))
    client.force_login(editor)

    page = client.get(f"/cms/pruefung/{about.pk}/")

    assert texts(page, ".gdb-check__title") == [
        "Link ohne Text",
        "Linktext sagt nicht, wohin er führt",
    ]
    assert texts(page, ".gdb-check__place") == ["in „Ziele“", "in „Ziele“"]
    assert "Fehler: so nicht veröffentlichbar" in texts(page, ".gdb-check__weight")[0]


def test_what_editors_typed_is_shown_as_text(client, about, editor):
    block = StandardPage._meta.get_field("sections").stream_block
    about.sections = block.to_python(sections(text("<h4>x</h4>"), heading=HOSTILE))
    about.save_revision()
    client.force_login(editor)

    page = client.get(f"/cms/pruefung/{about.pk}/")

    assert "<script>" not in page.content.decode()
    assert len(texts(page, ".gdb-check")) == 1


def test_the_editor_shows_the_panel_beside_wagtails_own_checks(client, about, editor):
    write(about, EMPTY_LINK)
    client.force_login(editor)

    page = client.get(edit_url(about))

    assert texts(page, "[data-content-checks] .gdb-check__title") == ["Link ohne Text"]
    assert "1 Fehler verhindert die Veröffentlichung" in page.content.decode()


def test_only_the_preview_carries_wagtails_checker(client, about, editor):
    write(about, text("<p>x</p>"))
    client.force_login(editor)

    preview = client.get(f"/cms/pages/{about.pk}/revisions/{about.latest_revision_id}/view/")

    assert '"include": ["main"]' in preview.content.decode()
    assert "wagtail-userbar" not in client.get("/ueber-uns/").content.decode()


def test_a_page_that_was_never_saved_is_not_checked_yet(client, home, editor):
    client.force_login(editor)

    page = client.get(f"/cms/pages/add/pages/standardpage/{home.pk}/")

    assert texts(page, "[data-content-checks]") == [
        "Geprüft wird, sobald die Seite gespeichert ist."
    ]


def test_checks_are_for_those_who_may_write_the_page(client, about, citizen, moderator):
    for person in (citizen, moderator):
        client.force_login(person)
        assert client.get(f"/cms/pruefung/{about.pk}/").status_code in {302, 403}
    assert client.post(f"/cms/pruefung/{about.pk}/").status_code in {302, 405}


def test_a_page_that_does_not_exist_has_no_checks(client, editor):
    client.force_login(editor)

    assert client.get("/cms/pruefung/999999/").status_code == 404


def test_what_the_law_forbids_is_not_published(client, about, editor, publisher):
    about.lead = "Neu."
    write(about, EMPTY_LINK)
    about.latest_revision.user = editor
    about.latest_revision.save()
    client.force_login(publisher)

    answer = client.post(edit_url(about), _posted(client, about), follow=True)

    assert live_lead(about) == "Alt."
    assert "Link ohne Text (Ziele)" in answer.content.decode()
    assert "Nicht veröffentlicht." in answer.content.decode()


def _posted(client, page):
    """The editor's own form as a browser with its scripts sends it, to be published."""
    raw = page.sections.raw_data[0]
    body = raw["value"]["body"]
    data = {
        "title": page.title,
        "slug": page.slug,
        "lead": "Neu.",
        "sections-count": "1",
        "sections-0-type": "section",
        "sections-0-order": "0",
        "sections-0-deleted": "",
        "sections-0-id": raw["id"],
        "sections-0-value-heading": "Ziele",
        "sections-0-value-anchor": "ziele",
        "sections-0-value-body-count": str(len(body)),
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "sources-TOTAL_FORMS": "0",
        "sources-INITIAL_FORMS": "0",
        "sign_videos-TOTAL_FORMS": "0",
        "sign_videos-INITIAL_FORMS": "0",
    }
    for number, block in enumerate(body):
        name = f"sections-0-value-body-{number}"
        data |= {
            f"{name}-type": "text",
            f"{name}-order": str(number),
            f"{name}-deleted": "",
            f"{name}-id": block["id"],
            f"{name}-value": _draftail(),
        }
    return data


def _draftail():
    """An empty link as the editor's text field keeps it."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "a",
                    "text": "Siehe \u200b",
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 6, "length": 1, "key": 0}],
                }
            ],
            "entityMap": {
                "0": {
                    "type": "LINK",
                    "mutability": "MUTABLE",
                    "data": {"url": "https://example.org/"},
                }
            },
        }
    )


def test_nobody_can_approve_what_the_law_forbids(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Neu.")
    write(StandardPage.objects.get(pk=about.pk), EMPTY_LINK)
    client.force_login(publisher)

    act(client, about, "approve")

    assert live_lead(about) == "Alt."


def test_advice_keeps_nobody_from_approving(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Neu.")
    advised = StandardPage.objects.get(pk=about.pk)
    advised.lead = "Neu."
    write(advised, text('<p><a href="https://example.org/">hier</a></p>'))
    client.force_login(publisher)

    act(client, about, "approve")

    assert live_lead(about) == "Neu."


# Links into the portal


def link(href="", kind="", target=""):
    return Link("Wort", href, kind, str(target))


def test_links_to_pages_are_broken_unless_the_page_is_public(home, about):
    draft = StandardPageFactory(parent=home, slug="entwurf", live=False)
    links = [link(kind="page", target=target) for target in (about.pk, draft.pk, 0, "x", "９", "")]

    assert broken_links(links, anchors=set()) == set(links[1:])


def test_links_to_documents_that_are_gone_are_broken(db):
    gone = link(kind="document", target=7)

    assert broken_links([gone], anchors=set()) == {gone}


def test_addresses_are_followed_in_every_language(home, about):
    HomeFactory(language="en")
    good = [
        "/",
        "/en/",
        "/ueber-uns/",
        "/ueber-uns",
        "/ueber-uns/?x=1#y",
        "/beteiligung/",
        "/suche/",
    ]
    bad = ["/gibt-es-nicht/", "/en/ueber-uns/", "/ueber-uns/tiefer/", "/en/gibt-es-nicht/"]

    found = broken_links([link(href) for href in good + bad], anchors=set())

    assert {one.href for one in found} == set(bad)


def test_a_page_that_moved_is_found_by_its_redirect(home, about):
    Redirect.objects.create(old_path="/alt", redirect_page=about)

    assert broken_links([link("/alt/")], anchors=set()) == set()


def test_anchors_are_looked_for_on_the_page_itself():
    links = [link("#ziele"), link("#wege"), link("#")]

    assert broken_links(links, anchors={"ziele", ""}) == {links[1]}


def test_other_sites_and_strange_addresses_are_not_judged(db):
    links = [
        link("https://example.org/x/"),
        link("//example.org/x/"),
        link("mailto:a@example.org"),
        link("javascript:alert(1)"),
        link("http://[kaputt"),
        link("relativ/"),
    ]

    assert broken_links(links, anchors=set()) == set()


def test_the_portals_own_host_is_the_portal(settings, home):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example.org"
    bad = link("https://portal.example.org/gibt-es-nicht/")

    assert broken_links([bad, link("https://portal.example.org/")], anchors=set()) == {bad}


def test_the_number_of_questions_does_not_grow_with_the_links(
    home, about, django_assert_num_queries, django_assert_max_num_queries
):
    many = [link(f"/seite-{number}/") for number in range(50)]
    many += [link(kind="page", target=number) for number in range(50)]
    many += [link(kind="document", target=number) for number in range(50)]

    with django_assert_max_num_queries(7):
        broken_links(many, anchors=set())


def test_the_start_page_itself_can_be_checked(home):
    assert check_page(HomePage.objects.get(pk=home.pk)) == []
