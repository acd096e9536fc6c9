"""Everything works where scripts do not run."""

import re

import pytest
from playwright.sync_api import expect

from participation.enums import CommentStatus
from participation.models import Comment, Topic, Vote
from participation.pairwise.models import PairAnswer
from tests.e2e.places import GUEST_TOPIC, OPEN_TOPIC, TOPIC, end_session, sign_in
from tests.factories.pairwise import ComparisonFactory

pytestmark = pytest.mark.req("A35")
LINK = re.compile(r"^https?://[^/\s]+(/beitraege/bestaetigen/\S+)", re.MULTILINE)


@pytest.fixture
def plain(window):
    return lambda who="": window(who, java_script_enabled=False)


def my_vote():
    return list(
        Vote.objects.filter(voter__email="buergerin@example.org", comment=None)
        .filter(topic__slug="beispiel-hardenbergplatz")
        .values_list("value", flat=True)
    )


def test_a_vote_is_cast_changed_and_taken_back(plain):
    page = plain()
    page.goto(TOPIC)
    bar = page.locator(".gdb-vote-bar").first
    before = bar.inner_text()

    page.get_by_role("link", name="Abstimmen", exact=True).click()
    sign_in(page, "buergerin@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Abstimmen")
    page.get_by_label("Zustimmung").check()
    page.get_by_role("button", name="Stimme abgeben").click()
    expect(page.get_by_role("status").first).to_contain_text("Ihre Stimme ist gezählt.")
    expect(page.get_by_role("button", name="Zustimmung", pressed=True).first).to_be_visible()
    assert my_vote() == ["agree"]

    page.locator(".gdb-vote").get_by_role("button", name="Ablehnung").click()
    expect(page.locator(".gdb-vote").get_by_role("button", name="Ablehnung")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert my_vote() == ["disagree"]

    page.get_by_role("button", name="Stimme zurückziehen").click()
    expect(page.get_by_role("status").first).to_contain_text("Ihre Stimme ist zurückgezogen.")
    expect(page.get_by_role("button", name="Stimme zurückziehen")).to_have_count(0)
    assert my_vote() == []
    assert bar.inner_text() == before


def test_a_comment_is_written_changed_answered_and_withdrawn(plain):
    page = plain("buergerin")
    page.goto(OPEN_TOPIC)

    page.get_by_role("link", name="Beitrag schreiben").click()
    page.get_by_role("button", name="Beitrag absenden").click()
    expect(page).to_have_title("Fehler: Beitrag schreiben – Gemeinsam Digital: Berlin")
    page.get_by_label("Ihr Beitrag").fill("Wer <i>absagt</i>, zahlt nichts.")
    page.get_by_role("button", name="Beitrag absenden").click()
    said = Comment.objects.get(text="Wer <i>absagt</i>, zahlt nichts.")
    place = page.locator(f"#beitrag-{said.pk}")
    expect(place).to_contain_text("Wer <i>absagt</i>, zahlt nichts.")

    place.get_by_role("link", name="Ändern").click()
    page.get_by_label("Ihr Beitrag").fill("Wer früh absagt, zahlt nichts.")
    page.get_by_role("button", name="Änderung speichern").click()
    expect(place.locator(".gdb-comment__text")).to_have_text("Wer früh absagt, zahlt nichts.")
    expect(place).to_contain_text("geändert")

    other = plain("buerger")
    other.goto(said.url)
    other.get_by_role("link", name="Antworten auf den Beitrag von Beispiel-Buergerin").click()
    other.get_by_label("Ihre Antwort").fill("Und wer nie absagt?")
    other.get_by_role("button", name="Beitrag absenden").click()
    expect(other.get_by_text("Und wer nie absagt?")).to_be_visible()

    page.reload()
    place.get_by_role("link", name="Zurückziehen").first.click()
    page.get_by_role("button", name="Beitrag zurückziehen").click()
    expect(place.locator(".gdb-comment__note").first).to_contain_text("zurückgezogen")
    expect(page.get_by_text("Wer früh absagt")).to_have_count(0)
    expect(page.get_by_text("Und wer nie absagt?")).to_be_visible()


def test_anybody_reports_a_comment_and_gets_a_receipt(plain, letters):
    said = Comment.objects.filter(status=CommentStatus.PUBLISHED, reply_to=None).first()
    page = plain()
    page.goto(said.url)

    page.locator(f"#beitrag-{said.pk}").get_by_role("link", name="Melden").first.click()
    page.get_by_label("Der Beitrag verstößt gegen die Regeln").check()
    page.get_by_label("Was stimmt nicht mit dem Beitrag?").fill("Der Text beleidigt meine Katze.")
    page.get_by_label("Ihre E-Mail-Adresse").fill("katze@example.org")
    page.get_by_role("button", name="Meldung absenden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Meldung")
    number = page.get_by_role("main").locator("strong").first.inner_text()
    assert number in letters("katze@example.org")[-1]


def test_measures_are_narrowed_down_by_links_and_by_words(plain):
    page = plain()
    page.goto("/massnahmen/")
    results = page.get_by_role("region", name="Maßnahmen")
    expect(results.get_by_role("heading", level=2)).to_have_text("13 Maßnahmen")

    pilots = page.locator(".gdb-facet__option", has_text="laufend").first
    pilots.click()
    expect(page.get_by_role("heading", level=2, name="gefunden")).to_be_visible()
    few = page.get_by_role("heading", level=2, name="gefunden").inner_text()
    page.get_by_role("link", name="aus der Auswahl nehmen").click()
    expect(page.get_by_role("heading", level=2, name="13 Maßnahmen")).to_be_visible()
    assert not few.startswith("13 ")

    page.get_by_label("Stichwort").fill("Kiezlabor")
    page.get_by_role("main").get_by_role("button", name="Suchen").first.click()
    expect(page.get_by_role("main").get_by_role("link", name="Kiezlabor").first).to_be_visible()


def test_the_search_in_the_header_finds_pages(plain):
    page = plain()
    page.goto("/")

    form = page.get_by_role("banner").get_by_role("search")
    form.get_by_role("searchbox").fill("Wasser")
    form.get_by_role("button", name="Suchen").click()

    expect(page.get_by_role("heading", level=2, name="Treffer für „Wasser“")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Smart Water").first).to_be_visible()


@pytest.mark.req("A20")
def test_what_was_written_is_there_again_after_the_session_ended(plain):
    page = plain("buergerin")
    page.goto(f"{TOPIC}beitrag/")
    page.get_by_label("Ihr Beitrag").fill("Ein langer Gedanke <b>von mir</b>.")
    page.get_by_label("Ich bitte um Antwort").check()

    end_session(page)
    page.get_by_role("button", name="Beitrag absenden").click()
    expect(page.get_by_text("Ihr Text ist noch da, sobald Sie angemeldet sind.")).to_be_visible()
    sign_in(page, "buergerin@example.org")

    expect(page.get_by_label("Ihr Beitrag")).to_have_value("Ein langer Gedanke <b>von mir</b>.")
    expect(page.get_by_label("Ich bitte um Antwort")).to_be_checked()
    page.get_by_role("button", name="Beitrag absenden").click()
    expect(page.get_by_text("Ihr Beitrag ist angekommen.")).to_be_visible()


def test_two_proposals_are_compared_and_an_answer_changed(plain):
    comparison = ComparisonFactory(topic=Topic.objects.get(slug="beispiel-hardenbergplatz"))
    mine = PairAnswer.objects.filter(sheet__person__email="buergerin@example.org")
    page = plain("buergerin")
    page.goto(comparison.url)

    page.get_by_role("link", name="Jetzt vergleichen").click()
    expect(page.get_by_role("heading", name="Vergleich 1 von 6")).to_be_visible()
    page.locator(".gdb-pair__item").first.click()
    expect(page.get_by_role("heading", name="Vergleich 2 von 6")).to_be_visible()
    page.get_by_role("button", name="Beide gleich wichtig").click()
    expect(page.get_by_role("heading", name="Vergleich 3 von 6")).to_be_visible()
    assert mine.count() == 2

    page.get_by_role("link", name="Meine Antworten").click()
    page.get_by_role("link", name="Antwort 2 ändern").click()
    page.get_by_role("button", name="Diese Antwort zurückziehen").click()
    expect(page.get_by_role("status").first).to_contain_text("Ihre Antwort ist zurückgezogen.")
    page.get_by_role("button", name="Alle meine Antworten zurückziehen").click()
    expect(page.get_by_role("status").first).to_contain_text("zurückgezogen")
    assert mine.count() == 0


@pytest.mark.req("C11")
def test_somebody_without_an_account_writes_and_confirms(window, letters):
    page = window(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto(GUEST_TOPIC)
    page.get_by_role("link", name="Beitrag schreiben").click()
    page.get_by_role("button", name="Weiter zur Bestätigung").click()
    expect(page).to_have_title("Fehler: Beitrag schreiben – Gemeinsam Digital: Berlin")
    page.get_by_label("Ihr Beitrag").fill("Zeigen Sie <i>alles</i>.")
    page.get_by_label("Ihre E-Mail-Adresse").fill("besuch@example.org")
    page.get_by_label("Pseudonym").fill("Spreegast")
    page.get_by_role("button", name="Weiter zur Bestätigung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schauen Sie in Ihr Postfach")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
    assert not Comment.objects.filter(text="Zeigen Sie <i>alles</i>.").exists()

    page.context.clear_cookies()
    page.goto(LINK.search(letters("besuch@example.org")[-1])[1])
    page.get_by_role("button", name="Ja, Beitrag einreichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beitrag eingereicht")
    said = Comment.objects.get(text="Zeigen Sie <i>alles</i>.")
    page.goto(said.url)
    expect(page.locator(f"#beitrag-{said.pk}")).to_contain_text("ohne Konto")
