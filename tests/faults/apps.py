"""Kinds of mail that fault tests send: one of each behaviour."""

import os
import signal

from django.apps import AppConfig

from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import KINDS, MailKind


def build(mail):
    return {"subject": f"Probe {mail.key}", "pending": 1, "reports": 0, "appeals": 0}


def build_poison(mail):
    os.kill(os.getpid(), signal.SIGKILL)


def build_defect(mail):
    raise ZeroDivisionError


def register():
    """Also called by the tests themselves, whose settings do not install this app."""
    for name, options in {
        "fault_code": {"priority": Priority.TRANSACTIONAL, "when_unknown": WhenUnknown.RESEND_ONCE},
        "fault_notice": {"when_unknown": WhenUnknown.TREAT_AS_SENT},
        "fault_digest": {"priority": Priority.DIGEST, "when_unknown": WhenUnknown.RESEND_ONCE},
        "fault_poison": {"build": build_poison},
        "fault_defect": {"build": build_defect},
    }.items():
        KINDS[name] = MailKind(
            name=name,
            label=name,
            template="emails/moderation_waiting",
            **{"build": build, **options},
        )


class FaultsConfig(AppConfig):
    name = "tests.faults"
    label = "faults"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        register()
