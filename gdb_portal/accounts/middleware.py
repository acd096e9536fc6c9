"""The doors of accounts: how often one may knock, and what staff must bring along."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any, Final, Literal

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user,
    logout,
)
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gdb_portal.core.limits import allow, code_of_the_day, network_of, parse_rate, too_many
from gdb_portal.core.security import is_cms

from .rules import is_staff_role

By = Literal["network", "address", "address_in_network", "person"]

# Per address alone only what sends mail to it is counted: a stranger must not be able to lock
# somebody out. Guessing a password is counted per address and network, so that the owner still
# gets in from elsewhere, or with a code.
_CODES: Final[list[tuple[By, str]]] = [("network", "40/10m")]
_MAILS: Final[list[tuple[By, str]]] = [("network", "40/h"), ("address", "6/h")]
_PERSON: Final[list[tuple[By, str]]] = [("person", "20/10m")]
LIMITS: Final[dict[str, list[tuple[By, str]]]] = {
    "account_login": [("network", "100/10m"), ("address_in_network", "8/10m")],
    "account_signup": [("network", "20/h"), ("address", "3/d")],
    "account_request_login_code": _MAILS,
    "account_reset_password": _MAILS,
    "account_email_verification_sent": _CODES,
    "account_confirm_login_code": _CODES,
    "account_confirm_password_reset_code": _CODES,
    "account_complete_password_reset": _CODES,
    "mfa_authenticate": _CODES,
    "mfa_login_webauthn": _CODES,
    "mfa_reauthenticate": _PERSON,
    "mfa_reauthenticate_webauthn": _PERSON,
    "account_reauthenticate": _PERSON,
    "account_change_password": _PERSON,
    "account_email": _PERSON,
    "accounts:pseudonym": [("person", "5/d")],
    "accounts:own-data-download": [("person", "10/h")],
    "accounts:delete": _PERSON,
}

# Wagtail's own doors lead to the portal's: one login, one password page, one set of limits.
CMS_DOORS: Final = {
    "wagtailadmin_login": "account_login",
    "wagtailadmin_password_reset": "account_reset_password",
    "wagtailadmin_password_reset_done": "account_reset_password",
    "wagtailadmin_password_reset_confirm": "account_reset_password",
    "wagtailadmin_password_reset_complete": "account_login",
}

IDLE: Final = dt.timedelta(hours=1)
LONGEST: Final = dt.timedelta(hours=12)
SEEN: Final = "staff_seen_at"


class PersonMiddleware(AuthenticationMiddleware):
    """`request.user`, as Django's own, but the person comes with their session in one query."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request: HttpRequest) -> Any:
    """The person whom the session proves.

    Whatever is not plainly right (another key, a changed password) is Django's to decide and end.
    """
    if not hasattr(request, "_cached_user"):
        session = request.session
        person_id = session.get(SESSION_KEY)
        person = getattr(session, "person", None)
        is_proved = (
            person is not None
            and person.is_active
            and str(person.pk) == person_id
            and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
            and constant_time_compare(
                session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
            )
        )
        request._cached_user = person if is_proved else get_user(request)  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined]


class ClosedUnlessOpenedMiddleware(LoginRequiredMiddleware):
    """Every view wants a signed-in person unless it is marked `login_not_required`.

    Django's own asks for the person first, which opens a session for every reader of every page.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class AccountLimitsMiddleware:
    """Answer 429 when a door of accounts is tried too often; counts without the cache, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or match is None:
            return None
        for by, rate in LIMITS.get(match.view_name, ()):
            maximum, window = parse_rate(rate)
            who = _who(request, by)
            if who and not allow(
                f"{match.view_name}:{by}",
                who,
                maximum=maximum,
                window=window,
                without_cache="database",
            ):
                return too_many(request, window)
        return None


def _who(request: HttpRequest, by: By) -> str:
    if by == "network":
        return network_of(request)
    if by == "person":
        return f"p{request.user.pk}" if request.user.is_authenticated else network_of(request)
    address = request.POST.get("login") or request.POST.get("email") or ""
    address = address.strip().lower()
    if not address:
        return ""
    if by == "address_in_network":
        address = f"{address} {network_of(request)}"
    return code_of_the_day(address)


class StaffGateMiddleware:
    """Below /cms/: staff only, with a second factor where one is wanted, and sessions that end.

    Staff sessions end after an hour without a request to the CMS, and twelve hours after signing
    in. Whoever has no second factor yet is led to setting it up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not is_cms(request):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in CMS_DOORS:
            query = {"next": request.GET["next"]} if "next" in request.GET else None
            return redirect(reverse(CMS_DOORS[match.url_name], query=query))
        if not request.user.is_authenticated:
            return None
        if not is_staff_role(request.user):
            # Wagtail would send them to the login page, which sends back whoever is signed in.
            raise PermissionDenied
        if _is_over(request):
            logout(request)
            messages.info(request, _("Ihre Sitzung ist beendet. Bitte melden Sie sich neu an."))
            return redirect("account_login")
        if settings.GDB_STAFF_MFA == "required" and not is_mfa_enabled(
            request.user, ["totp", "webauthn"]
        ):
            messages.warning(
                request,
                _(
                    "Für die Arbeit hier brauchen Sie einen zweiten Faktor."
                    " Bitte richten Sie ihn ein."
                ),
            )
            return redirect("mfa_index")
        return None


def _is_over(request: HttpRequest) -> bool:
    now = time.time()
    started = parse_datetime(request.session.get("started_at", "") or "")
    if started is not None and now - started.timestamp() > LONGEST.total_seconds():
        return True
    seen = request.session.get(SEEN)
    if seen is not None and now - seen > IDLE.total_seconds():
        return True
    # Written at most once a minute: not every click needs a write to the database.
    if seen is None or now - seen > 60:
        request.session[SEEN] = now
    return False
