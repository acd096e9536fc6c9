"""From an editor's first words to a public page: four eyes, no developer."""

import pytest
from playwright.sync_api import expect

from gdb_portal.pages.models import StandardPage


def lead_of(slug):
    return StandardPage.objects.get(slug=slug, locale__language_code="de").lead


@pytest.mark.req("A07")
def test_a_page_goes_from_draft_through_approval_to_the_public(window, letters):
    editor, publisher, anybody = window("redaktion"), window("chefredaktion"), window()
    page = StandardPage.objects.get(slug="mitmachen", locale__language_code="de")
    before = page.lead
    after = "So machen Sie mit: lesen, fragen, <b>Antwort</b> bekommen."

    # The editor changes the words. Nothing is public yet, and there is no button to make it so.
    editor.goto(f"/cms/pages/{page.pk}/edit/")
    editor.locator("textarea[name=lead], input[name=lead]").fill(after)
    editor.get_by_role("button", name="Mehr Aktionen").click()
    expect(editor.locator("[name=action-publish]")).to_have_count(0)
    editor.locator("[name=action-submit]").click()
    expect(editor.locator(".messages")).to_be_visible()
    anybody.goto(page.url)
    expect(anybody.get_by_text(before).first).to_be_visible()
    assert lead_of("mitmachen") == before

    # Who wrote it is not asked to approve it.
    editor.goto(f"/cms/pages/{page.pk}/edit/")
    expect(editor.locator("[data-workflow-action-name=approve]")).to_have_count(0)

    # The publisher hears of it, looks, and approves.
    assert page.title in letters("chefredaktion@example.org")[-1]
    publisher.goto(f"/cms/pages/{page.pk}/edit/")
    publisher.get_by_role("button", name="Mehr Aktionen").click()
    publisher.locator("[data-workflow-action-name=approve]").first.click()
    expect(publisher.locator(".messages")).to_be_visible()

    anybody.goto(page.url)
    expect(anybody.get_by_text(after).first).to_be_visible()
