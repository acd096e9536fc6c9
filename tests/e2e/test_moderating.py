"""Whoever is restricted learns why, from a person, and it can be taken back."""

import pytest
from playwright.sync_api import expect

from participation.enums import CommentStatus
from participation.models import Comment
from tests.e2e.places import OPEN_TOPIC

REASON = "Der Beitrag nennt eine Person aus der Nachbarschaft beim Namen."


@pytest.mark.req("A07")
def test_a_comment_is_hidden_with_a_reason_and_shown_again(window, letters):
    author, moderator, anybody = window("buergerin"), window("moderation"), window()
    author.goto(f"{OPEN_TOPIC}beitrag/")
    author.get_by_label("Ihr Beitrag").fill("Frau Muster von nebenan bucht <b>immer</b> alles.")
    author.get_by_role("button", name="Beitrag absenden").click()
    said = Comment.objects.get(text__startswith="Frau Muster")

    # A moderator hides it, naming rule and reason.
    moderator.goto(f"/cms/moderation/{said.pk}/")
    hiding = moderator.get_by_role("region", name="Ausblenden")
    hiding.get_by_label("Verletzte Regel").select_option("2")
    hiding.get_by_label("Begründung für die verfassende Person").fill(REASON)
    hiding.get_by_role("button", name="Mit dieser Begründung ausblenden").click()
    expect(moderator.locator(".messages")).to_be_visible()
    said.refresh_from_db()
    assert said.status == CommentStatus.HIDDEN

    # Readers see that something stood there and which rule it broke, not what it said.
    anybody.goto(OPEN_TOPIC)
    place = anybody.locator(f"#beitrag-{said.pk}")
    expect(place).to_contain_text("Grund ist Regel 2")
    expect(anybody.get_by_text("Frau Muster")).to_have_count(0)

    # The author gets the reason by mail and keeps it in the account, with the own words.
    letter = letters("buergerin@example.org")[-1]
    assert REASON in letter
    assert "Frau Muster von nebenan bucht <b>immer</b> alles." in letter
    author.goto("/konto/")
    own = author.locator(".gdb-own__item").filter(has_text="Frau Muster")
    expect(own).to_contain_text("Ausgeblendet wegen Regel 2")
    expect(own).to_contain_text(REASON)

    # Another look, and it is back.
    moderator.goto(f"/cms/moderation/{said.pk}/")
    moderator.get_by_role("button", name="Entscheidung zurücknehmen").click()
    expect(moderator.locator(".messages")).to_be_visible()
    anybody.goto(OPEN_TOPIC)
    expect(place.locator(".gdb-comment__text")).to_contain_text("Frau Muster von nebenan")
    expect(place).not_to_contain_text("ausgeblendet")


def test_the_queue_is_worked_off_with_single_keys(window):
    moderator = window("moderation")
    moderator.goto("/cms/moderation/")
    items = moderator.locator("[data-item]")
    waiting = items.count()
    expect(items.first).to_be_focused()

    moderator.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    moderator.keyboard.press("k")
    moderator.keyboard.press("f")

    expect(items).to_have_count(waiting - 1)
