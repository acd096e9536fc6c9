"""Our StreamField: its blocks live in code, not in migrations."""

from __future__ import annotations

from typing import Any

from wagtail import fields


class StreamField(fields.StreamField):
    """Wagtail's StreamField without the block definitions in migrations.

    A changed help text of a block is no change of the database.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
