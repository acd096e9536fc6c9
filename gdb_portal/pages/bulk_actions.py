"""What can be done to many pages at once: each with the rights and the traces of the single action.

A page that can't take part is named with its reason and keeps nobody else from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page, ReferenceIndex

from .exceptions import CanNotSubmit
from .services.approval import obstacle_to_submitting, submit_for_approval

# More would bury the message that says what was done.
NAMED = 10


class OneByOne(PageBulkAction):
    """Each page for itself: `obstacle` says why not, `act` does it or raises one of `REFUSALS`."""

    REFUSALS: tuple[type[Exception], ...] = ()

    def __init__(self, request: Any, model: Any) -> None:
        super().__init__(request, model)
        self.refused: list[tuple[Page, str]] = []

    def obstacle(self, page: Page) -> str:
        raise NotImplementedError

    def check_perm(self, page: Page) -> bool:
        return not self.obstacle(page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["items_with_no_access"]:
            row["reason"] = self.obstacle(row["item"])
        return context

    def prepare_action(self, objects: Sequence[Page], without: dict[str, Any]) -> None:
        self.refused = [(page, self.obstacle(page)) for page in without["items_with_no_access"]]

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "action": self}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Page], action: Any = None, **context: Any
    ) -> tuple[int, int]:
        done = below = 0
        for page in objects:
            try:
                with transaction.atomic():
                    below += action.act(page, **context)
            except cls.REFUSALS as refusal:
                action.refused.append((page, action.reason_of(refusal)))
            else:
                done += 1
        return done, below

    def act(self, page: Page, **context: Any) -> int:
        """Returns how many pages below it were changed along."""
        raise NotImplementedError

    def reason_of(self, refusal: Exception) -> str:
        return str(refusal)

    def get_success_message(self, done: int, below: int) -> str | None:
        return super().get_success_message(done, below) if done else None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer = super().form_valid(form)
        for page, reason in self.refused[:NAMED]:
            title = page.specific_deferred.get_admin_display_title()
            messages.warning(self.request, f"{title}: {reason}")
        if (more := len(self.refused) - NAMED) > 0:
            messages.warning(
                self.request,
                ngettext("und %(count)s weitere Seite", "und %(count)s weitere Seiten", more)
                % {"count": more},
            )
        return answer


class SubmitPages(OneByOne):
    """Many pages go to another person for approval.

    It takes the place of Wagtail's publishing in bulk, by its name: in bulk nobody sees what they
    publish, nor who wrote it.
    """

    display_name = gettext_lazy("Zur Freigabe")
    action_type = "publish"
    aria_label = gettext_lazy("Ausgewählte Seiten zur Freigabe einreichen")
    template_name = "pages/bulk_submit.html"
    action_priority = 5
    form_class = forms.Form
    REFUSALS = (CanNotSubmit,)

    def obstacle(self, page: Page) -> str:
        return obstacle_to_submitting(page, by=self.request.user)

    def act(self, page: Page, **context: Any) -> int:
        submit_for_approval(page, by=self.request.user)
        return 0

    def get_success_message(self, done: int, below: int) -> str | None:
        if not done:
            return None
        return ngettext(
            "%(count)s Seite ist zur Freigabe eingereicht.",
            "%(count)s Seiten sind zur Freigabe eingereicht.",
            done,
        ) % {"count": done}


class UnpublishPages(OneByOne, UnpublishBulkAction):
    """As Wagtail's, and the log names who took the pages below back, too."""

    display_name = gettext_lazy("Zurückziehen")
    template_name = "pages/bulk_unpublish.html"

    def obstacle(self, page: Page) -> str:
        if page.permissions_for_user(self.request.user).can_unpublish():
            return ""
        if not page.live:
            return _("Sie ist nicht veröffentlicht.")
        return _("Sie dürfen diese Seite nicht zurückziehen.")

    def act(self, page: Page, *, include_descendants: bool = False, **context: Any) -> int:
        page.specific.unpublish(user=self.request.user)
        if not include_descendants:
            return 0
        below = [one for one in page.get_descendants().live().specific() if self.check_perm(one)]
        for one in below:
            one.unpublish(user=self.request.user)
        return len(below)


class DeletePages(OneByOne, DeleteBulkAction):
    """As Wagtail's; a page that others need stays, and keeps no other."""

    template_name = "pages/bulk_delete.html"
    REFUSALS = (ProtectedError, RestrictedError)

    def obstacle(self, page: Page) -> str:
        if not page.permissions_for_user(self.request.user).can_delete():
            return _("Sie dürfen diese Seite nicht löschen.")
        if ReferenceIndex.get_references_to(page).group_by_source_object().is_protected:
            return self.reason_of(ProtectedError("", set()))
        return ""

    def act(self, page: Page, **context: Any) -> int:
        below = page.get_descendant_count()
        # Deleted in bulk, an earlier one may have moved it.
        Page.objects.get(pk=page.pk).specific.delete(user=self.request.user)
        return below

    def reason_of(self, refusal: Exception) -> str:
        return _("Anderes hängt daran, zum Beispiel ein Beteiligungsthema. Sie bleibt.")
