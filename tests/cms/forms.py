"""Sending the CMS' own forms as a browser would: everything the page offers, with changes."""

import re

from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html


def edit_url(page: Page) -> str:
    return f"/cms/pages/{page.pk}/edit/"


def editor_in(html: str) -> str:
    """Wagtail names the form differently for pages that exist."""
    return next(name for name in ("page-edit-form", "w-editor-form") if f'id="{name}"' in html)


def save(client: Client, url: str, *, action: str = "", accepts: str = "", **changes: str):
    """Send the editor's form at `url` with `changes`; `action` is the name of the button.

    `accepts` is what the browser wants back: pages, or JSON as for Wagtail's autosave.
    """
    html = client.get(url).content.decode()
    data = querydict_from_html(html, form_id=editor_in(html)).copy()
    # The browser builds the blocks of a StreamField; without one the field is sent as empty.
    for field in re.findall(r'id="([\w-]+)"[^>]*data-controller="w-block"', html):
        data.setdefault(f"{field}-count", "0")
    for name in [name for name in data if name.startswith("action-")]:
        del data[name]
    data.update(changes)
    if action:
        data[action] = "1"
    headers = {"accept": accepts} if accepts else None
    return client.post(url, data, follow=True, headers=headers)
