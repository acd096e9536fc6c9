"""Following something, with an account or by an address alone, and choosing how often to hear.

Public pages only link here and stay cached; GET changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.limits import limited
from gdb_portal.mail.forms import AddressForm
from gdb_portal.mail.tokens import is_token, number_in, row_token

from ..enums import FollowedKind
from ..forms import NewsForm, SearchForm
from ..models import SavedSearch, Subscription, target_kind
from ..own_data import frequencies_of
from ..services import (
    end,
    follow,
    follow_by_mail,
    save_search,
    set_news_frequencies,
    unfollow,
)
from ..targets import (
    follow_url,
    in_this_language,
    is_pilot,
    name_of,
    public_targets,
    title_of,
    url_of,
)
from ..what_one_hears import what_one_hears


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(public_targets(FollowedKind.TOPIC), slug=slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_measure(request: HttpRequest, slug: str) -> HttpResponse:
    measures = public_targets(FollowedKind.MEASURE).filter(pilot=None)
    return _follow(request, get_object_or_404(measures, slug=slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_pilot(request: HttpRequest, slug: str) -> HttpResponse:
    pilots = public_targets(FollowedKind.MEASURE).filter(pilot__isnull=False)
    return _follow(request, get_object_or_404(pilots, slug=slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_field(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(public_targets(FollowedKind.FIELD), slug=slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_district(request: HttpRequest, slug: str) -> HttpResponse:
    return _follow(request, get_object_or_404(public_targets(FollowedKind.DISTRICT), slug=slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_search(request: HttpRequest) -> HttpResponse:
    """The search in the address (`q`, `art`) as something to follow; kept only when posted."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return redirect("pages:search")
    words = {**form.cleaned_data, "language": get_language() or "de"}
    if request.method == "POST":
        return _follow(request, SavedSearch(**words), save=lambda: save_search(**words))
    known = SavedSearch.objects.filter(**words).first()
    return _follow(request, known or SavedSearch(**words))


def _follow(request: HttpRequest, target: Any, save: Any = None) -> HttpResponse:
    """What following means, and the button; for whoever has no account, the address."""
    if request.method == "POST" and request.user.is_authenticated:
        follow(save() if save else target, by=request.user)
        messages.success(request, _("Sie folgen jetzt: %(name)s") % {"name": name_of(target)})
        (shown,) = in_this_language([target])
        return redirect(url_of(shown))
    if request.method == "POST":
        return _ask_address(request, target, save)
    return _page(request, target, AddressForm())


@limited("subscribe", by="network", rate="10/h")
def _ask_address(request: HttpRequest, target: Any, save: Any) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, target, form, status=422)
    if not form.is_from_a_program:
        follow_by_mail(
            save() if save else target,
            address=form.cleaned_data["email"],
            language=get_language() or "de",
        )
    return redirect("mail:subscription-requested")


def _page(request: HttpRequest, target: Any, form: AddressForm, status: int = 200) -> HttpResponse:
    kind = target_kind(target)
    (shown,) = in_this_language([target])
    own = None
    if request.user.is_authenticated and target.pk:
        own = Subscription.objects.of(request.user).to(target).first()
    context = {
        "target": target,
        "kind": kind,
        "is_pilot": kind == FollowedKind.MEASURE and is_pilot(target),
        "followed_name": name_of(shown),
        "target_url": url_of(shown),
        "hears": what_one_hears(kind),
        "subscription": own,
        "related": _related(target) if kind == FollowedKind.MEASURE else [],
        "form": form,
    }
    return render(request, "digests/follow.html", context, status=status)


def _related(measure: Any) -> list[dict[str, str]]:
    """Wider things to follow: the fields and districts of a measure."""
    fields = public_targets(FollowedKind.FIELD).filter(measure_links__measure=measure).distinct()
    rows = in_this_language([*fields.order_by("path"), *measure.districts.all()])
    return [{"title": title_of(row), "href": follow_url(row)} for row in rows]


@require_POST
def unfollow_own(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Subscription.objects.of(request.user).with_targets()
    subscription = get_object_or_404(rows, pk=pk)
    unfollow(subscription.target, by=request.user)
    name = name_of(subscription.target)
    messages.success(request, _("Sie folgen nicht mehr: %(name)s") % {"name": name})
    return redirect("digests:news-settings")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail ends one subscription; the button does it, looking does not."""
    number = number_in(token)
    if number is None or not is_token(token, row_token("follow", number)):
        raise Http404
    subscription = Subscription.objects.with_targets().filter(pk=number).first()
    done = subscription is None
    title = title_of(*in_this_language([subscription.target])) if subscription else ""
    if request.method == "POST" and subscription is not None:
        end(subscription, how="link in a mail")
        done = True
    return render(request, "digests/end.html", {"title": title, "done": done})


@require_http_methods(["GET", "POST"])
def news_settings(request: HttpRequest) -> HttpResponse:
    """What one hears of, and how often."""
    form = NewsForm(request.POST or None, initial=frequencies_of(request.user))
    if request.method == "POST" and form.is_valid():
        set_news_frequencies(request.user, frequencies=form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        return redirect("digests:news-settings")
    rows = list(Subscription.objects.of(request.user).with_targets())
    targets = in_this_language(row.target for row in rows)
    context = {
        "form": form,
        "subscriptions": [
            {"pk": row.pk, "title": title_of(target), "href": url_of(target)}
            for row, target in zip(rows, targets, strict=True)
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "digests/news_settings.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def follow_overview(request: HttpRequest) -> HttpResponse:
    """Everything wide that can be followed: fields of action and districts."""
    fields = list(
        public_targets(FollowedKind.FIELD)
        .select_related("group")
        .defer("sections")
        .order_by("group__sort_order", "path")
    )
    groups: dict[Any, list[dict[str, str]]] = {}
    for field, shown in zip(fields, in_this_language(fields), strict=True):
        groups.setdefault(field.group, []).append(_row(shown))
    districts = [_row(district) for district in public_targets(FollowedKind.DISTRICT)]
    context = {"groups": list(groups.items()), "districts": districts}
    return render(request, "digests/overview.html", context)


def _row(target: Any) -> dict[str, str]:
    return {"name": name_of(target), "href": follow_url(target)}
