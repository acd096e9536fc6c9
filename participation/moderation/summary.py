"""What waits for moderators, on the CMS' first page."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem


class ModerationSummary(SummaryItem):
    order = 50
    template_name = "moderation/summary.html"

    def __init__(self, request: HttpRequest, pending: int, reports: int) -> None:
        super().__init__(request)
        self.pending, self.reports = pending, reports

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"pending": self.pending, "reports": self.reports}
