"""No page, in no state, keeps anybody out: what a machine can tell, at every width and theme."""

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import get_resolver, resolve

from tests.content import copy_of
from tests.e2e import scenes
from tests.e2e.axe import COLOURS, EVERYTHING, MAIL, problems
from tests.e2e.conftest import NARROW, PATIENCE, WIDE
from tests.e2e.places import sign_in
from tests.e2e.states import prepare_states
from tests.e2e.watch import Watch
from tests.rights.test_addresses import addresses

# Addresses without a scene.
ELSEWHERE = (
    # They look like the CMS: its own pages are Wagtail's, our desks have scenes of their own.
    "wagtail", "simple_translation", "unnamed", "digests:settings",
    "participation:without-outcome", "participation:outcome-write",
    # No pages: files, feeds, answers for machines, addresses that lead on.
    "healthz", "readyz", "sitemap", "cases:statistics-csv", "cases:statistics-json",
    "api:index", "api:response-statistics", "api:response-statistics-one",
    "accounts:own-data-download", "accounts:guest-data", "participation:export",
    "participation:result-pdf",
    "participation:topic-feed", "participation:topic-calendar", "participation:comment-similar",
    "participation:topic-short", "participation:topic-poster", "participation:polls-export",
    "participation:paper-sheet", "reports:statistics-csv", "opinion:open-table",
    "pairwise:open-table",
    "pages:news-feed", "pages:card",
    "pages:gathering-calendar", "pages:gathering-entry",
    "digests:unfollow", "digests:end", "mfa_login_webauthn", "mfa_download_recovery_codes",
    # Only on one machine.
    "local",
    # In the middle of signing in, with a code from a mail or a second factor: the templates of
    # the scenes "sign in" and "password"; `test_loop` goes through the code.
    "account_complete", "account_confirm", "account_email_verification_sent", "account_inactive",
    "account_password_reset_completed", "account_set_password", "account_reauthenticate", "mfa_",
    # A piece of other people's pages, without our frame; `test_sharing` looks at it there.
    "participation:topic-embed",
    # There is only one version yet; tests/strategy make a second.
    "strategy:comparison",
    # The link is a secret of a mail.
    "mail:", "strategy:invitation",
)  # fmt: skip
# Width decides about places, theme about colours: each rule is asked wherever it can differ.
LOOKS = [
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", COLOURS),
    (NARROW, "dark", EVERYTHING),
    (NARROW, "light", COLOURS),
]
# Between the two widths the same rules hold; forced colours are the reader's, not ours. One scene
# of each build is looked at there.
TABLET = {"width": 768, "height": 1024}
BUILDS = [
    "start",
    "measures, filtered",
    "measure with a topic",
    "pilots",
    "topic: answered, hidden, withdrawn",
    "comment form, refused",
    "account",
    "too often",
]
LANGUAGES = {"en": "en", "de-simple": "de-simple"}
# Transitions that would run although somebody asked for less motion.
MOVING = """() => [...document.querySelectorAll("*")].filter((e) => {
  const style = getComputedStyle(e);
  return /[1-9]/.test(style.transitionDuration.replace(/1e-0\\d+s|0\\.0*1m?s/g, ""))
    || style.animationName !== "none";
}).map((e) => e.className)"""
SPACING = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important }
    * { word-spacing: .16em !important }
    p { margin-bottom: 2em !important }
"""
# Where the reader chooses the colours, backgrounds are gone: a control is seen by its border only,
# and words that keep colours of ours may vanish.
UNBOUND = """() => [...document.querySelectorAll("main *, body > header *, body > footer *")]
  .filter((e) => e.checkVisibility() && e.getClientRects().length)
  .filter((e) => {
    const style = getComputedStyle(e);
    const hasWords = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (style.forcedColorAdjust === "none" && hasWords) return true;
    // Boxes to be ticked that the system draws keep its colours.
    const isDrawn = e.matches("[type=checkbox], [type=radio]") && style.appearance !== "none";
    const isBox = e.matches("button, input, select, textarea, .gdb-button")
      && !isDrawn && e.getBoundingClientRect().width > 1;
    return isBox && ["Top", "Bottom"].every((side) =>
      style[`border${side}Style`] === "none" || parseFloat(style[`border${side}Width`]) === 0);
  }).map((e) => e.outerHTML.slice(0, 120))"""
# Words that lie outside a box which cuts them off; those for screen readers alone always do.
CLIPPED = """() => {
  const found = [];
  for (const box of document.querySelectorAll("body *")) {
    const style = getComputedStyle(box);
    const [across, down] = [style.overflowX, style.overflowY].map((o) => /hidden|clip/.test(o));
    if (!(across || down) || box.clientWidth < 3) continue;
    const edge = box.getBoundingClientRect();
    const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const text = words.currentNode;
      const holder = text.parentElement;
      const unseen = holder.closest(".gdb-visually-hidden, .gdb-station__words");
      if (!text.data.trim() || unseen) continue;
      // A drawing that repeats what stands beside it as a list.
      if (holder.closest("svg:is([aria-hidden=true], [role=img])")) continue;
      // What lies in a frame that scrolls by itself can be reached there.
      const frame = holder.closest("[tabindex='0']");
      if (frame && box !== frame && box.contains(frame)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const r of range.getClientRects())
        if ((across && (r.right > edge.right + 1 || r.left < edge.left - 1))
            || (down && r.bottom > edge.bottom + 2))
          found.push(`${box.className}: ${text.data.trim().slice(0, 40)}`);
    }
  }
  return found;
}"""
# A sheet made by script is allowed by every policy.
WEAR = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
TWICE = "html { font-size: 200% !important }"
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
        page.emulate_media(color_scheme="light", forced_colors="none")
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


@pytest.mark.req("A03", "A06", "A14")
@pytest.mark.parametrize("name", BUILDS)
def test_each_build_fits_a_tablet_and_bears_forced_colours(visit, name):
    page = visit(scenes.PUBLIC[name])

    page.set_viewport_size(TABLET)
    assert problems(page) == []
    assert page.evaluate(TOO_WIDE) == []
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(UNBOUND) == []


@pytest.mark.req("A03", "A26")
@pytest.mark.parametrize("name", scenes.DESKS)
def test_axe_finds_nothing_on_our_desks(visit, name):
    page = visit(scenes.DESKS[name])

    assert problems(page, within=".gdb-desk, .nice-padding") == []


@pytest.mark.req("P2", "A03", "A14")
@pytest.mark.parametrize("name", scenes.WINDOWS)
def test_axe_finds_nothing_in_the_windows_for_other_sites(visit, name):
    page = visit(scenes.WINDOWS[name])

    for size, theme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        assert problems(page, rules) == []
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.req("A03", "A14")
def test_axe_finds_nothing_in_the_newsletters_mail(viewers, places):
    page = viewers("chefredaktion")
    answer = page.request.get(places["newsletter_mail"])
    # Where it is served nothing may run, axe neither.
    page.goto("about:blank")
    page.set_content(answer.text())

    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert problems(page, MAIL) == []
        assert page.evaluate(TOO_WIDE) == []


def structure(page):
    """What everybody needs to find their way: title, language, headings, landmarks, skip link."""
    return page.evaluate(
        """() => {
          const levels = [...document.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6)")]
            .filter((e) => e.checkVisibility()).map((e) => Number(e.tagName[1]));
          const count = (what) => document.querySelectorAll(what).length;
          const names = Array.from(document.querySelectorAll("[id]"), (e) => e.id);
          return {
            language: document.documentElement.lang,
            title: document.title,
            h1: count("h1"),
            jumps: levels.filter((level, at) => at && level > levels[at - 1] + 1).length,
            marks: [count("body > header"), count("main"), count("body > footer")],
            skip: document.querySelector("body > a")?.getAttribute("href"),
            twice: names.length - new Set(names).size,
          };
        }"""
    )


@pytest.mark.req("A05", "A06", "A10", "A11", "A12")
@pytest.mark.parametrize("name", scenes.PUBLIC)
def test_a_page_is_well_built_fits_and_holds_still(visit, name):
    scene = scenes.PUBLIC[name]
    page = visit(scene)

    built = structure(page)
    assert built["title"].endswith(" – Gemeinsam Digital: Berlin") or name.endswith("start")
    assert built["title"].startswith("Fehler:") == bool(scene.press)
    assert built["language"] == LANGUAGES.get(urlsplit(page.url).path.split("/")[1], "de")
    assert (built["h1"], built["jumps"], built["twice"]) == (1, 0, 0)
    assert (built["marks"], built["skip"]) == ([1, 1, 1], "#inhalt")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(MOVING) == []

    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size(WIDE)
    for css in (SPACING, TWICE):
        page.evaluate(WEAR, css)
        assert page.evaluate(CLIPPED) == []


@pytest.mark.req("P03", "P04")
def test_reading_sets_no_cookie_and_asks_nobody_else(browser, base_url, places):
    context = browser.new_context(base_url=base_url, locale="de-DE")
    watch = Watch(base_url)
    watch.over(context)
    page = context.new_page()

    for scene in scenes.READING.values():
        page.goto(scene.path.format(**places))
        assert (scene.path, context.cookies()) == (scene.path, [])

    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert watch.seen == []
    context.close()


def test_every_public_address_is_among_the_scenes(places):
    """A new page comes with a scene, or says above why it needs none."""
    shown = {
        resolve(scene.path.format(**places).partition("?")[0].removeprefix("/en")).view_name
        for scene in scenes.PUBLIC.values()
        if scene.status in {200, 422}
    }
    patterns = get_resolver("gdb_portal.urls").url_patterns
    every = {name for name, route in addresses(patterns) if not route.startswith("/cms/")}

    unseen = [name for name in every - shown if not name.startswith(ELSEWHERE)]

    assert sorted(unseen) == []
