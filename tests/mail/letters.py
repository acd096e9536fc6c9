"""Queueing test mails and asking what became of them."""

import datetime as dt

import time_machine
from django.db import transaction
from django.utils import timezone

from gdb_portal.mail.services import queue_mail, send_due

ANNA = "anna@example.org"
BODIES = {"subject": "Grüße aus Berlin", "visible": True}


def build(mail):
    if not mail.context.get("visible", True):
        return None
    return {
        "subject": mail.context.get("subject", "Betreff"),
        "thread": mail.context.get("thread"),
        "pending": 1,
        "reports": 0,
        "appeals": 0,
    }


def queue(key="eins", address=ANNA, kind="test", recipient=None, batch="", **context):
    with transaction.atomic():
        return queue_mail(
            kind,
            key=key,
            address="" if recipient else address,
            recipient=recipient,
            batch=batch,
            context={**BODIES, **context},
        )


def status(mail):
    mail.refresh_from_db()
    return mail.status


def after(**delta):
    """The world a little later."""
    return time_machine.travel(timezone.now() + dt.timedelta(**delta), tick=False)


def send_later(**delta):
    with after(**delta):
        return send_due()
