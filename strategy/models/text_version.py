"""What all frozen texts have in common, whether they are the strategy's or a page's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    import datetime as dt


class TextVersion(models.Model):
    """A text that never changes again, in sections of its own, numbered among its like.

    Whoever refers to words of it needs to know no more: `StrategyVersion` and `PageVersion` are the
    two kinds.
    """

    # The column by which its sections, and whatever stands in it, name it.
    column: ClassVar[str]

    if TYPE_CHECKING:
        number: int
        released_at: dt.datetime | None

    class Meta:
        abstract = True

    @property
    def here(self) -> dict[str, Any]:
        """To filter rows that name it, and to make one."""
        return {self.column: self}

    @property
    def name(self) -> str:
        """What it is called where its source is clear."""
        raise NotImplementedError

    @property
    def full_name(self) -> str:
        """What it is called anywhere."""
        return self.name

    @property
    def url(self) -> str:
        raise NotImplementedError

    def history(self) -> models.QuerySet[Any]:
        """All released versions of the same text, this one among them."""
        raise NotImplementedError
