"""The portal's reason to be: somebody says something, and finds out what became of it."""

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from participation.models import Comment
from tests.e2e.places import CODE, sign_in
from tests.mail.letters import after

SAID = "Bitte stellen Sie Trinkbrunnen auf & lassen Sie <b>Schatten</b> entstehen."
ANSWERED = "Zwei Trinkbrunnen stehen ab Mai am Eingang zum Bahnhof."


@pytest.mark.req("A07", "A33")
def test_a_citizen_is_heard_and_answered(window, letters):
    neighbour, moderator, official = window(), window(), window()

    # Somebody new reads about a pilot and wants to say something.
    neighbour.goto("/pilotprojekte/hardenbergplatz/")
    neighbour.get_by_role("link", name="Was soll auf dem Hardenbergplatz").first.click()
    neighbour.get_by_role("link", name="Beitrag schreiben").click()
    neighbour.get_by_role("link", name="Noch kein Konto").click()
    neighbour.get_by_label("Pseudonym").fill("Brunnenfreundin")
    neighbour.get_by_label("E-Mail-Adresse").fill("brunnen@example.org")
    neighbour.get_by_label("Passwort").fill("drei nasse Enten singen")
    # The form wants to have been looked at for a moment: robots fill it in at once.
    neighbour.wait_for_timeout(3000)
    neighbour.get_by_role("button", name="Konto anlegen").click()
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    code = CODE.search(letters("brunnen@example.org")[-1]).group(1)
    neighbour.get_by_role("textbox", name="Code").fill(code)
    neighbour.get_by_role("button", name="Weiter").click()

    # From there the way leads straight to the form that was asked for.
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("Beitrag schreiben")
    neighbour.get_by_label("Ihr Beitrag").fill(SAID)
    neighbour.get_by_label("Ich bitte um Antwort").check()
    neighbour.get_by_role("button", name="Beitrag absenden").click()
    expect(neighbour.get_by_text("Ihr Beitrag ist angekommen.")).to_be_visible()
    expect(neighbour.locator(".gdb-waiting")).to_contain_text(SAID)

    # Nobody else sees it until a moderator has read it.
    said = Comment.objects.get(text=SAID)
    sign_in(moderator, "moderation@example.org")
    moderator.goto("/cms/moderation/")
    moderator.get_by_role("button", name="Freigeben – Beitrag von Brunnenfreundin").click()
    expect(moderator.get_by_text("Brunnenfreundin")).not_to_be_visible()
    assert said.url in letters("brunnen@example.org")[-1]

    # The administration hears of it in its weekly mail, and the link in it leads to its desk.
    said.refresh_from_db()
    with after(days=7):
        call_command("run_digests", stdout=io.StringIO())
    # It waits a few minutes, so that somebody can still stop it.
    with after(days=7, minutes=30):
        digest = letters("verwaltung@example.org")[-1]
    assert said.case.number in digest

    sign_in(official, "verwaltung@example.org")
    official.goto("/cms/vorgaenge/")
    row = official.get_by_role("listitem").filter(has_text=said.case.number)
    row.get_by_role("link").first.click()
    official.get_by_role("textbox", name="Antwort").first.fill(ANSWERED)
    official.get_by_role("button", name="Antwort veröffentlichen").click()
    expect(official.get_by_text("Die Antwort steht")).to_be_visible()

    # The answer stands under the words it answers, for everybody.
    anybody = window()
    anybody.goto(said.url)
    answer = anybody.locator(f"#beitrag-{said.pk} .gdb-answer")
    expect(answer).to_contain_text("Antwort der Verwaltung")
    expect(answer).to_contain_text(said.case.administration.name)
    expect(answer).to_contain_text(ANSWERED)
    expect(anybody.locator(f"#beitrag-{said.pk} > .gdb-comment__text")).to_have_text(SAID)
    answer.get_by_role("link", name=f"Vorgang {said.case.number}").click()
    expect(anybody.get_by_role("heading", level=1)).to_contain_text(said.case.number)
    way = anybody.locator(".gdb-case__way")
    expect(way.get_by_role("listitem")).to_have_count(6)

    assert ANSWERED in letters("brunnen@example.org")[-1]
