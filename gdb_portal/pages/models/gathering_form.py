"""The editors' form of a gathering: nobody is invited without being told how to get in."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class GatheringForm(WagtailAdminPageForm):
    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft may still have gaps; whoever submits or publishes must have filled them.
        if not self.is_deferred_validation:
            for obstacle in self.instance.obstacles():
                self.add_error(None, obstacle)
