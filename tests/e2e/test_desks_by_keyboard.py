"""Our desks in the CMS with the keyboard alone: all is reached, in order, and one sees where."""

import pytest

pytestmark = pytest.mark.req("A07", "A08", "A09")

DESKS = {
    "verwaltung": ["/cms/vorgaenge/", "/cms/vorgaenge/einrichten/", "/cms/zusammenarbeit/"],
    "chefredaktion": [
        "/cms/auswertung/",
        "/cms/auswertung/beitraege/beispiel-hardenbergplatz/",
        "/cms/erfassen/",
        "/cms/fassungen/",
        "/cms/fortschritt/",
        "/cms/newsletter/",
    ],
}
MOST_STOPS = 200
BEGIN = """() => {
  document.activeElement.blur();
  window.where = [...document.querySelectorAll("*")];
}"""
# The place of what has the focus in the document, and whether a ring shows it. In a field for a
# date the browser draws the ring around the part that has the focus.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  e.dataset.reached = "yes";
  const looks = [e, ...(e.labels ?? [])].flatMap((one) =>
    [getComputedStyle(one), getComputedStyle(one, "::before"), getComputedStyle(one, "::after")]);
  const ring = looks.some((look) =>
    (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2)
    || look.boxShadow !== "none");
  return {
    order: window.where.indexOf(e),
    inside: e.closest(".gdb-desk") !== null,
    shown: ring || e.type === "date",
    what: e.outerHTML.slice(0, 120),
  };
}"""
# Radio buttons of a group are one stop; what is folded away is reached when it is opened.
MISSED = """() => [...document.querySelectorAll(
    ".gdb-desk :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")]
  .filter((e) => e.checkVisibility() && !e.disabled && !e.dataset.reached)
  .filter((e) => e.type !== "radio"
    || !document.querySelector(`input[type=radio][name="${e.name}"][data-reached]`))
  .map((e) => e.outerHTML.slice(0, 120))"""


def walk(page):
    """Every stop until the focus leaves the page or comes round."""
    page.evaluate(BEGIN)
    stops = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None and not stops:
            continue
        if here is None or (stops and here["order"] == stops[0]["order"]):
            return stops
        stops.append(here)
    raise AssertionError("the page never lets the focus go")


@pytest.mark.parametrize("who", DESKS)
@pytest.mark.parametrize("width", [1280, 320])
def test_everything_on_a_desk_is_reached_in_order_and_the_focus_is_seen(window, who, width):
    page = window(who, reduced_motion="reduce", viewport={"width": width, "height": 900})

    for path in DESKS[who]:
        page.goto(path)
        page.wait_for_selector("#wagtail.ready")
        stops = [stop for stop in walk(page) if stop["inside"]]

        assert stops, path
        orders = [stop["order"] for stop in stops]
        assert (path, orders) == (path, sorted(orders))
        assert (path, [stop["what"] for stop in stops if not stop["shown"]]) == (path, [])
        assert (path, page.evaluate(MISSED)) == (path, [])


def test_what_is_wrong_in_a_form_of_a_desk_has_the_focus_and_leads_to_the_field(window):
    page = window("chefredaktion")
    page.goto("/cms/erfassen/")

    page.get_by_role("button", name="Speichern und zum nächsten").press("Enter")
    page.wait_for_selector(".gdb-desk__errors:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_selector("#id_topic:target")
