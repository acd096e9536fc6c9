"""What is measured, and how. Measured and floor take turns, so that both meet the same machine."""

from __future__ import annotations

import itertools
import re
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.utils.crypto import get_random_string

from gdb_portal.accounts.models import User
from gdb_portal.accounts.sessions import SessionStore
from participation.models import Tally, Topic, Vote
from strategy.models import Measure

from .client import measure_throughput
from .rows import Row, absolute, compared

if TYPE_CHECKING:
    from django.http import HttpResponse

TURNS = 5
SECONDS = 3.0
CONNECTIONS = 8
VOTERS = 400
BUILDS = 40
FLOOR_FILE = "bench-floor.html"
FIRST_VISIT_BYTES = 100_000


def static_floor_path() -> Path:
    """Where the file lies that WhiteNoise serves; it reads its files when the server starts."""
    return Path(settings.STATIC_ROOT) / FLOOR_FILE


def public_measure() -> Measure:
    """The first measure of the real content, as everybody reads it."""
    return Measure.objects.live().in_source_language().order_by("path")[0]


def cached_page(port: int) -> Row:
    """An anonymous public page from the page cache, against a file of equal size."""
    path = public_measure().url
    body = fetch(port, path)
    floor_size = static_floor_path().stat().st_size
    if abs(len(body) - floor_size) > len(body) * 0.02:
        raise ValueError(f"The floor has {floor_size} bytes, the page {len(body)}.")
    page = itertools.repeat(_request(port, "GET", path))
    file = itertools.repeat(_request(port, "GET", f"{settings.STATIC_URL}{FLOOR_FILE}"))
    turns = [
        (_rate(port, page, status=200), _rate(port, file, status=200)) for _turn in range(TURNS)
    ]
    return compared("cached_page", turns, unit="requests/s", bound="at least", goal=0.8)


def built_page() -> Row:
    """Building a measure page that no cache knows, against the frame around equally many bytes."""
    factory, handler = RequestFactory(headers={"Host": "localhost"}), WSGIHandler()
    handler.load_middleware()
    path = public_measure().url

    def get(address: str) -> HttpResponse:
        # A parameter that is not ours keeps the page out of the cache.
        response = handler.get_response(factory.get(address, {"bench": "1"} | _size))
        if response.status_code != 200:
            raise ValueError(f"{address} answered {response.status_code}.")
        return response

    _size: dict[str, str] = {"size": "0"}
    missing = len(get(path).content) - len(get("/_bench/seite/").content)
    _size["size"] = str(max(missing, 0))
    turns = [
        (_milliseconds(lambda: get(path)), _milliseconds(lambda: get("/_bench/seite/")))
        for _turn in range(TURNS)
    ]
    return compared("built_page", turns, unit="ms", bound="at most", goal=4)


def vote(port: int) -> Row:
    """Votes of many voters on one topic, against the bare upsert and counter."""
    topic = Topic.objects.public().open_for("vote").order_by("pk")[0]
    Tally.objects.get_or_create(topic=topic)
    voters = _voters()
    through_all = itertools.cycle(list(_votes(port, f"/beteiligung/{topic.slug}/stimme/", voters)))
    bare = itertools.cycle(list(_votes(port, f"/_bench/stimme/{topic.pk}/", voters)))
    turns = [
        (_rate(port, through_all, status=302), _rate(port, bare, status=302))
        for _turn in range(TURNS)
    ]
    return compared("vote", turns, unit="votes/s", bound="at least", goal=0.6)


def page_weight(port: int) -> Row:
    """All bytes of the first visit of the start page, as they travel."""
    html = fetch(port, "/").decode()
    weight = len(fetch(port, "/", "br"))
    for address in _resources(port, html):
        weight += len(fetch(port, address, "br"))
    return absolute("page_weight", weight, unit="bytes", goal=FIRST_VISIT_BYTES)


def _resources(port: int, html: str) -> set[str]:
    """Everything that the page makes a browser fetch: styles, scripts, images, icons, fonts."""
    tags = re.findall(r"<(?:link|script|img|source)\b[^>]*>", html)
    found = set()
    for tag in tags:
        if tag.startswith("<link") and not re.search(
            r'rel="(?:stylesheet|icon|preload|modulepreload|manifest)"', tag
        ):
            continue
        found.update(re.findall(r'(?:href|src)="([^"]+)"', tag))
    for style in [address for address in found if address.endswith(".css")]:
        css = fetch(port, style).decode()
        for reference in re.findall(r"url\([\"']?([^\"')]+)", css):
            if not reference.startswith("data:"):
                found.add(urllib.parse.urljoin(style, reference))
    for module in [address for address in found if address.endswith(".js")]:
        script = fetch(port, module).decode()
        for reference in re.findall(r"(?:from|import)\s*\(?[\"'](\.[^\"']+)", script):
            found.add(urllib.parse.urljoin(module, reference))
    return found


def _voters() -> list[tuple[User, str]]:
    """Persons with a running session, as many as take part in the measurement."""
    users = list(User.objects.filter(pseudonym__startswith="Messung ").order_by("pk"))
    if len(users) < VOTERS:
        User.objects.bulk_create(
            User(
                email=f"messung-{number}@example.org",
                pseudonym=f"Messung {number}",
                password="!",  # noqa: S106  nobody signs in with it
            )
            for number in range(len(users), VOTERS)
        )
        users = list(User.objects.filter(pseudonym__startswith="Messung ").order_by("pk"))
    return [(user, _session_of(user)) for user in users]


def _session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _votes(port: int, path: str, voters: list[tuple[User, str]]) -> Iterator[bytes]:
    """Every voter agrees, then every voter changes their mind: each request changes something."""
    token = get_random_string(32)
    for value in ("agree", "disagree"):
        for user, session in voters:
            cookies = (
                f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
            )
            form = urllib.parse.urlencode(
                {"value": value, "voter": user.pk, "csrfmiddlewaretoken": token}
            )
            yield _request(port, "POST", path, cookies=cookies, body=form.encode())


def _request(port: int, method: str, path: str, *, cookies: str = "", body: bytes = b"") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: localhost:{port}",
        "Accept-Encoding: identity",
        # Like a browser: readings of robots are not counted, and counting is part of the measure.
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Sec-Fetch-Dest: document",
    ]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _rate(port: int, requests: Iterator[bytes], *, status: int) -> float:
    return measure_throughput(
        port, requests, status=status, seconds=SECONDS, connections=CONNECTIONS
    ).per_second


def _milliseconds(action: Callable[[], object]) -> float:
    """The median time of one call."""
    times = []
    for _build in range(BUILDS):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def fetch(port: int, path: str, encoding: str = "identity") -> bytes:
    """The body of an answer as it travels."""
    request = urllib.request.Request(
        f"http://localhost:{port}{path}", headers={"Accept-Encoding": encoding}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return bytes(answer.read())


def forget_voters() -> None:
    """Remove what the measurement wrote."""
    Vote.objects.filter(voter__pseudonym__startswith="Messung ").delete()
    User.objects.filter(pseudonym__startswith="Messung ").delete()
