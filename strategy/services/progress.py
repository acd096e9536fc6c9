"""Saying how far a measure is: with a reason, on the record, in all languages at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.models import User
from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, invalidate

from ..models import Measure, MeasureChange
from ..progress_enums import ChangeKind, ChangeOrigin
from ..progress_facts import FACTS, facts_of
from ..progress_rules import speaks_for

EVENTS = {
    ChangeKind.RECORDED: "measure.recorded",
    ChangeKind.CHANGED: "measure.changed",
    ChangeKind.CONFIRMED: "measure.confirmed",
}


class ReasonMissing(Exception):
    """Nothing about a measure's progress is said without a reason."""


class NothingChanged(Exception):
    """The measure says this already."""


@transaction.atomic
def change_progress(
    measure: Measure, *, by: User | None, reason: str, origin: str = "", **changes: str
) -> MeasureChange:
    """The measure says so from now on, in all languages, and its history says why.

    `changes` are facts by name with their texts. A draft keeps what its editor typed, else follows.
    Raises ReasonMissing, NothingChanged, and ValidationError by the fact's name.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    page = _locked(measure)
    before = facts_of(page)
    _set(page, changes)
    after = facts_of(page)
    if after == before:
        raise NothingChanged
    page.clean()
    change = _record(page, ChangeKind.CHANGED, before, after, by=by, reason=reason, origin=origin)
    for each in [page, *_translations(page)]:
        _write(each, before, after)
    invalidate(CONTENT)
    return change


@transaction.atomic
def confirm_unchanged(
    measure: Measure, *, by: User | None, reason: str, origin: str = ""
) -> MeasureChange:
    """The measure is up to date as of today: nothing changed, because of `reason`.

    Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    page = _locked(measure)
    state = facts_of(page)
    change = _record(page, ChangeKind.CONFIRMED, state, state, by=by, reason=reason, origin=origin)
    invalidate(CONTENT)
    return change


@transaction.atomic
def record_publication(measure: Measure, *, by: User | None) -> MeasureChange | None:
    """What a publication changed is on the record with the reason its editor gave.

    The first one is recorded as it is. The reason leaves the form, so that the next change needs
    its own; other languages follow. A translation says what the German page says.
    """
    page = _locked(measure)
    if measure.locale_id != page.locale_id:
        translation = Measure.objects.get(pk=measure.pk).specific
        _write(translation, facts_of(translation), facts_of(page))
        return None
    last = MeasureChange.objects.of(page).first()
    state = facts_of(page)
    reason, change = page.change_reason.strip(), None
    if last is None:
        change = _record(page, ChangeKind.RECORDED, {}, state, by=by, reason=reason)
    elif last.state != state:
        change = _record(page, ChangeKind.CHANGED, last.state, state, by=by, reason=reason)
        for translation in _translations(page):
            _write(translation, facts_of(translation), state)
    if page.change_reason:
        _forget_reason(page)
    return change


def _locked(measure: Measure) -> Measure:
    """The German page of the measure, locked; the page itself where there is none."""
    pages = Measure.objects.select_for_update(of=("self",)).filter(
        translation_key=measure.translation_key
    )
    german = pages.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    return (german or pages.get(pk=measure.pk)).specific


def _translations(page: Measure) -> list[Measure]:
    others = Measure.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return [other.specific for other in others]


def _set(page: Measure, facts: Mapping[str, str]) -> None:
    """Raises ValidationError, under the name of each fact that makes no sense."""
    errors: dict[str, Any] = {}
    for name, text in facts.items():
        try:
            for field, value in FACTS[name].write(text.strip()).items():
                setattr(page, field, value)
        except ValueError as error:
            errors[name] = str(error)
        except KeyError:
            errors[name] = _("Diese Angabe gibt es nicht.")
    if errors:
        raise ValidationError(errors)


def _write(page: Measure, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Save the changed facts, and in drafts whatever still says what was said before."""
    fields = [
        field
        for name, fact in FACTS.items()
        if before.get(name) != after.get(name)
        for field in fact.fields
    ]
    if not fields:
        return
    old = Measure.objects.get(pk=page.pk).serializable_data()
    _set(page, {name: after[name] for name in FACTS if before.get(name) != after.get(name)})
    page.save(update_fields=fields)
    _patch_revisions(
        page, {field: (old[field], page.serializable_data()[field]) for field in fields}
    )


def _forget_reason(page: Measure) -> None:
    reason, page.change_reason = page.change_reason, ""
    page.save(update_fields=["change_reason"])
    _patch_revisions(page, {"change_reason": (reason, "")})


def _patch_revisions(page: Measure, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Let the live and the newest version follow, so that publishing a draft takes nothing back."""
    for revision in {page.live_revision, page.latest_revision} - {None}:
        for field, (old, new) in changes.items():
            if revision.content.get(field) == old:
                revision.content[field] = new
        revision.save(update_fields=["content"])


def _record(
    page: Measure,
    kind: ChangeKind,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    by: User | None,
    reason: str,
    origin: str = "",
) -> MeasureChange:
    names = [name for name in FACTS if before and before.get(name, "") != after[name]]
    change = MeasureChange.objects.create(
        measure_id=page.pk,
        measure_key=page.translation_key,
        kind=kind,
        origin=origin or _origin(page, by),
        before={name: before.get(name, "") for name in names},
        after={name: after[name] for name in names},
        state=dict(after),
        reason=reason,
        by=by,
    )
    record_event(EVENTS[kind], on=_row(page), by=by, change=change.pk, facts=names)
    return change


def _row(page: Measure) -> Measure:
    """Events of measures and of pilots stand under one name."""
    return Measure(pk=page.pk)


def _origin(page: Measure, by: User | None) -> str:
    if by is None:
        return ChangeOrigin.PORTAL
    return ChangeOrigin.ADMINISTRATION if speaks_for(by, page) else ChangeOrigin.EDITORIAL
