"""No page, in no state, keeps anybody out: what a machine can tell, at every width and theme."""

import pytest
from django.db import connection
from django.test import override_settings

from tests.e2e import scenes
from tests.e2e.axe import COLOURS, EVERYTHING, problems
from tests.e2e.conftest import NARROW, PATIENCE, WIDE
from tests.e2e.database import copy_of
from tests.e2e.places import sign_in
from tests.e2e.states import prepare_states

# Width decides about places, theme about colours: each rule is asked wherever it can differ.
LOOKS = [
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", COLOURS),
    (NARROW, "dark", EVERYTHING),
    (NARROW, "light", COLOURS),
]
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important }
    * { word-spacing: .16em !important }
    p { margin-bottom: 2em !important }
"""
# Words that stick out of a box which cuts them off; what is only for screen readers is tiny.
CLIPPED = """() => {
  const found = [];
  for (const box of document.querySelectorAll("body *")) {
    const style = getComputedStyle(box);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || box.clientWidth < 3) continue;
    if (!box.innerText?.trim() || box.closest("svg")) continue;
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
      found.push(box.className + ": " + box.innerText.trim().slice(0, 40));
  }
  return found;
}"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest("[tabindex='0']"))
    .slice(-3).map((e) => e.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def places(db, base_url, django_db_blocker):
    """All states in one copy, only ever read; beside them addresses that fail."""
    with (
        django_db_blocker.unblock(),
        copy_of(db, connection.settings_dict["NAME"]),
        override_settings(ROOT_URLCONF="tests.core.broken_urls"),
    ):
        yield prepare_states()


@pytest.fixture(scope="module")
def viewers(browser, base_url, places):
    """One browser per person; without motion nothing is measured half-way."""
    contexts = {}

    def page_of(who):
        if who not in contexts:
            contexts[who] = browser.new_context(
                base_url=base_url, locale="de-DE", viewport=WIDE, reduced_motion="reduce"
            )
            contexts[who].set_default_timeout(PATIENCE)
            contexts[who].new_page()
            if who:
                # By hand: sensitive pages ask whether somebody signed in just now.
                sign_in(contexts[who].pages[0], f"{who}@example.org")
        return contexts[who].pages[0]

    yield page_of
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(viewers, places):
    """Go to a scene and bring it into its state."""

    def go(scene):
        page = viewers(scene.who)
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        answer = page.goto(scene.path.format(**places))
        if scene.press:
            with page.expect_navigation() as navigation:
                page.locator("main form").get_by_role("button", name=scene.press).first.click()
            answer = navigation.value
        assert answer.status == scene.status or scene.press
        return page

    return go


@pytest.mark.req("A03", "A04", "A14", "A18")
@pytest.mark.parametrize("name", scenes.PUBLIC)
def test_axe_finds_nothing(visit, name):
    page = visit(scenes.PUBLIC[name])

    found = {}
    for size, theme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        for problem in problems(page, rules):
            found.setdefault(problem, []).append(f"{size['width']} {theme}")

    assert found == {}


@pytest.mark.req("A03", "A26")
@pytest.mark.parametrize("name", scenes.DESKS)
def test_axe_finds_nothing_on_our_desks(visit, name):
    page = visit(scenes.DESKS[name])

    assert problems(page, within=".gdb-desk, .nice-padding") == []
