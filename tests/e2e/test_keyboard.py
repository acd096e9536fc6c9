"""Everything with the keyboard alone: nothing here may click, fill or move a pointer."""

import pytest
from playwright.sync_api import TimeoutError, expect

from gdb_portal.local.demo.persons import person
from participation.enums import CommentStatus
from participation.models import Comment, Vote
from participation.moderation.models import Report
from participation.moderation.services import hide, receive_appeal, report_comment
from tests.content import PASSWORD
from tests.e2e.places import TOPIC

pytestmark = pytest.mark.req("A07")

MOST_STOPS = 150
# What has the focus: its name, whether a ring of two pixels shows it, whether anything covers it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
  const free = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    const own = [e, ...(e.labels ?? [])];
    return top && (top.contains(e) || own.some((part) => part.contains(top)));
  });
  // A card shows the ring around all of itself, the compass draws its quarter in other colours.
  const ring = [style, getComputedStyle(e, "::after")].some(
    (look) => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2);
  const drawn = e.querySelector("path[class*=quarter]");
  const stroke = drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 10;
  const stops = [...document.querySelectorAll("*")];
  return {
    name: (e.innerText || e.labels?.[0]?.innerText || e.ariaLabel || "").trim(),
    what: e.outerHTML.slice(0, 120),
    order: stops.indexOf(e),
    shown: Boolean(ring || stroke),
    free,
    width: box.width,
  };
}"""


class Keyboard:
    """Hands on the keys: Tab until something has the focus, and what was seen on the way."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        for letter in text:
            self.page.keyboard.press("Space" if letter == " " else letter)

    def focused(self):
        self.page.wait_for_load_state()
        return self.page.evaluate(FOCUSED)

    def reach(self, name):
        """Press Tab until the focus is on what is called so; it is visible at every stop."""
        for _stop in range(MOST_STOPS):
            self.press("Tab")
            here = self.focused()
            if here is None:
                continue
            assert here["shown"], f"no focus ring: {here['what']}"
            if not here["free"] and here["width"] >= 2:
                self._wait_until_free(here["what"])
            if here["name"].startswith(name):
                return here
        raise AssertionError(f"never reached: {name}; last was {self.focused()}")

    def _wait_until_free(self, what):
        """The CMS scrolls smoothly to what has the focus; what stays covered is a fault."""
        try:
            self.page.wait_for_function(f"() => ({FOCUSED})()?.free")
        except TimeoutError as never:
            raise AssertionError(f"covered: {what}") from never

    def stops(self):
        """Every stop of the page once, in order, until the focus leaves it."""
        found = []
        for _stop in range(400):
            self.press("Tab")
            here = self.focused()
            if here is None or (found and here["order"] == found[0]["order"]):
                return found
            found.append(here)
        raise AssertionError("the page never lets the focus go")


@pytest.fixture
def hands(window):
    page = window(reduced_motion="reduce")
    return Keyboard(page)


@pytest.mark.req("A06")
def test_the_first_stop_skips_to_the_content(hands):
    hands.page.goto("/massnahmen/")

    hands.press("Tab")
    assert hands.focused()["name"] == "Zum Inhalt springen"
    hands.press("Enter")

    assert hands.page.evaluate("document.activeElement.tagName") == "MAIN"
    hands.press("Tab")
    assert hands.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.req("A08", "A09")
@pytest.mark.parametrize("path", ["/", "/massnahmen/", TOPIC, "/konto/signup/", "/pilotprojekte/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_focus_goes_through_the_page_in_order_and_is_always_seen(hands, path, width):
    hands.page.set_viewport_size({"width": width, "height": 640})
    hands.page.goto(path)

    stops = hands.stops()

    assert len(stops) > 5
    assert [stop["order"] for stop in stops] == sorted(stop["order"] for stop in stops)
    assert [stop["what"] for stop in stops if not stop["shown"]] == []
    assert [s["what"] for s in stops if not s["free"] and s["width"] > 2] == []


def test_somebody_signs_in_votes_sorts_and_writes(hands):
    page = hands.page
    page.goto("/")

    hands.reach("Beteiligung")
    hands.press("Enter")
    page.wait_for_url("**/beteiligung/")
    hands.reach("Was soll auf dem Hardenbergplatz")
    hands.press("Enter")
    page.wait_for_url(f"**{TOPIC}")

    hands.reach("Abstimmen")
    hands.press("Enter")
    page.wait_for_url("**/konto/login/**")
    hands.reach("E-Mail-Adresse")
    hands.type("buergerin@example.org")
    hands.reach("Passwort")
    hands.type(PASSWORD)
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Abstimmen")
    hands.reach("Zustimmung")
    hands.press("Space")
    hands.press("Enter")
    expect(page.locator(".gdb-vote__counted")).to_have_text("Ihre Stimme ist gezählt.")
    assert Vote.objects.filter(voter__email="buergerin@example.org").get().value == "agree"

    # Change it in place: the focus stays on the button.
    spoken = page.locator("body > [role=status]")
    expect(spoken).to_be_attached()
    hands.reach("Neutral")
    hands.press("Enter")
    expect(spoken).to_have_text("Ihre Stimme ist gezählt.")
    assert hands.focused()["name"] == "Neutral"

    hands.reach("Älteste")
    hands.press("Enter")
    page.wait_for_url("**?sortierung=aelteste**")

    page.goto(TOPIC)
    hands.reach("Beitrag schreiben")
    hands.press("Enter")
    page.wait_for_url("**/beitrag/")
    hands.reach("Ihr Beitrag")
    hands.type("Mehr Licht am Abend bitte")
    hands.reach("Ich bitte um Antwort")
    hands.press("Space")
    hands.reach("Beitrag absenden")
    hands.press("Enter")
    expect(page.get_by_text("Ihr Beitrag ist angekommen.")).to_be_visible()
    assert Comment.objects.get(text="Mehr Licht am Abend bitte").wants_answer


def test_on_a_narrow_screen_the_menu_opens_with_a_key(hands):
    hands.page.set_viewport_size({"width": 320, "height": 640})
    hands.page.goto("/")

    hands.reach("Menü")
    hands.press("Enter")
    hands.reach("Pilotprojekte")
    hands.press("Enter")

    hands.page.wait_for_url("**/pilotprojekte/")


def test_a_moderator_approves_hides_answers_a_report_and_decides_an_appeal(window):
    published = Comment.objects.published().filter(author=person("buergerin")).order_by("id")
    reported, hidden = published[0], published[1]
    report_comment(reported, ground="rules", rule="4", explanation="Nein.", email="", by=None)
    hiding = hide(hidden, by=person("moderation2"), rule="4", reason="Das gehört nicht hierher.")
    appeal = receive_appeal(hiding, text="Es gehört sehr wohl zum Thema.", by=None)
    hands = Keyboard(window("moderation", reduced_motion="reduce"))
    page = hands.page
    waiting = list(Comment.objects.pending().order_by("submitted_at", "id"))
    items = page.locator("[data-item]")

    # The queue puts the focus on what comes next; a key pressed before that would go astray.
    page.goto("/cms/moderation/")
    expect(items.first).to_be_focused()
    hands.reach("Freigeben")
    hands.press("Enter")
    expect(page.get_by_text("Der Beitrag ist jetzt öffentlich sichtbar.")).to_be_visible()
    expect(items.first).to_be_focused()
    hands.reach("Ausblenden …")
    hands.press("Enter")
    hands.reach("Bitte wählen")
    hands.press("ArrowDown")
    hands.reach("Begründung")
    hands.type("Das ist Werbung, und die steht hier nicht.")
    hands.reach("Mit dieser Begründung ausblenden")
    hands.press("Enter")
    expect(page.get_by_text("Der Beitrag ist ausgeblendet.")).to_be_visible()
    expect(items).to_have_count(len(waiting) - 2)
    assert [Comment.objects.get(pk=comment.pk).status for comment in waiting[:2]] == [
        CommentStatus.PUBLISHED,
        CommentStatus.HIDDEN,
    ]

    hands.reach("Meldungen")
    hands.press("Enter")
    page.wait_for_url("**?ansicht=meldungen")
    hands.reach("Der Beitrag verstößt gegen die Regeln")
    hands.press("Enter")
    page.wait_for_url(f"**/moderation/{reported.pk}/")
    hands.reach("Warum bleibt der Beitrag stehen?")
    hands.type("Der Beitrag nennt das Thema beim Namen.")
    hands.reach("Stehen lassen und Meldung erledigen")
    hands.press("Enter")
    page.wait_for_url("**?ansicht=meldungen")
    assert not Report.objects.open().exists()

    hands.reach("Beschwerden")
    hands.press("Enter")
    page.wait_for_url("**?ansicht=beschwerden")
    hands.reach(appeal.reference)
    hands.press("Enter")
    page.wait_for_url("**/moderation/beschwerden/**")
    hands.reach("Der Beitrag bleibt ausgeblendet")
    hands.press("Space", "ArrowDown")
    hands.reach("Begründung")
    hands.type("Stimmt, der Platz ist darin genannt.")
    hands.reach("Mit dieser Begründung entscheiden")
    hands.press("Enter")
    page.wait_for_url("**?ansicht=beschwerden")
    assert Comment.objects.get(pk=hidden.pk).is_published
