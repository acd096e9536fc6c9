"""What a typed question asks for: all its words, one of them, or words like them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from wagtail.models import Locale

MOST_WORDS = 8
NEAR_WORDS = 12
# Shorter pieces are part of half the dictionary.
SHORTEST_PIECE = 4
# Two words with this share of common letter groups are taken for one, mistyped.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Words:
    """One way to ask PostgreSQL: for the index of texts and for marking what was found."""

    text: str
    config: str = "german"
    search_type: str = "websearch"

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(self.text, config=self.config, search_type=self.search_type)

    @property
    def marking(self) -> str:
        """The same question as SQL with one parameter, for `ts_headline`."""
        function = "to_tsquery" if self.search_type == "raw" else "websearch_to_tsquery"
        return f"{function}('{self.config}', %s)"


def typed_words(typed: str) -> list[str]:
    return re.findall(r"\w+", typed)[:MOST_WORDS]


def near_words(typed: str) -> Words | None:
    """Words of the index that contain a typed one or look like it; None if one has none.

    German glues words together: whoever asks for "Platz" means the "Hardenbergplatz" too.
    """
    near: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT typed.stem, known.word FROM"
            " unnest(tsvector_to_array(to_tsvector('german', %s))) AS typed(stem) LEFT JOIN"
            " ts_stat('SELECT title || body FROM wagtailsearch_indexentry') AS known ON"
            " (length(typed.stem) >= %s AND position(typed.stem IN known.word) > 0)"
            " OR similarity(typed.stem, known.word) >= %s"
            " ORDER BY typed.stem, similarity(typed.stem, known.word) DESC, known.word",
            [" ".join(typed_words(typed)), SHORTEST_PIECE, ALIKE],
        )
        for stem, word in cursor.fetchall():
            near.setdefault(stem, [])
            if word and len(near[stem]) < NEAR_WORDS:
                near[stem].append(word)
    if not near or not all(near.values()):
        return None
    groups = ["(" + " | ".join(map(_quoted, words)) + ")" for words in near.values()]
    return Words(" & ".join(groups), config="simple", search_type="raw")


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def suggestion(typed: str, locale: Locale) -> str:
    """The question with each word as the most similar word in a public title; empty if the same."""
    words = typed_words(typed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (typed.number) typed.number, known.word FROM"
            " unnest(%s::text[]) WITH ORDINALITY AS typed(word, number) JOIN"
            # "Bürger:innen" is one word.
            " (SELECT DISTINCT rtrim(regexp_split_to_table(title, '[^[:alnum:]:]+'), ':') AS word"
            "  FROM wagtailcore_page WHERE live AND depth > 1 AND locale_id = %s) AS known"
            " ON length(known.word) >= %s AND similarity(typed.word, known.word) >= %s"
            " ORDER BY typed.number, similarity(typed.word, known.word) DESC, known.word",
            [words, locale.pk, SHORTEST_PIECE, ALIKE],
        )
        better = dict(cursor.fetchall())
    suggested = [better.get(number, word) for number, word in enumerate(words, 1)]
    same = [word.lower() for word in suggested] == [word.lower() for word in words]
    return "" if same else " ".join(suggested)
