"""The editors' form of a measure: no change of its progress leaves it without a reason."""

from __future__ import annotations

from wagtail.admin.forms import WagtailAdminPageForm


class MeasureForm(WagtailAdminPageForm):
    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft may still have gaps; whoever submits or publishes must have filled them.
        if not self.is_deferred_validation:
            for obstacle in self.instance.obstacles():
                self.add_error("change_reason", obstacle)
