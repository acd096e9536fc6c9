"""Every kind of page in every state that a person can meet, by name: where it is and who sees it.

`{…}` stands for what `states.py` prepared. `press` names a button to be pressed first, so that the
form's errors show.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.places import GUEST_TOPIC, OPEN_TOPIC, TOPIC


@dataclass(frozen=True)
class Scene:
    path: str
    # The local part of a demonstration account; nobody signs in without.
    who: str = ""
    press: str = ""
    status: int = 200

    @property
    def address(self) -> str:
        return self.path.partition("?")[0]


CITIZEN, MODERATOR, OFFICIAL = "buergerin", "moderation", "verwaltung"
EDITOR, ADMINISTRATOR = "redaktion", "admin"

READING = {
    "start": Scene("/"),
    "strategy": Scene("/strategie/"),
    "chapter": Scene("/strategie/warum/"),
    "compass": Scene("/wertekompass/"),
    "guiding idea": Scene("/wertekompass/nachhaltig/"),
    "fields": Scene("/handlungsfelder/"),
    "field": Scene("/handlungsfelder/offene-it-oekosysteme/"),
    "measures": Scene("/massnahmen/"),
    "measures, filtered": Scene("/massnahmen/?status=laufend"),
    "measures, none found": Scene("/massnahmen/?q=xyzzy"),
    "measure with a topic": Scene("/massnahmen/transparenz-und-offenheit/"),
    "pilots": Scene("/pilotprojekte/"),
    "pilot": Scene("/pilotprojekte/hardenbergplatz/"),
    "implementation": Scene("/umsetzung/"),
    "administrations": Scene("/verwaltungen/"),
    "administration": Scene("/verwaltungen/skzl/"),
    "news": Scene("/neuigkeiten/"),
    "one news": Scene("/neuigkeiten/berlin-wird-modellprojekt/"),
    "gatherings": Scene("/termine/"),
    "gatherings that are over": Scene("/termine/?ansicht=vergangen"),
    "gathering": Scene("/termine/beispiel-sprechstunde-hardenbergplatz/"),
    "gathering, cancelled": Scene("/termine/beispiel-werkstatt-regeln/"),
    "gathering that is over": Scene("/termine/jahreskonferenz-2023/"),
    "newsletters": Scene("/newsletter/"),
    "one newsletter": Scene("/newsletter/beispiel-ausgabe/"),
    "taking part": Scene("/mitmachen/"),
    "learning": Scene("/lernprozess/"),
    "easy to read": Scene("/leichte-sprache/"),
    "sign language": Scene("/gebaerdensprache/"),
    "accessibility": Scene("/barrierefreiheit/"),
    "privacy": Scene("/datenschutz/"),
    "imprint": Scene("/impressum/"),
    "terms": Scene("/nutzungsbedingungen/"),
    "search": Scene("/suche/"),
    "search, found": Scene("/suche/?q=Daten"),
    "search, nothing found": Scene("/suche/?q=xyzzy"),
    "English start": Scene("/en/"),
    "English field": Scene("/en/handlungsfelder/offene-it-oekosysteme/"),
    "English learning": Scene("/en/lernprozess/"),
    "easy start": Scene("/de-simple/"),
    "topics": Scene("/beteiligung/"),
    "topic: answered, hidden, withdrawn": Scene(TOPIC),
    "topic without comments": Scene("/beteiligung/leer/"),
    "topic that is closed": Scene("/beteiligung/zu/"),
    "topic, first of many pages": Scene("/beteiligung/lang/"),
    "comment with answer": Scene("{answered}"),
    "comment in English": Scene("/en{answered}"),
    "comment, hidden": Scene("{hidden}"),
    "comment, withdrawn": Scene("{withdrawn}"),
    "comment, earlier words": Scene("{history}"),
    "cases": Scene("/vorgaenge/"),
    "cases, one administration": Scene("/vorgaenge/?verwaltung=skzl"),
    "case, answered": Scene("{case_answered}"),
    "case, open": Scene("{case_open}"),
    "case, overdue": Scene("{case_late}"),
    "case statistics": Scene("/vorgaenge/statistik/"),
    "versions": Scene("/strategie/fassungen/"),
    "version": Scene("/strategie/fassungen/1/"),
    "paragraph": Scene("{passage}"),
    "paragraphs that are gone": Scene("/strategie/fassungen/1/ohne-stelle/"),
    "text of a measure": Scene("/massnahmen/transparenz-und-offenheit/fassungen/1/"),
    "paragraph of a measure": Scene(
        "/massnahmen/transparenz-und-offenheit/fassungen/1/absatz/versprochen/2/"
    ),
    "paragraphs of a measure that are gone": Scene(
        "/massnahmen/transparenz-und-offenheit/fassungen/1/ohne-stelle/"
    ),
    "pilots compared": Scene("/pilotprojekte/vergleich/"),
    "progress": Scene("/fortschritt/"),
    "history of a measure": Scene("/massnahmen/data-hub-berlin/verlauf/"),
    "history of a pilot": Scene("/pilotprojekte/hardenbergplatz/verlauf/"),
    "poll": Scene("{poll}"),
    "comparison with a ranking": Scene("{comparison}"),
    "comparison, nothing yet": Scene("{comparison_new}"),
    "how rankings are made": Scene("/paarvergleiche/"),
    "opinion map": Scene("/beteiligung/gruppen/meinungsbild/"),
    "opinion map, nothing yet": Scene("/beteiligung/leer/meinungsbild/"),
    "how opinion maps are made": Scene("/meinungsbilder/"),
    "topic with an opinion map": Scene("/beteiligung/gruppen/"),
    "result with themes": Scene("/beteiligung/gruppen/ergebnis/"),
    "moderation in numbers": Scene("/moderation/zahlen/"),
    "result of a topic": Scene("/beteiligung/zu/ergebnis/"),
}
# These hold a form, and with it a cookie against forged ones.
FORMS = {
    "comment, to be translated": Scene("/en{answered}uebersetzung/"),
    "newsletter form": Scene("/newsletter/bestellen/"),
    "newsletter form, refused": Scene("/newsletter/bestellen/", press="Bestellen", status=422),
    "barrier form": Scene("/barrierefreiheit/melden/"),
    "barrier form, refused": Scene("/barrierefreiheit/melden/", press="absenden", status=422),
    "barrier, received": Scene("/barrierefreiheit/melden/danke/"),
    "report form": Scene("{answered}melden/"),
    "report form, refused": Scene("{answered}melden/", press="Meldung absenden", status=422),
    "report, received": Scene("{received}"),
    "guest, comment form": Scene(f"{GUEST_TOPIC}beitrag/"),
    "guest, comment form, refused": Scene(
        f"{GUEST_TOPIC}beitrag/", press="Weiter zur Bestätigung", status=422
    ),
    "guest, mail is on its way": Scene("/beitraege/postfach/"),
    "guest, confirming": Scene("{guest_confirm}"),
    "guest, link is no more": Scene("/beitraege/bestaetigen/kaputt/", status=410),
    "guest, claiming": Scene("{guest}"),
    "guest, claim refused": Scene("{guest}", press="Konto anlegen", status=422),
    "guest, deleting": Scene("{guest}loeschen/"),
    "guest, key is no more": Scene("/konto/gast/kaputt/", status=410),
    "subscriptions, asking for the link": Scene("/abos/"),
    "subscriptions, refused": Scene("/abos/", press="Link schicken", status=422),
    "subscriptions, mail is on its way": Scene("/abos/postfach/"),
    "subscriptions, ended": Scene("/abos/beendet/"),
    "subscriptions of an address": Scene("{subscriptions}"),
    "subscription, confirming": Scene("{confirm}"),
    "subscription, ending": Scene("{end}"),
    "subscription, link is no more": Scene("/abos/bestaetigen/kaputt/", status=410),
    "following, overview": Scene("/folgen/"),
    "following a topic": Scene(f"{TOPIC}folgen/"),
    "following a measure": Scene("/massnahmen/transparenz-und-offenheit/folgen/"),
    "following a measure, refused": Scene(
        "/massnahmen/transparenz-und-offenheit/folgen/", press="Per Mail folgen", status=422
    ),
    "following a pilot": Scene("/pilotprojekte/hardenbergplatz/folgen/"),
    "following a field": Scene("/handlungsfelder/offene-it-oekosysteme/folgen/"),
    "following a district": Scene("/bezirke/mitte/folgen/"),
    "following a search": Scene("/suche/folgen/?q=Daten"),
    "appeal form": Scene("{appeal}"),
    "appeal form, refused": Scene("{appeal}", press="Beschwerde absenden", status=422),
    "appeal, received": Scene("{appealed}"),
    "appeal about a report": Scene("{appeal_report}"),
    "sign up": Scene("/konto/signup/"),
    "sign up, refused": Scene("/konto/signup/", press="Konto anlegen"),
    "sign in": Scene("/konto/login/"),
    "sign in, refused": Scene("/konto/login/", press="Anmelden"),
    "code instead of password": Scene("/konto/login/code/"),
    "password forgotten": Scene("/konto/password/reset/"),
    "account deleted": Scene("/konto/geloescht/"),
    "invitation that is no more": Scene("/einladung/kaputt/", status=410),
    "not found": Scene("/gibt-es-nicht/", status=404),
    "bad request": Scene("/fail/bad/", status=400),
    "forbidden": Scene("/fail/forbidden/", status=403),
    "form expired": Scene("/refused/expired/", status=403),
    "too often": Scene("/refused/too-often/", status=429),
    "broken": Scene("/fail/broken/", status=500),
    "database gone": Scene("/fail/no-database/", status=503),
}
TAKING_PART = {
    "own topic: waiting and voted": Scene(TOPIC, CITIZEN),
    "own open topic": Scene(OPEN_TOPIC, CITIZEN),
    "comment form": Scene(f"{TOPIC}beitrag/", CITIZEN),
    "comment form, refused": Scene(f"{TOPIC}beitrag/", CITIZEN, "Beitrag absenden", 422),
    "comment form, paragraph": Scene("{passage_comment}", CITIZEN),
    "passage vote form": Scene("{passage_comment}stimme/", CITIZEN),
    "reply form": Scene("{answered}antworten/", CITIZEN),
    "comment, change": Scene("{own}aendern/", CITIZEN),
    "comment, withdraw": Scene("{own}zurueckziehen/", CITIZEN),
    "vote form": Scene(f"{TOPIC}stimme/", CITIZEN),
    "points": Scene("/beteiligung/leer/punkte/", CITIZEN),
    "poll form": Scene("{poll}antworten/", CITIZEN),
    "voluntary questions": Scene("/beteiligung/lang/angaben/", CITIZEN),
    "two items compared": Scene("{comparison}antworten/", CITIZEN),
    "two items compared, change": Scene("{comparison}antworten/?nr=1", CITIZEN),
    "own comparisons": Scene("{comparison}meine/", CITIZEN),
    "vote form, comment": Scene("{answered}stimme/", CITIZEN),
    "account": Scene("/konto/", CITIZEN),
    "account with a hidden comment": Scene("/konto/", "nachbarin"),
    "following a measure, with an account": Scene(
        "/massnahmen/transparenz-und-offenheit/folgen/", CITIZEN
    ),
    "notifications": Scene("/konto/benachrichtigungen/", CITIZEN),
    "pseudonym": Scene("/konto/pseudonym/", CITIZEN),
    "own sessions": Scene("/konto/sitzungen/", CITIZEN),
    "own data": Scene("/konto/daten/", CITIZEN),
    "delete account": Scene("/konto/loeschen/", CITIZEN),
    "address": Scene("/konto/email/", CITIZEN),
    "password": Scene("/konto/password/change/", CITIZEN),
    "second factor": Scene("/konto/2fa/", CITIZEN),
    "sign out": Scene("/konto/logout/", CITIZEN),
}
DESKS = {
    "CMS": Scene("/cms/", ADMINISTRATOR),
    "queue": Scene("/cms/moderation/", MODERATOR),
    "queue of reports": Scene("/cms/moderation/?ansicht=meldungen", MODERATOR),
    "queue of appeals": Scene("/cms/moderation/?ansicht=beschwerden", "moderation2"),
    "appeal, review": Scene("{review_appeal}", "moderation2"),
    "queue of decisions": Scene("/cms/moderation/?ansicht=entschieden", MODERATOR),
    "review": Scene("{review_hidden}", MODERATOR),
    "review, reported": Scene("{review_reported}", MODERATOR),
    "review, left after a report": Scene("{review_kept}", MODERATOR),
    "desk": Scene("/cms/vorgaenge/", OFFICIAL),
    "desk, late outcomes": Scene("/cms/vorgaenge/?ansicht=ergebnis", OFFICIAL),
    "desk, silent measures": Scene("/cms/vorgaenge/?ansicht=massnahmen", OFFICIAL),
    "desk, case": Scene("{desk_open}", OFFICIAL),
    "desk, answered case": Scene("{desk_answered}", OFFICIAL),
    "desk, digests": Scene("/konto/sammelmail/", OFFICIAL),
    "desk, settings": Scene("/cms/vorgaenge/einrichten/", OFFICIAL),
    "evaluation": Scene("/cms/auswertung/", EDITOR),
    "evaluation, contributions": Scene("/cms/auswertung/beitraege/gruppen/", EDITOR),
    "evaluation, alike": Scene("{alike}", EDITOR),
    "evaluation, new theme": Scene("/cms/auswertung/beitraege/zu/thema/", EDITOR),
    "evaluation, theme": Scene("{theme}", EDITOR),
    "who took part": Scene("/cms/auswertung/beteiligte/zu/", EDITOR),
    "reach": Scene("/cms/auswertung/reichweite/", EDITOR),
    "reach, one topic": Scene("/cms/auswertung/reichweite/gruppen/", EDITOR),
    "persons": Scene("/cms/personen/", ADMINISTRATOR),
    "outbox": Scene("/cms/postausgang/", ADMINISTRATOR),
    "outbox, switches": Scene("/cms/postausgang/schalter/", ADMINISTRATOR),
    "outbox, suppressions": Scene("/cms/postausgang/sperrliste/", ADMINISTRATOR),
    "barriers": Scene("/cms/barrieren/", EDITOR),
    "newsletter desk": Scene("/cms/newsletter/", "chefredaktion"),
    "newsletter, before it is sent": Scene("{newsletter_send}", "chefredaktion"),
    "newsletter, preview": Scene("{newsletter_preview}", "chefredaktion"),
    "from paper": Scene("/cms/erfassen/", EDITOR),
    "comparisons": Scene("/cms/snippets/pairwise/comparison/", EDITOR),
    "polls": Scene("/cms/snippets/participation/poll/", EDITOR),
}
# Windows of topics for other sites: without our header and footer, and without scripts.
WINDOWS = {
    "window": Scene(f"{TOPIC}einbetten/"),
    "window of a closed topic": Scene("/beteiligung/zu/einbetten/"),
}
PUBLIC = {**READING, **FORMS, **TAKING_PART}
