"""Public texts of people in the reader's language, made by a machine on the reader's wish.

The translating service speaks LibreTranslate's protocol (POST `/translate`) and is run by whoever
runs the portal; without its address nothing is offered. It gets public texts only and nothing about
the reader. What it made is kept in the shared cache, under the text itself: after a change of the
text nobody finds it any more.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import requests
from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger(__name__)

# A reader waits for it: rather no translation than a page that hangs.
TIMEOUT = (2.0, 10.0)
KEPT_SECONDS = 7 * 86400


class TranslatorUnavailable(Exception):
    """The service gave no translation; later it may."""


def is_offered(language: str) -> bool:
    """Whether there is a service, and the reader's language is not the one people write in."""
    return bool(settings.GDB_TRANSLATOR_URL) and not language.startswith(settings.LANGUAGE_CODE)


def known_translations(texts: list[str], *, to: str) -> list[str] | None:
    """What was translated before, in the order of `texts`; None unless all of it is known."""
    found: list[str] | None = cache.get(_key(texts, to))
    return found


def translate(texts: list[str], *, to: str) -> list[str]:
    """`texts`, from whatever language each is in, in the same order.

    Raises TranslatorUnavailable when the service is gone, slow, or answers something else.
    """
    found = known_translations(texts, to=to)
    if found is None:
        found = _ask(texts, to)
        cache.set(_key(texts, to), found, KEPT_SECONDS)
    return found


def _ask(texts: list[str], to: str) -> list[str]:
    question: dict[str, Any] = {"q": texts, "source": "auto", "target": to, "format": "text"}
    if settings.GDB_TRANSLATOR_KEY:
        question["api_key"] = settings.GDB_TRANSLATOR_KEY
    address = f"{settings.GDB_TRANSLATOR_URL.rstrip('/')}/translate"
    found: Any = None
    try:
        answer = requests.post(address, json=question, timeout=TIMEOUT, allow_redirects=False)
        # Not followed: a redirect could lead the text to a stranger.
        found = answer.json()["translatedText"] if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        logger.warning("translation: no answer (%s)", type(error).__name__)
        raise TranslatorUnavailable from error
    if not _is_translation(found, texts):
        logger.warning("translation: an answer that is none")
        raise TranslatorUnavailable
    return found


def _is_translation(found: Any, texts: list[str]) -> bool:
    return (
        isinstance(found, list)
        and len(found) == len(texts)
        and all(isinstance(text, str) and text.strip() for text in found)
    )


def _key(texts: list[str], to: str) -> str:
    whole = json.dumps([to, texts], ensure_ascii=False)
    return f"translation:{hashlib.sha256(whole.encode()).hexdigest()}"
