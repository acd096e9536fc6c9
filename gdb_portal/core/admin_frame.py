"""The frame around our own pages in the CMS: title, icon, and the way back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(title: Any, icon: str, *above: tuple[Any, str]) -> dict[str, Any]:
    """Context for `core/admin/frame.html`; `above` are (label, address) between start and here."""
    steps = [(_("Start"), reverse("wagtailadmin_home")), *above, (title, "")]
    return {
        "frame_title": title,
        "frame_icon": icon,
        "breadcrumbs_items": [{"label": label, "url": url} for label, url in steps],
    }
