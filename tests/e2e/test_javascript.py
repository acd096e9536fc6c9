"""Where scripts run, the same things happen without leaving the place."""

import pytest
from playwright.sync_api import expect

from participation.models import Comment, Vote
from tests.e2e.places import OPEN_TOPIC, TOPIC


def votes_of_citizen():
    return list(
        Vote.objects.filter(voter__email="buergerin@example.org").values_list("value", flat=True)
    )


@pytest.mark.req("A16")
def test_a_vote_is_counted_in_place_said_aloud_and_keeps_the_focus(window):
    page = window("buergerin")
    page.goto(TOPIC)
    page.evaluate("document.stayed = true")
    before = page.locator(".gdb-vote").aria_snapshot()

    page.locator(".gdb-vote").get_by_role("button", name="Zustimmung").click()

    button = page.locator(".gdb-vote").get_by_role("button", name="Zustimmung")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("body > [role=status]")).to_contain_text("Ihre Stimme ist gezählt.")
    assert page.evaluate("document.stayed")
    assert page.locator(".gdb-vote").aria_snapshot() != before
    assert votes_of_citizen() == ["agree"]


@pytest.mark.req("A16")
def test_a_vote_on_a_comment_is_counted_in_place(window):
    said = Comment.objects.filter(topic__slug="beispiel-regeln-fuer-das-buchen").last()
    page = window("buergerin")
    page.goto(OPEN_TOPIC)
    page.evaluate("document.stayed = true")
    thumbs = page.locator(f"#stimme-{said.pk}")
    before = int(thumbs.locator(".gdb-thumbs__count").first.inner_text())

    thumbs.get_by_role("button", name="Zustimmung").click()
    expect(thumbs.get_by_role("button", name="Zustimmung")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(thumbs.locator(".gdb-thumbs__count").first).to_have_text(str(before + 1))
    expect(thumbs.get_by_role("button", name="Zustimmung")).to_be_focused()
    expect(page.locator("body > [role=status]")).to_have_text("Ihre Stimme ist gezählt.")

    thumbs.get_by_role("button", name="Zustimmung").click()
    expect(page.locator("body > [role=status]")).to_have_text("Ihre Stimme ist zurückgezogen.")
    expect(thumbs.locator(".gdb-thumbs__count").first).to_have_text(str(before))
    assert page.evaluate("document.stayed")


BROKEN = {
    "refused at once": "window.fetch = () => Promise.reject(new Error('blocked'))",
    "refused later": "window.fetch = () => new Promise((_, no) => setTimeout(no, 50))",
    "answered with an error": "window.fetch = async () => new Response('', {status: 502})",
    "answered by somebody else": "window.fetch = async () => new Response('<p>Log in to Wi-Fi')",
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_where_fetching_fails_the_browser_sends_the_form_itself(window, script):
    page = window("buergerin")
    page.add_init_script(script)
    page.goto(TOPIC)

    page.locator(".gdb-vote").get_by_role("button", name="Neutral").click()

    expect(page.locator(".gdb-vote")).to_contain_text("Ihre Stimme ist gezählt.")
    assert votes_of_citizen() == ["neutral"]


@pytest.mark.req("A15")
def test_the_characters_left_are_counted_as_one_types(window):
    page = window("buergerin")
    page.goto(f"{TOPIC}beitrag/")
    area = page.get_by_label("Ihr Beitrag")
    most = int(area.get_attribute("data-count"))

    area.fill("Grüße 🌳\n")
    shown = page.locator(".gdb-field__count")
    expect(shown).to_have_text(f"Noch {most - 7:,} Zeichen".replace(",", "."))

    area.fill("x" * (most - 1))
    expect(shown).to_have_text("Noch 1 Zeichen")
    expect(page.get_by_role("status").filter(has_text="Noch 1 Zeichen")).to_have_count(1)


@pytest.mark.req("A20")
def test_a_draft_survives_leaving_and_is_forgotten_once_sent(window):
    page = window("buergerin")
    page.goto(f"{OPEN_TOPIC}beitrag/")
    page.get_by_label("Ihr Beitrag").fill("Noch nicht fertig <b>gedacht</b>")
    page.wait_for_function("() => Object.keys(sessionStorage).some((k) => k.startsWith('draft:'))")

    page.goto("/")
    page.goto(f"{OPEN_TOPIC}beitrag/")
    expect(page.get_by_label("Ihr Beitrag")).to_have_value("Noch nicht fertig <b>gedacht</b>")

    page.get_by_role("button", name="Beitrag absenden").click()
    expect(page.locator(".gdb-messages")).to_contain_text("veröffentlicht")
    page.goto(f"{OPEN_TOPIC}beitrag/")
    expect(page.get_by_label("Ihr Beitrag")).to_have_value("")


@pytest.mark.req("A15")
def test_an_error_summary_takes_the_focus_and_leads_to_the_field(window):
    page = window("buergerin")
    page.goto(f"{TOPIC}beitrag/")
    page.get_by_role("button", name="Beitrag absenden").click()

    summary = page.get_by_role("alert", name="Das hat noch nicht geklappt")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()

    expect(page.get_by_label("Ihr Beitrag")).to_be_focused()
