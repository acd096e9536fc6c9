"""The mails and events of cases."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail
from strategy.models import Administration

from ..conversations import name_conversations
from ..models import Comment
from .enums import CaseStatus, DeadlineStep, StaleStep
from .models import Case, DeadlineNotice, EscalationContact, StaleNotice
from .rules import may_answer_for
from .worklist import stale_measures

SHOWN_CASES = 25
SHOWN_MEASURES = 25

SENTENCES = {
    "case.opened": gettext_lazy("Der Vorgang wurde eröffnet."),
    "case.reopened": gettext_lazy("Der Vorgang wurde wieder aufgenommen."),
    "case.forwarded": gettext_lazy("Der Vorgang wurde an eine andere Verwaltung gegeben."),
    "case.taken_on": gettext_lazy("Der Vorgang ist in Arbeit."),
    "case.released": gettext_lazy("Der Vorgang liegt wieder bei allen."),
    "case.consulted": gettext_lazy("Eine andere Verwaltung wurde gefragt."),
    "case.consultation_replied": gettext_lazy("Die gefragte Verwaltung hat Stellung genommen."),
    "case.note_written": gettext_lazy("Ein interner Vermerk wurde geschrieben."),
    "case.extended": gettext_lazy("Die Frist wurde vom {before} auf den {after} verlängert."),
    "case.answered": gettext_lazy("Die Verwaltung hat geantwortet."),
    "case.outcome_changed": gettext_lazy("Der Stand ist jetzt: {after}."),
    "case.effect_recorded": gettext_lazy("Eine Wirkung wurde eingetragen."),
    "case.discontinued": gettext_lazy("Der Vorgang wurde eingestellt."),
    "answer.drafted": gettext_lazy("Ein Entwurf der Antwort wurde gespeichert."),
    "answer.submitted": gettext_lazy("Die Antwort wartet auf die Freigabe einer zweiten Person."),
    "answer.returned": gettext_lazy("Die Antwort wurde zur Überarbeitung zurückgegeben."),
    "collective_answer.written": gettext_lazy("Eine gemeinsame Antwort wurde geschrieben."),
    "collective_answer.published": gettext_lazy("Eine gemeinsame Antwort wurde veröffentlicht."),
    "collective_answer.returned": gettext_lazy("Eine gemeinsame Antwort wurde zurückgegeben."),
    "deadline.told": gettext_lazy("An Fristen wurde erinnert ({cases} Vorgänge)."),
    "staleness.noted": gettext_lazy(
        "Zu Maßnahmen fehlen neue Angaben ({measures}); die Sammelmail erinnert daran."
    ),
    "staleness.told": gettext_lazy(
        "Auf fehlende Angaben wurde hingewiesen ({measures} Maßnahmen)."
    ),
    "answer_template.kept": gettext_lazy("Ein Textbaustein wurde gespeichert."),
    "answer_template.deleted": gettext_lazy("Ein Textbaustein wurde gelöscht."),
    "escalation_contact.named": gettext_lazy("Das Postfach der Leitung wurde eingetragen."),
    "absence.deleted": gettext_lazy("Eine Abwesenheit wurde gelöscht."),
    "absence.recorded": gettext_lazy("Eine Abwesenheit wurde eingetragen."),
    "statistics.remark_written": gettext_lazy("Die Anmerkung zur Statistik wurde geändert."),
}


def answer_published(mail: OutboxMail) -> dict[str, Any] | None:
    """To the comment's author, as long as one of the answered comments is still public."""
    pks = mail.context.get("cases") or [mail.context["case"]]
    cases = [
        case
        for case in Case.objects.for_list().filter(pk__in=pks)
        if case.comment.is_published and case.public_answer
    ]
    if not cases:
        return None
    answer = cases[0].public_answer
    return {
        "subject": ngettext(
            "Antwort auf Ihren Beitrag zu „%(topic)s“",
            "Gemeinsame Antwort auf %(count)s Ihrer Beiträge",
            len(cases),
        )
        % {"topic": cases[0].comment.topic.title, "count": len(cases)},
        "case": cases[0],
        "cases": cases,
        "answer": answer,
        **_thread_of_all(cases),
    }


def outcome_changed(mail: OutboxMail) -> dict[str, Any] | None:
    """To the comment's author, as long as it is public and this is still what becomes of it."""
    case = Case.objects.for_list().filter(pk=mail.context.get("case")).first()
    if case is None or not case.comment.is_published or case.public_answer is None:
        return None
    if case.status != mail.context.get("outcome"):
        return None
    if case.status == CaseStatus.TAKEN_UP:
        subject = gettext("Ihr Beitrag wird aufgenommen")
    else:
        subject = gettext("Ihr Beitrag wird nicht aufgenommen")
    return {
        "subject": subject,
        "case": case,
        "administration": case.administration,
        "is_taken_up": case.status == CaseStatus.TAKEN_UP,
        "thread": thread_of(case),
    }


def thread_of(case: Case) -> str:
    """The name that keeps all mails about one case together in mail programs."""
    return case.number.lower()


def thread_of_comment(comment: Comment) -> str:
    """The thread of the comment's case, so that its publication is where the answer will be."""
    case = Case.objects.filter(comment=comment).first()
    return thread_of(case) if case is not None else ""


def _thread_of_all(cases: list[Case]) -> dict[str, str]:
    """A mail about one case hangs on its thread; one about many begins its own."""
    return {"thread": thread_of(cases[0])} if len(cases) == 1 else {}


def case_reminder(mail: OutboxMail) -> dict[str, Any] | None:
    """To the administration and whoever works on it; what is answered or moved has dropped out."""
    found = _cases_of_notice(mail)
    if found is None:
        return None
    notice, cases = found
    recipient = mail.recipient
    if recipient is not None and not may_answer_for(recipient, notice.administration):
        return None
    overdue = [case for case in cases if case.is_overdue]
    if overdue:
        subject = ngettext(
            "Überfällig: %(count)s Antwort", "Überfällig: %(count)s Antworten", len(overdue)
        ) % {"count": len(overdue)}
    elif notice.step == DeadlineStep.TODAY:
        subject = ngettext(
            "Heute fällig: %(count)s Antwort", "Heute fällig: %(count)s Antworten", len(cases)
        ) % {"count": len(cases)}
    else:
        subject = ngettext(
            "Bald fällig: %(count)s Antwort", "Bald fällig: %(count)s Antworten", len(cases)
        ) % {"count": len(cases)}
    may_extend = len(overdue) < len(cases)
    return {"subject": subject, "may_extend": may_extend, **_shown(notice, cases)}


def case_escalation(mail: OutboxMail) -> dict[str, Any] | None:
    """To the head of unit or the Senate Chancellery, as long as something is still overdue."""
    found = _cases_of_notice(mail)
    if found is None:
        return None
    notice, cases = found
    subject = ngettext(
        "%(administration)s: %(count)s Antwort an Bürger:innen ist überfällig",
        "%(administration)s: %(count)s Antworten an Bürger:innen sind überfällig",
        len(cases),
    ) % {"administration": notice.administration.short_name, "count": len(cases)}
    return {
        "subject": subject,
        "to_chancellery": notice.step == DeadlineStep.CHANCELLERY,
        "knows_head": _knows_head(notice.administration),
        **_shown(notice, cases),
    }


def measure_escalation(mail: OutboxMail) -> dict[str, Any] | None:
    """To the head of unit or the Senate Chancellery, as long as one of the measures is silent."""
    notice = (
        StaleNotice.objects.select_related("administration")
        .filter(pk=mail.context.get("notice"))
        .first()
    )
    if notice is None:
        return None
    since = dict(notice.steps.values_list("measure_id", "since"))
    today = timezone.localdate()
    silent = stale_measures([notice.administration], today).filter(pk__in=since)
    measures = [
        measure
        for measure in silent.order_by("updated_on", "pk")
        if measure.updated_on == since[measure.pk]
    ]
    if not measures:
        return None
    subject = ngettext(
        "%(administration)s: zu %(count)s Maßnahme fehlen neue Angaben",
        "%(administration)s: zu %(count)s Maßnahmen fehlen neue Angaben",
        len(measures),
    ) % {"administration": notice.administration.short_name, "count": len(measures)}
    return {
        "subject": subject,
        "administration": notice.administration,
        "measures": measures[:SHOWN_MEASURES],
        "more_count": max(0, len(measures) - SHOWN_MEASURES),
        "count": len(measures),
        "to_chancellery": notice.step == StaleStep.CHANCELLERY,
        "knows_head": _knows_head(notice.administration),
        "stale_days": settings.GDB_MEASURE_STALE_DAYS,
    }


def _knows_head(administration: Administration) -> bool:
    return EscalationContact.objects.filter(administration=administration).exists()


def _cases_of_notice(mail: OutboxMail) -> tuple[DeadlineNotice, list[Case]] | None:
    """Those still open, with this administration, and with the deadline they were told of."""
    notice = (
        DeadlineNotice.objects.select_related("administration")
        .filter(pk=mail.context.get("notice"))
        .first()
    )
    if notice is None:
        return None
    due = dict(notice.steps.values_list("case_id", "due_on"))
    cases = (
        Case.objects.open()
        .of(notice.administration)
        .filter(pk__in=due)
        .for_list()
        .order_by("due_on", "pk")
    )
    current = [case for case in cases if case.due_on == due[case.pk]]
    return (notice, current) if current else None


def _shown(notice: DeadlineNotice, cases: list[Case]) -> dict[str, Any]:
    return {
        **_thread_of_all(cases),
        "administration": notice.administration,
        "cases": cases[:SHOWN_CASES],
        "more_count": max(0, len(cases) - SHOWN_CASES),
        "today": timezone.localdate(),
    }


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
    name_conversations(thread_of_comment)
    asked = gettext_lazy("Sie bekommen diese Mail, weil Ihr Beitrag um eine Antwort bittet.")
    responsible = gettext_lazy(
        "Sie bekommen diese Mail, weil Sie oder Ihre Verwaltung für diese Vorgänge zuständig sind."
    )
    higher_up = gettext_lazy(
        "Sie bekommen diese Mail als Leitung der zuständigen Verwaltung oder als Senatskanzlei."
    )
    for name, label, build, why in (
        ("answer_published", gettext_lazy("Antwort veröffentlicht"), answer_published, asked),
        ("outcome_changed", gettext_lazy("Was aus einem Beitrag wird"), outcome_changed, asked),
        ("case_reminder", gettext_lazy("Erinnerung an eine Frist"), case_reminder, responsible),
        (
            "case_escalation",
            gettext_lazy("Hinweis auf überfällige Antworten"),
            case_escalation,
            higher_up,
        ),
        (
            "measure_escalation",
            gettext_lazy("Hinweis auf Maßnahmen ohne neue Angaben"),
            measure_escalation,
            higher_up,
        ),
    ):
        register_mail_kind(
            MailKind(
                name=name,
                label=label,
                template=f"emails/{name}",
                build=build,
                why=why,
                priority=Priority.NOTICE,
                when_unknown=WhenUnknown.RESEND_ONCE,
            )
        )
