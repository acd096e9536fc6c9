"""Freezing the strategy's text, and what is decided about a frozen text afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, invalidate
from gdb_portal.core.transitions import ensure_transition

from ..enums import VERSION_TRANSITIONS, VersionStatus
from ..models import Section, StrategyPage, StrategyVersion
from ..section_texts import SectionText, fingerprint_of, texts_of
from ..version_events import tell_released

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


class NothingToRelease(Exception):
    """No chapter has a section: an empty version would be cited by nobody."""


class TextHasChanged(Exception):
    """The chapters no longer say what was shown to whoever decided about the release."""


@transaction.atomic
def release_version(
    strategy_page: StrategyPage,
    *,
    by: User | None,
    title: str,
    status: str = VersionStatus.ADOPTED,
    from_drafts: bool = False,
    adopted_on: dt.date | None = None,
    adopted_by: str = "",
    resolution: str = "",
    resolution_url: str = "",
    note: str = "",
    seen: str = "",
) -> StrategyVersion:
    """The chapters' present text is a version that never changes again.

    Taken from the published chapters or, for a text that is yet to be discussed, from the drafts.
    An adopted version replaces the one in force and every draft before it. `seen` is the
    fingerprint of the text that was decided about. Raises NothingToRelease, and TextHasChanged.
    """
    StrategyPage.objects.select_for_update().get(pk=strategy_page.pk)
    newest = StrategyVersion.objects.genuine().first()
    texts = texts_of(strategy_page, from_drafts=from_drafts, known=anchors_of(newest))
    if seen and seen != fingerprint_of(texts):
        raise TextHasChanged
    return release_texts(
        texts,
        by=by,
        title=title,
        status=status,
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        resolution=resolution,
        resolution_url=resolution_url,
        note=note,
    )


@transaction.atomic
def release_texts(
    texts: Sequence[SectionText],
    *,
    by: User | None,
    title: str,
    status: str,
    is_demonstration: bool = False,
    adopted_on: dt.date | None = None,
    adopted_by: str = "",
    resolution: str = "",
    resolution_url: str = "",
    note: str = "",
) -> StrategyVersion:
    """These texts, which stand in no chapter, are a version that never changes again.

    An adopted version replaces the one in force and every draft before it. Raises NothingToRelease.
    """
    if not texts:
        raise NothingToRelease
    # The highest number is locked, so that two releases at once don't take the same one.
    newest = StrategyVersion.objects.select_for_update().order_by("-number").first()
    version = StrategyVersion.objects.create(
        number=newest.number + 1 if newest else 1,
        title=title,
        status=VersionStatus.DRAFT,
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        resolution=resolution,
        resolution_url=resolution_url,
        note=note,
        is_demonstration=is_demonstration,
    )
    Section.objects.bulk_create(
        Section(version=version, **{name: getattr(text, name) for name in SectionText.__slots__})
        for text in texts
    )
    if status == VersionStatus.ADOPTED:
        _supersede_earlier(version, by=by)
    # From here on the database refuses to change what was frozen.
    version.status = status
    version.released_at = timezone.now()
    version.save()
    record_event("version.released", on=version, by=by, number=version.number, status=status)
    tell_released(version)
    invalidate(CONTENT)
    return version


@transaction.atomic
def open_consultation(version: StrategyVersion, *, by: User | None) -> StrategyVersion:
    """People are asked about the frozen draft. Raises IllegalTransition when it is no draft."""
    version = _locked(version, VersionStatus.IN_CONSULTATION)
    version.status = VersionStatus.IN_CONSULTATION
    version.save(update_fields=["status"])
    record_event("version.consulted", on=version, by=by, number=version.number)
    invalidate(CONTENT)
    return version


@transaction.atomic
def adopt_version(
    version: StrategyVersion,
    *,
    by: User | None,
    adopted_on: dt.date,
    adopted_by: str,
    resolution: str = "",
    resolution_url: str = "",
) -> StrategyVersion:
    """The frozen text is in force as it stands and replaces the one before it.

    Raises IllegalTransition when it was adopted or replaced already.
    """
    version = _locked(version, VersionStatus.ADOPTED)
    _supersede_earlier(version, by=by)
    version.status = VersionStatus.ADOPTED
    version.adopted_on, version.adopted_by = adopted_on, adopted_by
    version.resolution, version.resolution_url = resolution, resolution_url
    version.save()
    record_event("version.adopted", on=version, by=by, number=version.number)
    invalidate(CONTENT)
    return version


def anchors_of(version: StrategyVersion | None) -> dict[str, str]:
    """The anchors that a version gave to blocks, for the next one to keep."""
    if version is None:
        return {}
    rows = version.sections.exclude(block_id="").values_list("block_id", "anchor")
    return dict(rows)


def _locked(version: StrategyVersion, after: str) -> StrategyVersion:
    version = StrategyVersion.objects.select_for_update().get(pk=version.pk)
    ensure_transition(version.status, after, VERSION_TRANSITIONS)
    return version


def _supersede_earlier(version: StrategyVersion, *, by: User | None) -> None:
    earlier = StrategyVersion.objects.select_for_update().filter(number__lt=version.number)
    for old in earlier.exclude(status=VersionStatus.SUPERSEDED):
        ensure_transition(old.status, VersionStatus.SUPERSEDED, VERSION_TRANSITIONS)
        old.status, old.superseded_by = VersionStatus.SUPERSEDED, version
        old.save(update_fields=["status", "superseded_by"])
        record_event("version.superseded", on=old, by=by, number=old.number, after=version.number)
