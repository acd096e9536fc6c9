"""Every view is closed until a rule opens it: which role gets in at which address.

An address without an entry in ACCESS fails. Whole areas have one entry only where they are closed
to all but a role; whatever is open to everybody is named one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gdb_portal.mail.services import queue_mail
from participation.cases.models import Case
from participation.moderation.enums import ReportGround
from participation.moderation.services import report_comment
from participation.services.comment import publish_comment
from strategy.services.invitation import invite_official
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("S16")]

ROLES = ("citizen", "editor", "publisher", "moderator", "official", "administrator")
OPEN = frozenset({"anonymous", *ROLES})
SIGNED_IN = frozenset(ROLES)
STAFF = SIGNED_IN - {"citizen"}


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


# These lead to the login by their nature.
LOGINS = {
    "wagtaildocs_authenticate_with_password", "account_login", "account_logout",
    "account_reset_password", "account_confirm_login_code",
    "account_email_verification_sent", "account_confirm_password_reset_code",
    "account_complete_password_reset", "mfa_authenticate", "mfa_login_webauthn",
    "wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_complete",
    "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_done",
}  # fmt: skip
ACCESS: dict[str, frozenset[str]] = {
    # Health, robots and what belongs to no page.
    "healthz": OPEN,
    "readyz": OPEN,
    "sitemap": OPEN,
    "wagtaildocs_serve": OPEN,
    "wagtaildocs_authenticate_with_password": OPEN,
    # Reading.
    "wagtail_serve": OPEN,
    "strategy:administrations": OPEN,
    "strategy:administration": OPEN,
    "strategy:progress": OPEN,
    "strategy:measure-history": OPEN,
    "strategy:pilot-history": OPEN,
    "strategy:versions": OPEN,
    "strategy:version": OPEN,
    "strategy:comparison": OPEN,
    "participation:topics": OPEN,
    "participation:topic-feed": OPEN,
    "participation:topic-calendar": OPEN,
    "participation:topic": OPEN,
    "participation:topic-short": OPEN,
    "participation:topic-poster": OPEN,
    "participation:topic-embed": OPEN,
    "participation:without-outcome": OPEN,
    "participation:result": OPEN,
    "participation:result-pdf": OPEN,
    "participation:export": OPEN,
    "participation:paper-sheet": OPEN,
    "participation:poll": OPEN,
    "participation:polls-export": OPEN,
    "participation:comment": OPEN,
    "participation:comment-history": OPEN,
    "participation:comment-translation": OPEN,
    "participation:passage": OPEN,
    "participation:passages-lost": OPEN,
    "strategy:page-version": OPEN,
    "participation:page-passage": OPEN,
    "participation:page-passages-lost": OPEN,
    "opinion:map": OPEN,
    "opinion:open-table": OPEN,
    "opinion:method": OPEN,
    "pairwise:comparison": OPEN,
    "pairwise:open-table": OPEN,
    "pairwise:method": OPEN,
    "cases:cases": OPEN,
    "cases:case": OPEN,
    "cases:statistics": OPEN,
    "cases:statistics-csv": OPEN,
    "cases:statistics-json": OPEN,
    "api:index": OPEN,
    "api:response-statistics": OPEN,
    "api:response-statistics-one": OPEN,
    "pilots:comparison": OPEN,
    "pages:search": OPEN,
    "pages:news-feed": OPEN,
    "pages:newsletter-subscribe": OPEN,
    "pages:card": OPEN,
    "pages:card-of-page": OPEN,
    "pages:card-of-topic": OPEN,
    "pages:card-of-version": OPEN,
    "pages:card-of-administration": OPEN,
    "pages:gathering-calendar": OPEN,
    "pages:gathering-entry": OPEN,
    # Saying something without an account; the comment form leads to the login by itself.
    "pages:barrier": OPEN,
    "pages:barrier-received": OPEN,
    "reports:create": OPEN,
    "reports:received": OPEN,
    "participation:guest-asked": OPEN,
    "reports:statistics": OPEN,
    "reports:statistics-csv": OPEN,
    # The link from the mail is the key.
    "reports:appeal": OPEN,
    # The link from the mail is the key.
    "strategy:invitation": OPEN,
    "participation:guest-confirm": OPEN,
    "accounts:guest": OPEN,
    "accounts:guest-data": OPEN,
    "accounts:guest-delete": OPEN,
    "mail:unsubscribe": OPEN,
    "mail:release": SIGNED_IN,
    # So is the link from the mail here; asking for it needs nothing.
    "mail:subscriptions-link": OPEN,
    "mail:subscription-requested": OPEN,
    "mail:subscriptions-ended": OPEN,
    "mail:subscription-confirm": OPEN,
    "mail:subscriptions": OPEN,
    "mail:subscriptions-rhythm": OPEN,
    "mail:subscriptions-end": OPEN,
    "mail:subscription-end": OPEN,
    # Taking part.
    "participation:comment-create": SIGNED_IN,
    "participation:comment-similar": SIGNED_IN,
    "participation:passage-comment": SIGNED_IN,
    "participation:passage-vote": SIGNED_IN,
    "participation:reply-create": SIGNED_IN,
    "participation:comment-edit": SIGNED_IN,
    "participation:comment-withdraw": SIGNED_IN,
    "participation:topic-vote": SIGNED_IN,
    # Officials too, but only those of the topic's own administration: see the table of rights.
    "participation:outcome-write": only("publisher"),
    "participation:comment-vote": SIGNED_IN,
    "participation:topic-points": SIGNED_IN,
    "demographics:questions": SIGNED_IN,
    "participation:poll-answer": SIGNED_IN,
    "pairwise:compare": SIGNED_IN,
    "pairwise:own": SIGNED_IN,
    # Following by an address alone needs no account.
    "digests:follow*": OPEN,
    "digests:end": OPEN,
    "digests:*": SIGNED_IN,
    # One's own account.
    "accounts:deleted": OPEN,
    "accounts:*": SIGNED_IN,
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_signup": OPEN,
    "account_email_verification_sent": OPEN,
    "account_reset_password": OPEN,
    "account_confirm_password_reset_code": OPEN,
    "account_complete_password_reset": OPEN,
    "account_password_reset_completed": OPEN,
    "account_request_login_code": OPEN,
    "account_confirm_login_code": OPEN,
    "account_*": SIGNED_IN,
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
    "mfa_*": SIGNED_IN,
    # Working here.
    "moderation:*": only("moderator"),
    "offline:enter": only("editor", "publisher", "moderator"),
    "polls:sheets": only("editor", "publisher"),
    "desk:*": only("official"),
    "progress:import": only("publisher"),
    "progress:apply": only("publisher"),
    # Officials too, but only those of the topic's own administration: see the table of rights.
    "evaluation:topics": only("editor", "publisher", "official"),
    "evaluation:*": only("editor", "publisher"),
    "representation:decide": only("publisher"),
    "representation:*": only("editor", "publisher"),
    "reach:topics": only("editor", "publisher", "official"),
    "reach:*": only("editor", "publisher"),
    "progress:*": only("publisher", "official"),
    "cooperation:*": only("official"),
    "invitations:*": only("administrator"),
    "versions:*": only("publisher", "administrator"),
    "persons:*": only("administrator"),
    "newsletter:send": only("publisher"),
    "newsletter:stop": only("publisher"),
    "newsletter:*": only("editor", "publisher"),
    "barriers:*": only("editor", "publisher", "administrator"),
    "checks:*": only("editor", "publisher"),
    "content_reports:*": only("editor", "publisher"),
    "outbox:*": only("administrator"),
    "digest_runs:settings": only("official"),
    "digest_runs:frequency": only("official"),
    "digest_runs:*": only("administrator"),
    # Only where the portal runs on one machine (`make run`).
    "local:*": OPEN,
    # The CMS: its own permissions decide further in; see the tables in accounts/roles.py.
    "wagtailadmin_login": OPEN,
    "wagtailadmin_password_reset*": OPEN,
    "wagtail*": STAFF,
    "unnamed": STAFF,
    "simple_translation:*": STAFF,
}
# Wagtail's own views that would let somebody become anybody or change the house.
FORBIDDEN_FOR_ALL_ROLES = (
    "wagtailusers_users:",
    "wagtailusers_groups:",
    "wagtailsites:",
    "wagtaillocales:",
    "wagtailadmin_workflows:add",
    "wagtailadmin_collections:",
)


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """Every named address with its route; parameters are left as `{name}`."""
    for pattern in patterns:
        route = prefix + _filled(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            yield f"{namespace}{pattern.name or 'unnamed'}", "/" + route


def _filled(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    if route.startswith("^") or "(?P" in route or r"\Z" in route:
        return ""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


ALL = sorted(set(addresses(get_resolver().url_patterns)))


def access_of(name: str) -> frozenset[str] | None:
    """The exact entry, else the longest area that the name lies in."""
    if name in ACCESS:
        return ACCESS[name]
    areas = [area for area in ACCESS if "*" in area and fnmatchcase(name, area)]
    return ACCESS[max(areas, key=len)] if areas else None


class Somewhere(dict):
    """Values for the parameters of an address; what nobody named does not exist."""

    def __missing__(self, name: str) -> str:
        return "999999"


@pytest.fixture
def paths(topic, citizen, administrator, settings, tmp_path):
    """The path of an address, leading to something that is there where it matters."""
    settings.GDB_MAILBOX = tmp_path
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    publish_comment(comment, by=None)
    case = Case.objects.get(comment=comment)
    report = report_comment(
        comment, ground=ReportGround.RULES, rule="4", explanation="", email="", by=None
    )
    mail = queue_mail("account_deleted", key="1", address="x@example.org", context={})
    invitation = invite_official(topic.administration, "neu@example.org", by=administrator)
    keys = {
        "outbox": mail.pk,
        "persons": citizen.pk,
        "invitations": invitation.pk,
        "checks": topic.page_id,
    }

    def path_of(name: str, route: str) -> str:
        area = name.partition(":")[0]
        there = Somewhere(
            pk=keys.get(area, comment.pk),
            slug=topic.slug
            if area in {"participation", "digests", "evaluation"}
            else topic.administration.slug,
            number=case.number,
            reference=report.reference,
            token="x" * 43,
            object_id="1",
            key="x",
        )
        return route.format_map(there)

    return path_of


@pytest.fixture
def browsers(db):
    """One signed-in browser per role, and one without anybody."""
    found = {"anonymous": Client()}
    for role in ROLES:
        found[role] = Client()
        found[role].force_login(UserFactory(pseudonym=role, roles=[role]))
    return found


def knock(browser: Client, path: str) -> str:
    """ "in", "out" or "nothing": what a role finds behind an address, by GET or POST.

    Whatever the request did is undone.
    """
    found = set()
    for method in ("get", "post"):
        with transaction.atomic():
            answer = getattr(browser, method)(path)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (path, method)
        if answer.status_code == 302:
            # Wagtail says no with a message on its first page.
            no = answer.url == "/cms/" or re.match(r"/(konto|cms)/login/(\?|$)", answer.url)
            found.add("out" if no else "in")
        elif answer.status_code in {401, 403}:
            found.add("out")
        elif answer.status_code == 404:
            found.add("nothing")
        elif answer.status_code != 405:
            found.add("in")
    return next((word for word in ("in", "out", "nothing") if word in found), "out")


def test_every_address_has_an_entry():
    assert {name for name, _route in ALL if access_of(name) is None} == set()


def test_every_entry_has_an_address():
    names = {name for name, _route in ALL}

    assert {entry for entry in ACCESS if not any(fnmatchcase(n, entry) for n in names)} == set()


def area_of(name: str) -> str:
    return re.split(r"[:_]", name)[0]


CMS = ("wagtail", "simple_translation", "unnamed")
CLOSED = [entry for entry in ALL if access_of(entry[0]) not in (None, OPEN)]
OURS = [entry for entry in CLOSED if not entry[0].startswith(CMS)]
WAGTAILS = [entry for entry in CLOSED if entry[0].startswith(CMS)]


@pytest.mark.parametrize("area", sorted({area_of(name) for name, _route in OURS}))
def test_closed_addresses_open_to_their_roles_only(browsers, paths, area):
    wrong = []
    for name, route in OURS:
        if area_of(name) != area:
            continue
        allowed = access_of(name)
        for role, browser in browsers.items():
            what = knock(browser, paths(name, route))
            if (what == "in" and role not in allowed) or (what == "out" and role in allowed):
                wrong.append((name, role, what))

    assert wrong == []


def test_the_cms_is_closed_to_strangers_and_citizens_at_every_address(browsers, paths):
    open_doors = [
        (name, role)
        for name, route in WAGTAILS
        for role in ("anonymous", "citizen")
        if knock(browsers[role], paths(name, route)) != "out"
    ]

    assert open_doors == []


@pytest.mark.req("S18")
def test_no_role_may_change_accounts_groups_or_the_house_in_wagtails_own_views(browsers, paths):
    open_doors = [
        (name, role)
        for name, route in WAGTAILS
        if name.startswith(FORBIDDEN_FOR_ALL_ROLES)
        for role in sorted(STAFF)
        if knock(browsers[role], paths(name, route)) == "in"
    ]

    assert open_doors == []


def test_what_is_open_stays_open_for_everybody(browsers, paths):
    closed = [
        (name, role)
        for name, route in ALL
        if access_of(name) == OPEN and name not in LOGINS
        for role, browser in browsers.items()
        if knock(browser, paths(name, route)) == "out"
    ]

    assert closed == []
