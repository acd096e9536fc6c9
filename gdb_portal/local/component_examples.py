"""Examples of every component in its states: the component page shows them, tests read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.html import format_html

from gdb_portal.core.site_links import Link, SiteLinks

LONG_WORD = "Donaudampfschifffahrtsverwaltungsdigitalisierungsbeauftragtenkonferenz"


@dataclass(frozen=True)
class Example:
    """One state of a component: what it shows, and what the template is given."""

    title: str
    context: dict[str, Any] = field(default_factory=dict)


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Pseudonym", help_text="So heißen Sie für andere.", max_length=40)
    email = forms.EmailField(label="E-Mail-Adresse")
    text = forms.CharField(
        label="Ihr Beitrag",
        help_text="Höchstens 5.000 Zeichen.",
        widget=forms.Textarea(attrs={"rows": 5, "data-count": "5000"}),
    )
    rule = forms.ChoiceField(
        label="Welche Regel?", choices=[("", "Weiß ich nicht"), ("1", LONG_WORD)], required=False
    )
    value = forms.ChoiceField(
        label="Ihre Stimme",
        choices=[("agree", "Zustimmung"), ("neutral", "Neutral"), ("disagree", "Ablehnung")],
        widget=forms.RadioSelect,
        help_text="Niemand sieht, wie Sie gestimmt haben.",
    )
    topics = forms.MultipleChoiceField(
        label="Worüber möchten Sie lesen?",
        choices=[("1", "Wirtschaft"), ("2", "Zukunft")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wants_answer = forms.BooleanField(
        label="Ich bitte um Antwort", required=False, help_text="Sie bekommen eine Mail."
    )
    accepts = forms.BooleanField(label="Ich kenne die Regeln")


def empty_form() -> ExampleForm:
    return ExampleForm(auto_id="leer_%s")


def form_with_errors(auto_id: str = "fehler_%s") -> ExampleForm:
    data = {"email": "kein-at-zeichen", "rule": "99", "topics": ["99"]}
    form = ExampleForm(data, auto_id=auto_id)
    form.is_valid()
    form.add_error("wants_answer", "Das geht hier gerade nicht.")
    return form


def examples() -> dict[str, list[Example]]:
    """By the name of the component. A part that only another component uses is shown there."""
    today = dt.date(2026, 11, 25)
    text = "Der Platz wird neu gedacht. Wir wollen wissen, was Sie dort brauchen."
    steps = [
        {"label": "Informieren", "state": "done", "date": today - dt.timedelta(days=60)},
        {
            "label": "Mitreden",
            "state": "current",
            "date": today,
            "until": today + dt.timedelta(days=30),
            "text": "Schreiben und abstimmen.",
            "href": "#line",
        },
        {"label": "Antworten", "state": "overdue", "date": "Herbst 2026"},
        {"label": "Ergebnis", "state": "upcoming"},
    ]
    options = [
        {"label": "Zukunftschancen", "href": "#", "count": 12, "is_active": True},
        {"label": LONG_WORD, "href": "#", "count": 3, "is_active": False},
        {"label": "Ohne Zahl", "href": "#", "count": None, "is_active": False},
    ]
    chosen = [{"label": "laufend", "href": "#"}, {"label": "Mitte", "href": "#"}]
    ideas = [
        {"title": title, "href": f"#{title}"}
        for title in ("nachhaltig", "gemeinwohlorientiert", "resilient", "kooperativ")
    ]
    languages = SiteLinks(
        languages=[
            Link("Deutsch", "#", "de", is_current=True),
            Link("English", "#", "en"),
            Link("Leichte Sprache", "#", "de-simple"),
        ],
        sign_language="#",
        sign_in="#",
    )
    source = {"label": "Rahmenstrategie", "url": "https://example.org/", "publisher": "Berlin"}
    return {
        "accordion": [
            Example(
                "Zwei Fragen",
                {
                    "items": [
                        {
                            "title": "Wer antwortet?",
                            "text": format_html("<p>{}</p>", "Die Verwaltung."),
                        },
                        {"title": LONG_WORD, "text": text},
                    ]
                },
            )
        ],
        "account_link": [Example("Nicht angemeldet", {"links": languages})],
        "breadcrumb": [
            Example(
                "Liste",
                {
                    "items": [{"label": "x", "href": "/"}, {"label": "Maßnahmen", "href": "#"}],
                    "here": LONG_WORD,
                },
            ),
            Example(
                "Bis zu zwei Ebenen",
                {
                    "first_label": "Beteiligung",
                    "first_href": "#",
                    "here": "Ein Thema",
                    "label": "Sie sind hier, Beispiel",
                },
            ),
        ],
        "button": [
            *(
                Example(variant, {"label": "Beitrag absenden", "variant": variant})
                for variant in ("primary", "secondary", "tertiary", "danger")
            ),
            Example("Link", {"label": "Beitrag schreiben", "href": "#"}),
            Example("Mit Zeichen", {"label": "Suchen", "icon": "search", "variant": "secondary"}),
            Example("Mit Wert", {"label": "Adresse ändern", "name": "action", "value": "change"}),
            Example("Lang", {"label": LONG_WORD}),
        ],
        "card": [
            Example("Nur Titel", {"href": "#", "title": "Kiezbox"}),
            Example(
                "Alles",
                {
                    "href": "#",
                    "title": "Was soll der Hardenbergplatz können?",
                    "kicker": "Pilotprojekt",
                    "text": text,
                    "meta": "4 Beiträge · 97 Stimmen",
                    "status_label": "Mitreden bis 25. Dezember 2026",
                    "status_tone": "success",
                },
            ),
            *(
                Example(f"Linie {n}", {"href": "#", "title": LONG_WORD, "line": n, "text": text})
                for n in (1, 2, 3, 4)
            ),
        ],
        "chips": [Example("Zwei gewählt", {"items": chosen, "clear_href": "#"})],
        "compass": [Example("Vier Leitgedanken", {"ideas": ideas})],
        "empty": [
            Example("Nur Titel", {"title": "Noch kein Beitrag"}),
            Example(
                "Mit Weg",
                {"title": "Nichts gefunden", "text": text, "href": "#", "link_label": "Zur Liste"},
            ),
        ],
        "error_summary": [
            Example("Ohne Fehler", {"form": empty_form()}),
            Example("Mit Fehlern", {"form": form_with_errors()}),
        ],
        "error_ways": [Example("Ohne Anfrage")],
        "facts": [
            Example(
                "Werte und Links",
                {
                    "items": [
                        {"label": "Zeitraum", "value": "2024 bis 2026"},
                        {"label": "Leer"},
                        {
                            "label": "Beteiligt",
                            "links": [{"label": "Bezirk", "href": "#"}, {"label": LONG_WORD}],
                        },
                    ]
                },
            )
        ],
        "field": [
            *(Example(f"{bound.name}", {"field": bound}) for bound in empty_form()),
            *(
                Example(f"{bound.name}, mit Fehler", {"field": bound})
                for bound in form_with_errors()
            ),
        ],
        "filter": [
            Example(
                "Zwei Gruppen",
                {
                    "facets": [
                        {"title": "Gruppe", "options": options},
                        {"title": "Leer", "options": []},
                    ],
                    "chosen": chosen,
                    "clear_href": "#",
                },
            )
        ],
        "hero": [
            Example(
                "Zwei Wege",
                {
                    "title": "Berlin wird digitaler. Reden Sie mit.",
                    "lead": text,
                    "primary_label": "Jetzt mitreden",
                    "primary_href": "#",
                    "secondary_label": "Die Strategie lesen",
                    "secondary_href": "#",
                },
            )
        ],
        "languages": [
            Example("Drei Sprachen", {"links": languages, "label": "Sprachen, Beispiel"})
        ],
        "line": [
            Example("Vier Schritte", {"steps": steps, "label": "Ablauf"}),
            Example(
                "Sechs Schritte auf Linie 3",
                {"steps": [*steps, *steps[:2]], "line": 3, "label": "Ablauf, lang"},
            ),
        ],
        "mark": [Example("Das Zeichen")],
        "messages": [
            Example(
                "Von jeder Art",
                {
                    "messages": [
                        Message(level, text)
                        for level in (constants.SUCCESS, constants.INFO, constants.ERROR)
                    ]
                },
            )
        ],
        "network": [Example("Auf dunklem Grund zu sehen in hero")],
        "notice": [
            *(
                Example(tone, {"title": "Ihr Text ist noch da", "text": text, "tone": tone})
                for tone in ("info", "success", "warning", "danger")
            ),
            Example(
                "Mit Text aus der Redaktion",
                {"heading": "h3", "title": LONG_WORD, "html": format_html("<p>{}</p>", text)},
            ),
        ],
        # The page's own h1 is one already; here it stands for a field of action.
        "page_header": [
            Example(
                "Mit allem",
                {
                    "kicker": "Inklusive Stadtgestaltung",
                    "title": "Transparente Entscheidungsprozesse",
                    "lead": text,
                    "line": 3,
                    "meta": "seit 2022",
                    "status_label": "laufend",
                    "status_tone": "success",
                },
            )
        ],
        "pagination": [
            Example(
                "In der Mitte",
                {
                    "previous_url": "#",
                    "next_url": "#",
                    "page_obj": Paginator(range(30), 10).page(2),
                    "label": "Seiten, Beispiel",
                },
            ),
            Example("Am Anfang", {"next_url": "#", "label": "Seiten, Anfang"}),
            Example("Eine Seite"),
        ],
        "quote": [
            Example("Ohne Namen", {"text": text}),
            Example(
                "Mit Quelle",
                {"text": text, "attribution": "Teilnehmerin", "source_url": "https://example.org/"},
            ),
        ],
        "search_form": [Example("Mit Wort", {"href": "#", "id": "suche-beispiel", "query": "<b>"})],
        "share": [
            Example(
                "Mit kurzer Adresse",
                {
                    "base_url": "https://portal.example.org",
                    "path": "/beteiligung/ein-thema/",
                    "title": f"Was fehlt <b>hier</b> & dort? {LONG_WORD}",
                    "short_path": "/t/12/",
                },
            )
        ],
        "source_list": [Example("Zwei Quellen", {"sources": [{**source, "as_of": today}, source]})],
        "stat": [
            Example("Zahl", {"value": "16", "label": "Handlungsfelder"}),
            Example(
                "Mit Link", {"value": "5", "label": "Pilotprojekte", "href": "#", "text": text}
            ),
        ],
        "status": [
            Example(tone, {"label": "laufend", "tone": tone})
            for tone in ("neutral", "info", "success", "warning", "danger")
        ],
        "table": [
            Example(
                "Mit Kopf",
                {
                    "caption": "Maßnahmen je Gruppe",
                    "columns": ["Gruppe", "Maßnahmen", "davon abgeschlossen"],
                    "rows": [["Regeneratives Wirtschaften", "12", "3"], [LONG_WORD, "9", "1"]],
                    "row_headers": True,
                    "note": "Beispielzahlen.",
                },
            )
        ],
        "toc": [
            Example(
                "Drei Ziele",
                {"items": [{"label": word, "href": "#"} for word in ("Worum", "Wer", LONG_WORD)]},
            )
        ],
        "typed": [
            Example("Ein Text", {"typed": [{"name": "text", "value": "Bitte mehr <b>Bänke</b>."}]})
        ],
        "vote_bar": [
            Example("Gezählt", {"agree": 61, "neutral": 14, "disagree": 22, "total": 97}),
            Example("Noch keine Stimme", {"agree": 0, "neutral": 0, "disagree": 0, "total": 0}),
        ],
    }
