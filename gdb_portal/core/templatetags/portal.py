"""What templates ask of the portal: icons, dates as they stand, widgets, links of the frame."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from ..site_links import SiteLinks, links_for

register = template.Library()

WIDGET_CLASSES = {
    "checkbox": "gdb-check__box kern-form-check__checkbox",
    "select": "gdb-input kern-form-input__select",
    "textarea": "gdb-input gdb-input--long kern-form-input__input",
}
DEFAULT_WIDGET_CLASS = "gdb-input kern-form-input__input"


@register.simple_tag
def icon(name: str, size: str = "default") -> SafeString:
    """One of KERN's icons, as decoration: the words beside it carry the meaning."""
    return format_html(
        '<span class="gdb-icon kern-icon kern-icon--{} kern-icon--{}" aria-hidden="true"></span>',
        name,
        size,
    )


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """What the page wrote into a block, once more and on one line: a title is also the title of a
    shared link."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    words: str = block.render(context) if block else ""
    return mark_safe(" ".join(words.split()))  # noqa: S308  escaped where it was written


@register.simple_tag
def is_demonstration() -> bool:
    """Asked of the settings, because an error page has no context processors."""
    return bool(settings.GDB_DEMONSTRATION)


@register.simple_tag
def portal_name() -> str:
    """Asked of the settings for the same reason."""
    return str(settings.WAGTAIL_SITE_NAME)


@register.simple_tag(takes_context=True)
def edit_address(context: dict[str, Any]) -> str:
    """Where the person who reads this page may change it; empty for everybody else."""
    page, user = context.get("page"), context.get("user")
    if not isinstance(page, Page) or user is None or not user.is_authenticated:
        return ""
    if not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@register.simple_tag(takes_context=True)
def site_links(context: dict[str, Any]) -> SiteLinks:
    """Navigation, languages and footer, with one query; without a request, with none."""
    request: HttpRequest | None = context.get("request")
    return links_for(request, context.get("page"))


@register.filter
def day(value: Any) -> str:
    """A date as a German reader writes it; a text, e.g. "Herbst 2025", stays as it is."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    return str(value or "")


@register.filter
def machine_day(value: Any) -> str:
    """The same for `<time datetime>`; empty for what is not a date."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else ""


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The input of a form field in our look; Django ties hint and error to it."""
    own = field.field.widget.attrs.get("class", "")
    classes = f"{WIDGET_CLASSES.get(field.widget_type, DEFAULT_WIDGET_CLASS)} {own}".strip()
    if field.errors:
        classes += " kern-form-input__input--error gdb-input--error"
    return field.as_widget(attrs={"class": classes})


@register.simple_tag
def option(field: BoundField, number: int) -> SafeString:
    """One radio button or checkbox of a group, without its label."""
    choice = field.subwidgets[number]
    kind = "radio" if choice.data["type"] == "radio" else "checkbox"
    choice.data["attrs"]["class"] = f"gdb-check__box kern-form-check__{kind}"
    if field.errors:
        choice.data["attrs"]["aria-invalid"] = "true"
    # tag() leaves the label to us, so that it can be larger than the words.
    html: SafeString = choice.tag()
    return html
