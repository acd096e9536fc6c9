"""One circuit breaker for all senders: while the mail server is away, mails wait untouched."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..models import MailServer
from ..smtp import Delivery

logger = logging.getLogger(__name__)

SHORTEST_PAUSE = dt.timedelta(seconds=10)
LONGEST_PAUSE = dt.timedelta(minutes=5)
PROBE_TIME = dt.timedelta(seconds=90)
# What one recipient may provoke (a refusal for reasons of policy, a dropped connection) only counts
# against the server when it happens so often in a row.
STRIKES = 3


def may_try(now: dt.datetime) -> bool:
    """False during a pause. After it, exactly one sender gets True and tries on behalf of all."""
    server = MailServer.objects.filter(pk=1).first()
    if server is None or server.next_try_at is None:
        return True
    return bool(
        MailServer.objects.filter(pk=1, next_try_at__lte=now).update(next_try_at=now + PROBE_TIME)
    )


@transaction.atomic
def note_trouble(delivery: Delivery, *, certain: bool) -> None:
    """The server is away, or (not `certain`) one mail failed as all will if it is.

    Each failure doubles the pause. The first one is recorded and logged; a thousand more are not.
    """
    server = _lock()
    server.failures += 1
    server.code, server.text = delivery.code, delivery.text[:300]
    if certain or server.failures >= STRIKES:
        pause = min(SHORTEST_PAUSE * 2 ** min(server.failures - 1, 10), LONGEST_PAUSE)
        server.next_try_at = timezone.now() + pause
        if server.down_since is None:
            server.down_since = timezone.now()
            record_event("mail.server_lost", on=server, by=None, code=delivery.code)
            logger.error("mail: the server does not take mail (%s); mails wait", delivery.text)
    server.save()


def note_success() -> None:
    """The server works. Writes only when something was wrong."""
    wrong = MailServer.objects.filter(Q(failures__gt=0) | Q(down_since__isnull=False))
    if not wrong.exists():
        return
    with transaction.atomic():
        server = _lock()
        was_down = server.down_since is not None
        server.failures, server.code, server.text = 0, None, ""
        server.down_since = server.next_try_at = None
        server.save()
        if was_down:
            record_event("mail.server_found", on=server, by=None)
            logger.warning("mail: the server takes mail again")


def _lock() -> MailServer:
    MailServer.objects.get_or_create(pk=1)
    return MailServer.objects.select_for_update().get(pk=1)
