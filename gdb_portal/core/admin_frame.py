"""The frame around our own pages in the CMS: title, icon, and the way back."""

from __future__ import annotations

from typing import Any

from django import forms
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


def apart(context: dict[str, Any], name: object = "") -> dict[str, Any]:
    """Give each form in `context` ids of its own: several on one page have fields of one name.

    `name` tells rows of forms apart. Without it a label would lead into somebody else's field.
    """
    for key, value in context.items():
        if isinstance(value, forms.BaseForm):
            value.auto_id = f"id_{key}{name}_%s"
    return context
