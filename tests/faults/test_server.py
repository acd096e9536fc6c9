"""Mail servers that are away, silent, or slow to come back, with real workers."""

import contextlib
import socketserver
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import KINDS, Subscriber
from gdb_portal.mail.models import MailServer, OutboxMail
from gdb_portal.mail.services import stop_before
from gdb_portal.mail.tasks import send_due_mail, send_urgent_mail
from gdb_portal.mail.tokens import address_code, unsubscribe_token
from tests.smtp import mail_server


@contextlib.contextmanager
def silent_server(port):
    """Accepts everybody and never says a word."""

    class SayNothing(socketserver.BaseRequestHandler):
        def handle(self):
            with contextlib.suppress(ConnectionError):
                while self.request.recv(1024):
                    pass

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", port), SayNothing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def pause_is_over():
    with transaction.atomic():
        OutboxMail.objects.filter(status="queued").update(next_attempt_at=timezone.now())
        MailServer.objects.update(next_try_at=timezone.now())


def try_until(done):
    """For `wait`: end the pause and ring again until it is done.

    A try that began while the server was away may fail after the pause was ended, and begin
    another one.
    """

    def try_again():
        if done():
            return True
        pause_is_over()
        send_due_mail.delay()
        return False

    return try_again


@pytest.mark.req("F07", "R06")
def test_without_a_mail_server_people_go_on_and_later_everything_arrives(
    queue, post, worker, states, wait, holds, client, citizen, topic
):
    queue("notice", 5)
    wait(lambda: MailServer.objects.filter(down_since__isnull=False).exists())
    client.force_login(citizen)
    assert client.get(topic.url).status_code == 200
    queue("code", 2)
    for _ in range(3):
        pause_is_over()
        send_due_mail.delay()
        wait(lambda: states() == {"queued": 7})
    assert set(OutboxMail.objects.values_list("attempts", flat=True)) <= {0, 1}

    with mail_server(port=post) as (mailbox, _port):
        wait(try_until(lambda: states() == {"sent": 7}), every=0.5)
        kinds = [message["To"].partition("-")[0] for message in mailbox.messages]
        assert kinds == ["code"] * 2 + ["notice"] * 5
        assert Event.objects.of_kind("mail.server_lost").count() == 1
        assert Event.objects.of_kind("mail.server_found").count() == 1
        holds(mailbox)


@pytest.mark.req("F08", "R12")
def test_a_server_that_never_answers_stops_nobody_for_long(
    queue, post, worker, states, wait, holds
):
    with silent_server(post):
        queue("notice", 20)
        wait(lambda: MailServer.objects.filter(down_since__isnull=False).exists(), within=10)
        send_urgent_mail.delay()
        wait(lambda: states() == {"queued": 20}, within=10)

    with mail_server(port=post) as (mailbox, _port):
        wait(try_until(lambda: states() == {"sent": 20}), every=0.5)
        holds(mailbox)


@pytest.mark.req("F13", "S42")
def test_leaving_a_list_while_its_mail_goes_out_is_heard(queue, smtp, monkeypatch, states, holds):
    from dataclasses import replace

    listed = replace(KINDS["fault_digest"], list_name="probe")
    monkeypatch.setitem(KINDS, "fault_digest", listed)
    queue("digest", 3)
    answers = []

    def click(link):
        answers.append(Client().post(link))
        connection.close()

    def leave(address):
        smtp.before_confirming = None
        others = [f"digest-{n}@example.org" for n in range(3)]
        for other in others:
            token = unsubscribe_token("probe", Subscriber(address_code=address_code(other)))
            link = reverse("mail:unsubscribe", args=[token])
            thread = threading.Thread(target=click, args=(link,))
            thread.start()
            thread.join()

    smtp.before_confirming = leave
    send_due_mail()

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert states() == {"sent": 1, "aborted": 2}
    assert len(smtp.messages) == 1


@pytest.mark.req("F36")
def test_after_a_restore_nothing_is_sent_again_blindly(queue, smtp, states, holds):
    queue("notice", 5, name="alt")
    backup = timezone.now()
    assert stop_before(backup) == 5
    queue("notice", 2, name="neu")

    send_due_mail()

    assert states() == {"aborted": 5, "sent": 2}
    assert Event.objects.of_kind("mail.stopped").count() == 5
    holds(smtp)
