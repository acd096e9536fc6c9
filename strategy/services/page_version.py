"""Freezing the text of a measure's or pilot's page, for those who speak about it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import PARTICIPATION, invalidate

from ..models import Measure, PageVersion, Section
from ..section_texts import SectionText, fingerprint_of, page_texts_of


@transaction.atomic
def freeze_page(page: Page) -> PageVersion | None:
    """The page's public text is its newest version, whose sections never change again.

    None where the newest version says the same already, and where the page says nothing yet.
    """
    # Two at once would make the same version twice; whoever publishes meanwhile waits.
    Page.objects.select_for_update().get(pk=page.pk)
    measure = Measure.objects.live().filter(pk=page.pk).first()
    if measure is None:
        return None
    texts = page_texts_of(measure)
    fingerprint = fingerprint_of(texts)
    newest = PageVersion.objects.of(measure).first()
    if newest.fingerprint == fingerprint if newest else not texts:
        return None
    version = PageVersion.objects.create(
        page_id=measure.pk,
        number=newest.number + 1 if newest else 1,
        title=measure.title,
        fingerprint=fingerprint,
    )
    Section.objects.bulk_create(
        Section(
            page_version=version, **{name: getattr(text, name) for name in SectionText.__slots__}
        )
        for text in texts
    )
    # From here on the database refuses to change what was frozen.
    version.released_at = timezone.now()
    version.save(update_fields=["released_at"])
    record_event("page_version.released", on=version, by=None, number=version.number)
    invalidate(PARTICIPATION)
    return version
