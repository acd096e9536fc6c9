"""What stands on a person's own page; filled in by the apps above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from .models import User

# Returns what the template needs, or None: nothing to show for this person.
BuildSection = Callable[["User"], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class AccountSection:
    """One part of /konto/: a heading and a template of its own, shown in ascending `order`.

    The template gets what `build` returns, and `user`; it starts below an `<h2>` with the title.
    """

    name: str
    title: Any
    template: str
    build: BuildSection
    order: int = 100


_SECTIONS: dict[str, AccountSection] = {}


def register_account_section(section: AccountSection) -> None:
    """Add a section. Raises ImproperlyConfigured when its name is taken."""
    if section.name in _SECTIONS:
        raise ImproperlyConfigured(f"The account section {section.name} is registered twice.")
    _SECTIONS[section.name] = section


def sections_for(user: User) -> list[dict[str, Any]]:
    """The sections that have something to show to this person, in their order."""
    shown = []
    for section in sorted(_SECTIONS.values(), key=lambda section: section.order):
        context = section.build(user)
        if context is not None:
            shown.append(
                {
                    "name": section.name,
                    "title": section.title,
                    "template": section.template,
                    "context": {**context, "user": user},
                }
            )
    return shown
