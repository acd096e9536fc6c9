"""The way of one case: six stations, each with its date, or with what is missing and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .enums import ESCALATIONS, CaseStatus, DeadlineStep
from .models import Case, Consultation, Effect, Extension, HandOver, ReachedStep

Step = dict[str, Any]

TOLD = {
    DeadlineStep.UNIT: gettext_lazy("Die Leitung wurde auf die fehlende Antwort hingewiesen"),
    DeadlineStep.CHANCELLERY: gettext_lazy(
        "Die Senatskanzlei wurde auf die fehlende Antwort hingewiesen"
    ),
}


@dataclass(slots=True)
class CaseStory:
    """Everything public about one case, read with a bounded number of queries."""

    case: Case
    hand_overs: list[HandOver]
    extensions: list[Extension]
    consultations: list[Consultation]
    escalations: list[ReachedStep]
    effects: list[Effect]

    @classmethod
    def of(cls, case: Case) -> CaseStory:
        return cls(
            case=case,
            hand_overs=list(
                case.hand_overs.select_related(
                    "from_administration", "to_administration"
                ).prefetch_related("from_administration__names", "to_administration__names")
            ),
            extensions=list(case.extensions.all()),
            consultations=list(
                case.consultations.select_related("administration").prefetch_related(
                    "administration__names"
                )
            ),
            escalations=list(
                # Without a notice nobody was told: a later step had overtaken it.
                case.reached_steps.filter(step__in=ESCALATIONS, notice__isnull=False)
            ),
            effects=list(case.effects.for_list()),
        )

    @property
    def steps(self) -> list[Step]:
        """For the line component."""
        return [
            self._received(),
            self._forwarded(),
            self._due(),
            self._answered(),
            self._effect(),
            self._in_strategy(),
        ]

    @property
    def history(self) -> list[Step]:
        """Every public change besides the stations, oldest first: who, when, why."""
        entries: list[Step] = [
            {
                "date": move.handed_over_at,
                "title": _("Weitergegeben von %(before)s an %(after)s")
                % {
                    "before": move.from_administration.name,
                    "after": move.to_administration.name,
                },
                "reason": move.reason,
            }
            for move in self.hand_overs
        ]
        entries += [
            {
                "date": extension.extended_at,
                "title": _("Frist verlängert vom %(before)s auf den %(after)s")
                % {"before": german(extension.before), "after": german(extension.after)},
                "reason": extension.reason,
            }
            for extension in self.extensions
        ]
        entries += [
            {"date": told.reached_at, "title": TOLD[DeadlineStep(told.step)]}
            for told in self.escalations
        ]
        for consultation in self.consultations:
            name = consultation.administration.name
            entries.append(
                {
                    "date": consultation.asked_at,
                    "title": _("%(name)s wurde gefragt") % {"name": name},
                }
            )
            if consultation.replied_at:
                entries.append(
                    {
                        "date": consultation.replied_at,
                        "title": _("%(name)s hat Stellung genommen") % {"name": name},
                    }
                )
        return sorted(entries, key=lambda entry: entry["date"])

    @property
    def late_text(self) -> str:
        """Who owes the answer, and who was told so or will be."""
        told = {step.step: german(timezone.localdate(step.reached_at)) for step in self.escalations}
        names = {
            "name": self.case.administration.name,
            "unit": told.get(DeadlineStep.UNIT),
            "chancellery": told.get(DeadlineStep.CHANCELLERY),
        }
        if names["chancellery"] and names["unit"]:
            return (
                _(
                    "%(name)s schuldet sie. Die Leitung wurde am %(unit)s darauf hingewiesen, "
                    "die Senatskanzlei am %(chancellery)s."
                )
                % names
            )
        if names["chancellery"]:
            return (
                _(
                    "%(name)s schuldet sie. "
                    "Die Senatskanzlei wurde am %(chancellery)s darauf hingewiesen."
                )
                % names
            )
        if names["unit"]:
            return (
                _(
                    "%(name)s schuldet sie. Die Leitung wurde am %(unit)s darauf hingewiesen, "
                    "die Senatskanzlei wird es nach fünfzehn Werktagen."
                )
                % names
            )
        return (
            _(
                "%(name)s schuldet sie. Die Leitung wird nach fünf Werktagen darauf hingewiesen, "
                "die Senatskanzlei nach fünfzehn."
            )
            % names
        )

    @property
    def _is_over(self) -> bool:
        return self.case.status == CaseStatus.DISCONTINUED

    def _received(self) -> Step:
        comment = self.case.comment
        return {
            "label": _("Eingegangen"),
            "date": comment.published_at,
            "state": "done",
            "text": _("%(name)s bittet um Antwort.") % {"name": comment.author_name},
            "href": comment.url,
        }

    def _forwarded(self) -> Step:
        case, moves = self.case, self.hand_overs
        if moves:
            text = ngettext(
                "Jetzt zuständig: %(name)s (einmal weitergegeben).",
                "Jetzt zuständig: %(name)s (%(count)s-mal weitergegeben).",
                len(moves),
            ) % {"name": case.administration.name, "count": len(moves)}
        else:
            text = _("Zuständig: %(name)s.") % {"name": case.administration.name}
        return {
            "label": _("Weitergeleitet"),
            "date": moves[-1].handed_over_at if moves else case.opened_at,
            "state": "done",
            "text": text,
        }

    def _due(self) -> Step:
        case = self.case
        step: Step = {"label": _("Frist"), "date": case.due_on, "state": "done", "text": ""}
        if self.extensions:
            step["text"] = _("Verlängert. Ursprünglich: %(date)s.") % {
                "date": german(self.extensions[0].before)
            }
        if self._is_over:
            step |= {"state_label": _("entfällt"), "date": None}
        elif case.is_overdue:
            step |= {"state": "overdue", "text": self._overdue_text()}
        elif case.is_open:
            step |= {"state": "current", "state_label": _("läuft")}
        elif case.answered_at and timezone.localtime(case.answered_at).date() > case.due_on:
            step["state_label"] = _("versäumt")
        else:
            step["state_label"] = _("eingehalten")
        return step

    def _overdue_text(self) -> str:
        days = (timezone.localdate() - self.case.due_on).days
        return ngettext("Seit einem Tag überfällig.", "Seit %(days)s Tagen überfällig.", days) % {
            "days": days
        }

    def _answered(self) -> Step:
        case, answer = self.case, self.case.public_answer
        if answer is not None:
            return {
                "label": _("Beantwortet"),
                "date": answer.published_at,
                "state": "done",
                "text": answer.administration.name,
                "href": "#antwort",
            }
        if self._is_over:
            return {
                "label": _("Eingestellt"),
                "state": "done",
                "state_label": _("beendet"),
                "text": _(
                    "Der Beitrag ist nicht mehr öffentlich oder bittet nicht mehr um Antwort."
                ),
            }
        return {
            "label": _("Antwort"),
            "state": "overdue" if case.is_overdue else "upcoming",
            "state_label": _("fehlt noch, fällig am") if case.is_overdue else _("offen, fällig am"),
            "date": case.due_on,
        }

    def _effect(self) -> Step:
        case = self.case
        if self.effects:
            last = self.effects[-1]
            return {
                "label": _("Wirkung"),
                "date": last.happened_on,
                "state": "done",
                "text": last.text if len(last.text) <= 160 else f"{last.text[:159].rstrip()}…",
                "href": "#wirkung",
            }
        if case.status == CaseStatus.NOT_TAKEN_UP:
            return {
                "label": _("Wirkung"),
                "state": "done",
                "state_label": _("entfällt"),
                "text": _("Nicht aufgenommen: %(reason)s") % {"reason": case.outcome_reason},
            }
        return self._missing(
            _("Wirkung"),
            case.effect_due_on or case.comment.topic.answer_until,
            _("Noch nichts angekündigt.")
            if case.is_answered
            else _("Was sich ändert, steht nach der Antwort fest."),
        )

    def _in_strategy(self) -> Step:
        label = _("In der Strategie")
        for effect in reversed(self.effects):
            if place := effect.place:
                return {
                    "label": label,
                    "date": effect.happened_on,
                    "state": "done",
                    "text": place.title,
                    "href": place.url,
                }
        if self.case.status == CaseStatus.NOT_TAKEN_UP:
            return {"label": label, "state": "done", "state_label": _("entfällt")}
        return self._missing(
            label,
            self.case.effect_due_on or self.case.comment.topic.answer_until,
            _("Hier steht dann die Fassung oder die Maßnahme, in der man es sieht."),
        )

    def _missing(self, label: str, due_on: dt.date | None, text: str) -> Step:
        if self._is_over:
            return {"label": label, "state": "done", "state_label": _("entfällt")}
        step: Step = {"label": label, "state": "upcoming", "state_label": _("offen"), "text": text}
        if due_on is not None:
            late = due_on < timezone.localdate()
            step |= {
                "date": due_on,
                "text": "",
                "state": "overdue" if late else "upcoming",
                "state_label": _("fehlt noch, angekündigt bis") if late else _("offen, bis"),
            }
        return step


def german(day: dt.date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
