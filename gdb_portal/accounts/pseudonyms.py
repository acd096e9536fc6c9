"""Which names people may take: nobody's twin, and never an office."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db.models import F, Func, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

MINIMUM, MAXIMUM = 3, 30

# Letters and digits that look like a Latin one, and the separators that are ignored: what is left
# of a name is its look. Kept in pairs because PostgreSQL's translate() wants two strings.
_TWINS = {
    "а": "a", "в": "b", "е": "e", "з": "3", "і": "i", "ј": "j", "к": "k", "м": "m", "н": "h",
    "о": "o", "р": "p", "с": "c", "ѕ": "s", "т": "t", "у": "y", "х": "x", "һ": "h", "ԁ": "d",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v", "ο": "o",
    "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ı": "i",
    "0": "o", "1": "i", "l": "i", "5": "s",
    "ä": "a", "ö": "o", "ü": "u", "á": "a", "à": "a", "â": "a", "é": "e", "è": "e", "ê": "e",
    "í": "i", "ì": "i", "ó": "o", "ò": "o", "ô": "o", "ú": "u", "ù": "u", "ç": "c", "ñ": "n",
    "ş": "s", "ğ": "g",
}  # fmt: skip
_IGNORED = " .-_'’"
_FROM = "".join(_TWINS) + _IGNORED
_TO = "".join(_TWINS.values())

# Compared by look, anywhere in the name: an office does not speak under a pseudonym.
_RESERVED_ANYWHERE = (
    "senat", "verwaltung", "moderation", "moderator", "redaktion", "administrat", "bezirksamt",
    "burgermeister", "burgeramt", "behorde", "landberlin", "gemeinsamdigital", "citylab",
    "digitalstrategie", "amtlich", "offiziell", "official", "polizei", "ministeri", "staatssekret",
)  # fmt: skip
_RESERVED_ALONE = frozenset(
    {"admin", "root", "system", "portal", "support", "hilfe", "team", "berlin", "cdo", "gdb",
     "anonym", "anonymous", "geloschteskonto", "stadtberlin", "postmaster", "webmaster"}
)  # fmt: skip
_ALLOWED_PUNCTUATION = frozenset(_IGNORED)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA")


def looks_like(column: str) -> Func:
    """The look of a name as the database computes it; two names of one look can't both exist."""
    return Func(Lower(F(column)), Value(_FROM), Value(_TO), function="translate")


def look_of(name: str) -> str:
    """The same in Python."""
    return name.lower().translate(str.maketrans(_TO_TABLE))


_TO_TABLE: dict[str, str | None] = {**_TWINS, **dict.fromkeys(_IGNORED)}


def clean_pseudonym(value: str) -> str:
    """The name as it will be shown: composed, single blanks. Raises ValidationError."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", value)).strip()
    if not MINIMUM <= len(name) <= MAXIMUM:
        raise ValidationError(
            _("Bitte wählen Sie ein Pseudonym mit %(minimum)s bis %(maximum)s Zeichen.")
            % {"minimum": MINIMUM, "maximum": MAXIMUM}
        )
    if "@" in name:
        raise ValidationError(
            _("Ein Pseudonym ist öffentlich. Bitte verwenden Sie keine E-Mail-Adresse.")
        )
    if any(not (_is_letter_or_digit(sign) or sign in _ALLOWED_PUNCTUATION) for sign in name):
        raise ValidationError(
            _("Bitte verwenden Sie nur Buchstaben, Ziffern, Leerzeichen, Punkt und Bindestrich.")
        )
    letters = [sign for sign in name if sign.isalpha()]
    if not letters:
        raise ValidationError(_("Ein Pseudonym braucht mindestens einen Buchstaben."))
    if len({_script_of(sign) for sign in letters}) > 1:
        raise ValidationError(_("Bitte mischen Sie nicht verschiedene Schriften."))
    look = look_of(name)
    if look in _RESERVED_LOOKS or any(word in look for word in _RESERVED_PARTS):
        raise ValidationError(
            _("Dieses Pseudonym klingt nach einer amtlichen Stelle. Bitte wählen Sie ein anderes.")
        )
    return name


def _is_letter_or_digit(sign: str) -> bool:
    # Combining marks belong to the letters of many scripts; NFKC has composed all it could.
    return sign.isalpha() or sign.isdecimal() or unicodedata.category(sign) in {"Mn", "Mc"}


def _script_of(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), name.split(" ")[0])


_RESERVED_PARTS = tuple(look_of(word) for word in _RESERVED_ANYWHERE)
_RESERVED_LOOKS = frozenset(look_of(word) for word in _RESERVED_ALONE)
