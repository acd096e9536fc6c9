"""Public pages from the cache: built once for everybody, thrown away exactly when they change.

An entry remembers the moment (a number that only grows) at which its building began. Invalidating
a tag stamps it with a later number, so an entry built from older data, even one that is stored only
after the invalidation, is never served. A tag without a stamp (the cache lost it) vouches for
nothing: such an entry is not served either. Only GET requests without a session cookie are
answered.

A process trusts its last look at the numbers for TRUST_SECONDS and asks nobody meanwhile. So what
one process invalidates is gone for its own readers at once, and for everybody a moment later.
"""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeGuard

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import urlencode

from . import readings
from .cache import cache

logger = logging.getLogger(__name__)

CONTENT: Final = "content"
PARTICIPATION: Final = "participation"

# Anything else in the query string is not ours: such a page is built, but never stored.
ALLOWED_PARAMETERS: Final = frozenset(
    [
        "q",
        "art",
        "status",
        "feld",
        "wert",
        "bezirk",
        "verwaltung",
        "sortierung",
        "seite",
        "nach",
        "vor",
        "beitrag",
        "jahr",
        "gruppe",
        "phase",
        "pilot",
        "haltung",
        "zufall",
        "ansicht",
    ]
)
# Everything else that the page was answered with is stored with it, its security headers too.
OWN_HEADERS: Final = frozenset(["cache-control", "content-length", "etag", "vary"])
PRIVATE_PATHS: Final = ("/cms/", "/konto/", "/healthz", "/readyz", "/media/", "/postfach/")
SEQUENCE: Final = "pages:sequence"
TAG_PREFIX: Final = "pages:tag:"
SMALLEST_COMPRESSED: Final = 500
# Whatever people type into a search box may be long; what nobody else asks for is not kept.
LONGEST_QUERY: Final = 200
LOCAL_ENTRIES: Final = 256
TRUST_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored answer. `built_at` is a number of the sequence, `expires_at` a Unix time."""

    tags: frozenset[str]
    built_at: int
    expires_at: float
    etag: str
    headers: dict[str, str]
    body: bytes
    body_gzip: bytes
    body_brotli: bytes
    # What reading it counts as (see `readings`). Last, so that entries stored before it still fit.
    counts_as: str = ""


def depends_on(request: HttpRequest, *tags: str) -> None:
    """Let the answer to this request be thrown away when one of `tags` is invalidated."""
    _tags(request).update(tags)


def expires_at(request: HttpRequest, moment: dt.datetime | None) -> None:
    """Let the answer expire at `moment` (aware) at the latest, e.g. when a phase begins or ends."""
    if moment is None:
        return
    known = getattr(request, "_page_expires_at", None)
    request._page_expires_at = min(known, moment) if known else moment  # type: ignore[attr-defined]


def invalidate(*tags: str) -> None:
    """Throw away every stored page that depends on one of `tags`, after the transaction commits."""
    transaction.on_commit(lambda: _stamp(tags), robust=True)


def _tags(request: HttpRequest) -> set[str]:
    if not hasattr(request, "_page_tags"):
        request._page_tags = {CONTENT}  # type: ignore[attr-defined]
    return request._page_tags  # type: ignore[attr-defined, no-any-return]


# Tags that could not be stamped because the cache was away for a moment; stamped before anything
# is served from it again. What a process takes along when it ends lives no longer than an entry.
_owed: set[str] = set()


class Look(NamedTuple):
    """What this process last knew of the sequence, and until when (monotonic) it may rely on it."""

    sequence: int
    trusted_until: float
    age: object


# Another one after each invalidation here: a look that began before it is worth nothing.
_age = object()
_last_look = Look(-1, 0.0, _age)


def _look() -> int | None:
    """Ask the cache for the sequence, and remember the answer for a moment."""
    global _last_look
    age, begun = _age, time.monotonic()
    sequence: int | None = cache.get(SEQUENCE)
    if sequence is not None:
        _last_look = Look(sequence, begun + TRUST_SECONDS, age)
    return sequence


def _forget_looks() -> None:
    global _age
    _age = object()


def _stamp(tags: Iterable[str]) -> None:
    _owed.update(tags)
    owed = set(_owed)
    try:
        cache.stamp(SEQUENCE, _first_number(), [TAG_PREFIX + tag for tag in owed])
    except Exception:  # noqa: BLE001  whatever is wrong with the cache: owed until it is back
        logger.warning("page cache: could not invalidate %s yet", ",".join(sorted(owed)))
    else:
        # In this order: while something is owed, nobody trusts an older look.
        _forget_looks()
        _owed.difference_update(owed)


def _first_number() -> int:
    # Starting from the clock keeps numbers growing even when the cache was emptied in between.
    return int(time.time() * 1000)


class PublicPageCacheMiddleware:
    """Answer anonymous GET requests from the cache, and store what may be stored.

    Stands outside everything but the forgetting of addresses: a hit passes nothing else. What is
    not answered from here meets everything else as usual: the refusal of a foreign host and the
    way to https too, since only what was answered with 200 is stored, by scheme and host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.local: dict[str, tuple[int, Entry]] = {}
        self.untouched = settings.STATIC_URL

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self.untouched):
            return self.get_response(request)
        address = _shared_address(request)
        if address is None:
            return _passed(request, self.get_response(request))
        entry = self._trusted(address)
        if entry is not None:
            return _answer(request, entry)
        key = _key(address)
        try:
            sequence = _look()
            if _owed and sequence is not None:
                _stamp(())
                return _passed(request, self.get_response(request))
            entry = self._lookup(address, key, sequence) if sequence is not None else None
        except Exception:  # noqa: BLE001  without the cache the page is built, not refused
            return _passed(request, self.get_response(request))
        if entry is None:
            response = self.get_response(request)
            entry = _store(key, request, response, sequence)
            if entry is None:
                return _passed(request, response)
        return _answer(request, entry)

    def _trusted(self, address: str) -> Entry | None:
        """An entry that was valid a moment ago, without asking anybody."""
        known = self.local.get(address)
        if known is None or _owed:
            return None
        look, entry = _last_look, known[1]
        if look.age is not _age or look.trusted_until <= time.monotonic():
            return None
        if look.sequence != known[0]:
            return None
        return entry if entry.expires_at > time.time() else None

    def _lookup(self, address: str, key: str, sequence: int) -> Entry | None:
        """A valid entry for `key`, or None. One round trip while nothing changes anywhere."""
        known = self.local.get(address)
        if known and known[1].expires_at > time.time() and known[0] == sequence:
            return known[1]
        stored = cache.get(key)
        entry = Entry(*stored) if stored else None
        if entry is None or entry.expires_at <= time.time() or not _is_current(entry):
            self.local.pop(address, None)
            return None
        if len(self.local) >= LOCAL_ENTRIES:
            self.local.clear()
        self.local[address] = (sequence, entry)
        return entry


def _is_current(entry: Entry) -> bool:
    stamps = cache.get_many([TAG_PREFIX + tag for tag in entry.tags])
    return len(stamps) == len(entry.tags) and max(stamps.values()) <= entry.built_at


def _shared_address(request: HttpRequest) -> str | None:
    """The full address of a request whose answer may be shared, in one spelling, or None."""
    if request.method not in {"GET", "HEAD"}:
        return None
    if "HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    path = request.path
    if "HTTP_AUTHORIZATION" in request.META or path.startswith(PRIVATE_PATHS) or "/konto/" in path:
        return None
    query = ""
    if request.META.get("QUERY_STRING"):
        if not ALLOWED_PARAMETERS.issuperset(request.GET):
            return None
        # Encoded again: "a=1&b=2" as one value must not share an entry with two parameters.
        query = urlencode(sorted(request.GET.lists()), doseq=True)
        if len(query) > LONGEST_QUERY:
            return None
    try:
        return f"{request.scheme}://{request.get_host()}{path}?{query}"
    except DisallowedHost:
        # Refused further in, where the answer gets its headers.
        return None


def _key(address: str) -> str:
    return "pages:entry:" + hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()


def _may_be_stored(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
        return False
    vary = response.get("Vary", "").lower()
    control = response.get("Cache-Control", "").lower()
    return "cookie" not in vary and "private" not in control and "no-store" not in control


def _store(
    key: str, request: HttpRequest, response: HttpResponseBase, sequence: int | None
) -> Entry | None:
    if request.method != "GET" or not _may_be_stored(response):
        return None
    if sequence is None:
        # The very first page ever: the sequence must exist before building to be comparable.
        cache.add(SEQUENCE, _first_number(), timeout=None)
        return None
    seconds = settings.GDB_PAGE_CACHE_SECONDS
    boundary = getattr(request, "_page_expires_at", None)
    if boundary is not None:
        seconds = min(seconds, (boundary - timezone.now()).total_seconds())
    if seconds <= 0:
        return None
    body = response.content
    compress = len(body) >= SMALLEST_COMPRESSED
    entry = Entry(
        tags=frozenset(_tags(request)),
        built_at=sequence,
        expires_at=time.time() + seconds,
        # Weak, because the compressed variants share it.
        etag='W/"' + hashlib.sha256(body).hexdigest()[:32] + '"',
        headers={n: v for n, v in response.items() if n.lower() not in OWN_HEADERS},
        body=body,
        body_gzip=gzip.compress(body, 6, mtime=0) if compress else b"",
        body_brotli=brotli.compress(body, quality=5) if compress else b"",
        counts_as=readings.name_of(request),
    )
    fields = tuple(getattr(entry, name) for name in Entry.__slots__)
    try:
        for tag in entry.tags:
            # Only where it has none: a stamp never moves back.
            cache.add(TAG_PREFIX + tag, sequence, timeout=None)
        cache.set(key, fields, timeout=seconds)
    except Exception:  # noqa: BLE001  the reader gets the page anyway
        logger.warning("page cache: could not store a page")
    return entry


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    readings.note(request, entry.counts_as)
    accepted = _accepted_encodings(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body, encoding = entry.body, ""
    if entry.body_brotli and "br" in accepted:
        body, encoding = entry.body_brotli, "br"
    elif entry.body_gzip and "gzip" in accepted:
        body, encoding = entry.body_gzip, "gzip"
    own = {"ETag": entry.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if entry.etag.removeprefix("W/") in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return HttpResponse(status=304, headers=entry.headers | own)
    own["Content-Length"] = str(len(body))
    if encoding:
        own["Content-Encoding"] = encoding
    content = b"" if request.method == "HEAD" else body
    return HttpResponse(content, headers=entry.headers | own)


@functools.lru_cache(maxsize=256)
def _accepted_encodings(header: str) -> frozenset[str]:
    """What the browser unpacks; `br;q=0` says that it does not."""
    accepted = set()
    for part in header.lower().split(","):
        name, _semicolon, weight = part.replace(" ", "").partition(";")
        if weight not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(name)
    return frozenset(accepted)


def _passed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What nobody else may see must not stay in a browser's or proxy's cache either."""
    if response.status_code < 400:
        readings.note(request, readings.name_of(request))
    if "Cache-Control" not in response:
        response["Cache-Control"] = "private, no-store"
    return response
