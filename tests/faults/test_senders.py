"""Senders that are killed, doubled, poisoned and starved, as real processes."""

import time

import pytest
from django.core.cache import cache
from django.utils import timezone
from kombu import pools

from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services.queueing import bell
from gdb_portal.mail.status import alerts_of, read_status
from gdb_portal.mail.tasks import repair_mail, send_due_mail, send_urgent_mail


@pytest.mark.req("F01", "F03", "R04", "R07")
@pytest.mark.parametrize("at", [1, 50, 99])
def test_a_sender_killed_before_handing_over_costs_nobody_a_mail(
    queue, smtp, worker, states, time_passes, wait, holds, at
):
    victims = []

    def kill(address):
        if len(smtp.messages) >= at - 1 and not victims:
            victims.append(address)
            worker.kill_child()

    smtp.before_data = kill
    # Nobody rings: there is one message in the broker, and it must survive its reader.
    cache.set(bell(urgent=False), 1)
    queue("notice", 100)
    send_due_mail.delay()
    # The last one is on its way for a moment: only the victim may count as stuck.
    wait(lambda: states() == {"sent": 99, "sending": 1})
    assert time_passes() == 1
    send_due_mail.delay()

    wait(lambda: states() == {"sent": 100})
    assert len({message["To"] for message in smtp.messages}) == 100
    assert len(smtp.messages) == 100
    holds(smtp)


@pytest.mark.req("F02", "R07")
def test_a_sender_killed_after_handing_over_follows_the_kinds_policy(
    queue, smtp, worker, states, time_passes, wait, holds
):
    def kill(address):
        if address in {"digest-0@example.org", "notice-0@example.org"}:
            stays.remove(address)
            if not stays:
                smtp.before_confirming = None
            worker.kill_child()

    stays = ["notice-0@example.org", "digest-0@example.org"]
    smtp.before_confirming = kill
    queue("notice", 2)
    queue("digest", 2)
    wait(lambda: states() == {"sending": 2, "sent": 2})
    assert time_passes() == 2
    send_due_mail.delay()

    wait(lambda: states() == {"sent": 3, "unknown": 1})
    assert len(smtp.to("notice-0@example.org")) == 1
    copies = smtp.to("digest-0@example.org")
    assert len({message["Message-ID"] for message in copies}) == 1
    assert len(copies) == 2
    assert Event.objects.of_kind("mail.repaired").count() == 2
    assert "mail-unknown" in [alert.name for alert in alerts_of(read_status())]
    holds(smtp, copies=2)


@pytest.mark.req("F01")
def test_a_machine_that_dies_is_replaced_by_the_next_sweep(
    queue, smtp, processes, worker, states, time_passes, wait, holds
):
    def die(address):
        if len(smtp.messages) == 20:
            smtp.before_data = None
            worker.kill()

    smtp.before_data = die
    queue("notice", 60)
    wait(lambda: smtp.before_data is None)

    successor = processes.worker()
    processes.beat()
    successor.wait_until_ready()
    # Only what the dead one held is stuck, not what the successor is sending just now.
    wait(lambda: states() == {"sent": 59, "sending": 1})
    assert time_passes() == 1

    wait(lambda: states() == {"sent": 60})
    assert len({message["To"] for message in smtp.messages}) == 60
    assert len(smtp.messages) == 60
    holds(smtp)


@pytest.mark.req("F04", "R02", "R03")
def test_the_same_task_five_times_and_given_out_again_sends_each_mail_once(
    queue, smtp, processes, states, wait, holds
):
    for _ in range(2):
        processes.worker(concurrency=2, FAULTS_VISIBILITY="1").wait_until_ready()
    smtp.wait_at_data = 0.05
    queue("notice", 60)
    for _ in range(5):
        send_due_mail.delay()
        repair_mail.delay()

    wait(lambda: states() == {"sent": 60})
    time.sleep(1.5)
    assert len(smtp.messages) == 60
    holds(smtp)


@pytest.mark.req("F16", "R11")
def test_ten_thousand_digests_at_a_slow_server_do_not_delay_a_code(
    queue, smtp, processes, wait, holds
):
    slow = processes.worker(queues="mail")
    quick = processes.worker(queues="urgent")
    slow.wait_until_ready()
    quick.wait_until_ready()
    smtp.wait_at_data = 0.1
    OutboxMail.objects.bulk_create(
        OutboxMail(
            kind="fault_digest",
            key=f"fault_digest:{n}",
            priority=9,
            address=f"amt-{n}@example.org",
            next_attempt_at=timezone.now(),
        )
        for n in range(10_000)
    )
    send_due_mail.delay()
    wait(lambda: len(smtp.messages) >= 20)
    before = slow.memory()

    started = time.monotonic()
    queue("code")
    wait(lambda: smtp.to("code-0@example.org"), within=10)
    waited = time.monotonic() - started
    wait(lambda: len(smtp.messages) >= 50)

    assert waited < 5
    assert slow.memory() < before * 1.2
    slow.kill()
    OutboxMail.objects.filter(status__in=["queued", "sending"]).update(status="aborted")
    holds(smtp)


@pytest.mark.req("F24", "R01")
def test_a_broker_that_forgot_everything_delays_mail_and_loses_none(
    queue, smtp, processes, broker, states, wait, holds
):
    queue("notice", 500)
    for key in list(broker.scan_iter("gdb:*")):
        broker.delete(key)
    assert states() == {"queued": 500}

    worker = processes.worker()
    processes.beat()
    worker.wait_until_ready()

    wait(lambda: states() == {"sent": 500})
    assert len(smtp.messages) == 500
    holds(smtp)


def speak_to(broker):
    """Let Celery forget its connections and use this broker."""
    app = send_due_mail.app
    app.conf.broker_url = app.conf.broker_write_url = broker
    app._pool, app.amqp._producer_pool = None, None
    pools.reset()


@pytest.mark.req("F24")
def test_a_broker_that_is_away_costs_a_request_less_than_a_second(queue, smtp, states, holds):
    address = send_due_mail.app.conf.broker_url
    speak_to("redis://127.0.0.1:1/0")
    try:
        started = time.monotonic()
        queue("notice", 3)
        took = time.monotonic() - started
    finally:
        speak_to(address)

    assert took < 1
    assert states() == {"queued": 3}
    holds(smtp, may_wait=True)


@pytest.mark.req("F30", "R04")
def test_a_mail_that_kills_its_sender_is_given_up_and_the_others_go(
    queue, smtp, worker, states, time_passes, wait, holds
):
    queue("poison")
    queue("defect")
    queue("notice", 5)
    for _ in range(3):
        send_due_mail.delay()
        wait(lambda: states(kind="fault_notice") == {"sent": 5})
        wait(lambda: states(kind="fault_poison") == {"sending": 1})
        time_passes()

    assert states(kind="fault_poison") == {"failed": 1}
    assert OutboxMail.objects.get(kind="fault_poison").attempts == 3
    assert OutboxMail.objects.get(kind="fault_defect").reason == "could not be rendered"
    OutboxMail.objects.filter(kind="fault_defect").delete()
    holds(smtp)


@pytest.mark.req("R02")
def test_every_task_of_mail_does_nothing_the_second_time(queue, smtp, states, holds):
    queue("notice", 3)
    queue("code", 2)
    for task in (send_urgent_mail, send_due_mail, repair_mail):
        task()
    before = (states(), len(smtp.messages))

    for task in (send_urgent_mail, send_due_mail, repair_mail):
        task()

    assert before == ({"sent": 5}, 5)
    assert (states(), len(smtp.messages)) == before
    holds(smtp)
