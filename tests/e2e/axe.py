"""Asking axe, with the rules that are switched off by default and that the portal promises."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": TAGS},
    # axe's only rule of WCAG 2.2 has to be asked for by name.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
    # None of these rules reads style sheets or media; axe would fetch them again for each page,
    # imports from wrong addresses.
    "preload": False,
}
# A mail is no page: it has no landmarks.
MAIL = {**EVERYTHING, "runOnly": {"type": "tag", "values": TAGS[:-1]}}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
# What axe cannot decide by itself, and why a person need not look at it again.
REVIEWED = {
    # A mail runs no scripts, axe neither; it is a scene of its own.
    "frame-tested": "what stands in the frame is looked at by itself",
    # Lines and marks drawn with ::before lie beside the words, never behind them.
    "color-contrast pseudoContent": "decoration beside the words",
    # A neighbour's empty frame lies above the words without covering any.
    "color-contrast bgOverlap": "an empty frame lies above",
    "color-contrast elmPartiallyObscuring": "wraps around a corner only",
    "color-contrast elmPartiallyObscured": "wraps around a corner only",
    "color-contrast shortTextContent": "a single digit or letter, same colours as its neighbours",
    "color-contrast imgNode": "words of a drawing, in the colours of the page's own words",
    "color-contrast bgGradient": "the measured ends of the gradient both pass",
}
SCRIPT = Axe().axe_script
ASK = """async ([where, how]) => {
  const found = await axe.run(where ?? document, how);
  const told = [];
  for (const kind of ["violations", "incomplete"])
    for (const rule of found[kind])
      for (const node of rule.nodes) {
        const checks = [...node.any, ...node.all, ...node.none];
        const reason = checks.map((check) => check.data?.messageKey).find(Boolean) ?? "";
        const why = checks.map((check) => check.message).join(" / ");
        told.push([kind, `${rule.id} ${reason}`.trim(), `${node.html.slice(0, 160)} ${why}`]);
      }
  return told;
}"""


def problems(page: Page, how: dict = EVERYTHING, *, within: str = "") -> list[str]:
    """Each broken rule with its place; so is what axe could not decide and nobody has reviewed."""
    # The CMS brings an axe of its own, older and configured by Wagtail.
    if not page.evaluate("window.axeOfTests === true"):
        page.evaluate(SCRIPT)
        page.evaluate("window.axeOfTests = true")
    context = {"include": [[within]]} if within else None
    return [
        f"{rule}: {what}"
        for kind, rule, what in page.evaluate(ASK, [context, how])
        if kind == "violations" or rule not in REVIEWED
    ]
