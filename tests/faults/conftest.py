"""What every fault test starts from, and what must hold when it ends."""

import pytest
import redis
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail
from tests.faults.apps import register
from tests.faults.invariants import check_invariants
from tests.faults.processes import Processes, eventually
from tests.smtp import free_port, mail_server


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark before pytest-django sorts: tests that empty the database come after all others."""
    for item in items:
        if "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.fault)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session", autouse=True)
def _fault_kinds():
    register()


def broker_client():
    url = django_settings.CELERY_BROKER_URL
    if url.startswith("redis+socket://"):
        path, _mark, query = url.removeprefix("redis+socket://").partition("?")
        return redis.Redis(unix_socket_path=path, db=int(query.rpartition("=")[2] or 0))
    return redis.Redis.from_url(url)


@pytest.fixture
def broker():
    """The broker itself, empty before and after."""
    with broker_client() as client:
        forget(client)
        yield client
        forget(client)


def forget(client):
    if keys := list(client.scan_iter("gdb:*")):
        client.delete(*keys)


@pytest.fixture
def post(settings):
    """A mail server that may be down: `post.port` is fixed, `post.open()` starts it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 2
    return settings.EMAIL_PORT


@pytest.fixture
def smtp(post):
    with mail_server(port=post) as (mailbox, _port):
        yield mailbox


@pytest.fixture
def processes(post, broker, tmp_path):
    from django.core.cache import cache

    cache.clear()
    manager = Processes(tmp_path)
    yield manager
    manager.kill_all()


@pytest.fixture
def worker(processes):
    process = processes.worker()
    process.wait_until_ready()
    return process


@pytest.fixture
def queue():
    def put(kind, count=1, name=""):
        with transaction.atomic():
            return [
                queue_mail(
                    f"fault_{kind}", key=f"{name}{n}", address=f"{kind}-{name}{n}@example.org"
                )
                for n in range(count)
            ]

    return put


@pytest.fixture
def states():
    """How many mails are in each state."""

    def count(**which):
        found = {}
        for status in OutboxMail.objects.filter(**which).values_list("status", flat=True):
            found[status] = found.get(status, 0) + 1
        return found

    return count


@pytest.fixture
def time_passes():
    """A quarter of an hour later: what was claimed is stuck, what waits is due."""

    def pass_by():
        from gdb_portal.mail.services import repair

        earlier = timezone.now() - timezone.timedelta(minutes=15)
        OutboxMail.objects.filter(status="sending").update(claimed_at=earlier)
        repaired = repair()
        OutboxMail.objects.filter(status="queued").update(next_attempt_at=timezone.now())
        return repaired

    return pass_by


@pytest.fixture
def wait():
    return eventually


@pytest.fixture
def holds(broker, processes):
    """I1–I10, called at the end of every fault test."""

    def check(mailbox, **known):
        check_invariants(mailbox, broker=broker, logs=processes.logs(), **known)

    return check
