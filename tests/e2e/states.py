"""What the demonstration lacks: empty, closed, long, late, withdrawn and reported things."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from gdb_portal.accounts.guest_links import guest_url
from gdb_portal.accounts.services.guests import receive_guest
from gdb_portal.local.demo.persons import person
from gdb_portal.mail.models import AddressSubscription
from gdb_portal.mail.services import confirm_subscription
from gdb_portal.mail.tokens import confirm_token, reader_token, row_token
from gdb_portal.pages.models import NewsletterIssue
from participation.cases.models import Case
from participation.demographics.services import decide_to_ask
from participation.digests.models import Subscription
from participation.digests.services import follow_by_mail
from participation.enums import CommentStatus, GuestPolicy
from participation.evaluation.models import ThemeSource
from participation.guest_links import confirm_path
from participation.models import Comment, GuestDraft, Topic, TopicPhase
from participation.moderation.appeal_links import appeal_url
from participation.moderation.enums import ReportGround
from participation.moderation.services import (
    approve,
    hide,
    keep,
    receive_appeal,
    report_comment,
)
from participation.opinion.services import map_topic
from participation.pairwise.services.ranking import rank
from participation.services.anchor import keep_page_texts
from participation.services.comment import (
    edit_comment,
    publish_comment,
    submit_comment,
    withdraw_comment,
)
from participation.services.guest import take_guest_draft
from participation.services.vote import cast_vote
from strategy.models import (
    Administration,
    District,
    FieldOfAction,
    Measure,
    Section,
    StrategyPage,
)
from tests.e2e.places import TOPIC
from tests.factories.demographics import count_answers, invented_figures
from tests.factories.evaluation import ThemeFactory
from tests.factories.opinion import vote_in_groups
from tests.factories.pairwise import ComparisonFactory, compare, items_of
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory
from tests.factories.polls import PollFactory, fill_in


def prepare_states() -> dict[str, str]:
    """Make them, and say where they are."""
    answers = Administration.objects.get(slug="skzl")
    citizen = person("buergerin")
    demo = Comment.objects.filter(topic__slug=TOPIC.split("/")[2])
    topic = demo.first().topic

    strategy = StrategyPage.objects.get(locale__language_code="de")
    TopicFactory(slug="ueber-die-strategie", administration=answers, page=strategy)
    section = Section.objects.filter(version__number=1).first().anchor
    TopicFactory(slug="leer", points_budget=3, administration=answers, page=topic.page)
    poll = PollFactory(topic=topic, introduction="Drei kurze Fragen.")
    for number in range(6):
        fill_in(poll, first=1 + number % 2, several=(1, 2) if number else (3,), text="Gern.")
    comparison = ComparisonFactory(topic=topic)
    for number in range(6):
        compare(comparison, prefer=items_of(comparison)[:: -1 if number == 5 else 1])
    compare(comparison, by=citizen, number=2)
    rank(comparison)
    closed = TopicFactory(slug="zu", administration=answers, page=topic.page)
    CommentFactory(topic=closed, author=citizen, published=True)
    now = timezone.now()
    TopicPhase.objects.filter(topic=closed).update(
        starts_at=now - dt.timedelta(days=30), ends_at=now - dt.timedelta(days=2)
    )
    long = TopicFactory(slug="lang", administration=answers, page=topic.page)
    for _number in range(25):
        CommentFactory(topic=long, author=citizen, published=True)

    decide_to_ask(long, "public", by=person("chefredaktion"))
    count_answers(
        closed,
        bezirk={"mitte": 24, "pankow": 30, "spandau": 6, "lichtenberg": 3, "neukoelln": 4},
        alter={"unter-18": 5, "18-29": 20, "30-44": 25, "45-64": 8, "ab-65": 2},
        geschlecht={"weiblich": 34, "maennlich": 24, "divers": 2},
    )
    invented_figures(geschlecht={"weiblich": 51, "maennlich": 49})

    grouped = TopicFactory(slug="gruppen", administration=answers, page=topic.page)
    voted_on = vote_in_groups(grouped)
    map_topic(grouped)
    theme = ThemeFactory(topic=grouped, published=True, sources=voted_on[:2])
    ThemeSource.objects.filter(theme=theme).update(quote=HOSTILE)

    withdrawn = submit_comment(topic, by=citizen, text="Das war nichts.")
    approve(withdrawn, by=person("moderation"))
    withdraw_comment(withdrawn, by=citizen)
    own = submit_comment(topic, by=citizen, text="Ein Gedanke, der wartet.", wants_answer=True)
    late = submit_comment(long, by=citizen, text="Wann denn?", wants_answer=True)
    publish_comment(late, by=None)
    Case.objects.filter(comment=late).update(due_on=timezone.localdate() - dt.timedelta(days=9))
    cast_vote(topic, by=citizen, value="agree")

    keep_page_texts()
    answered = demo.get(case__answer__isnull=False)
    unanswered = demo.get(
        status=CommentStatus.PUBLISHED, case__answer__isnull=True, case__isnull=False
    )
    hidden = submit_comment(topic, by=citizen, text="Das hier ist <b>gemein</b>.")
    approve(hidden, by=person("moderation"))
    first = hide(hidden, by=person("moderation"), rule="1", reason="Es setzt Menschen herab.")
    again = submit_comment(topic, by=citizen, text="Auch das ist <b>weg</b>.")
    second = hide(again, by=person("moderation"), rule="4", reason="Das gehört nicht hierher.")
    appeal = receive_appeal(second, text="Es gehört sehr wohl zum Thema.", by=citizen)
    changed = submit_comment(long, by=citizen, text="Erst so.")
    publish_comment(changed, by=None)
    # Earlier words are kept once others have had time to read them.
    Comment.objects.filter(pk=changed.pk).update(submitted_at=now - dt.timedelta(hours=2))
    edit_comment(changed, by=citizen, text="Dann so.", wants_answer=False)
    approve(changed, by=person("moderation"))
    report = report_comment(
        unanswered,
        ground=ReportGround.RULES,
        rule="",
        explanation="<b>Unsinn</b>",
        email="",
        by=None,
    )
    rude = report_comment(
        answered, ground=ReportGround.RULES, rule="1", explanation="Frech.", email="", by=None
    )
    kept = keep(rude, by=person("moderation"), reason="Das ist eine zulässige Meinung.")
    issue = NewsletterIssue.objects.get()
    return {
        **_following(),
        **_guests(long),
        "theme": reverse("evaluation:theme", args=[theme.pk]),
        "alike": reverse("evaluation:contributions", args=[grouped.slug])
        + f"?aehnlich={voted_on[0].pk}",
        "newsletter_send": f"/cms/newsletter/{issue.pk}/verschicken/",
        "newsletter_preview": f"/cms/newsletter/{issue.pk}/vorschau/",
        "newsletter_mail": f"/cms/newsletter/{issue.pk}/mail/",
        "answered": answered.url.partition("#")[0],
        "hidden": hidden.url.partition("#")[0],
        "withdrawn": withdrawn.url.partition("#")[0],
        "history": reverse("participation:comment-history", args=[changed.pk]),
        "poll": poll.url,
        "comparison": comparison.url,
        "comparison_new": ComparisonFactory(topic=long).url,
        "passage": f"/strategie/fassungen/1/absatz/{section}/1/",
        "passage_comment": f"/beteiligung/ueber-die-strategie/absatz/1/{section}/1/",
        "own": f"/beitraege/{own.pk}/",
        "case_answered": answered.case.url,
        "case_open": unanswered.case.url,
        "case_late": late.case.url,
        "appeal": appeal_url(first),
        "appealed": appeal_url(second),
        "appeal_report": appeal_url(kept),
        "review_kept": f"/cms/moderation/{answered.pk}/",
        "review_appeal": f"/cms/moderation/beschwerden/{appeal.reference}/",
        "received": f"/meldungen/{report.reference}/",
        "review_hidden": f"/cms/moderation/{hidden.pk}/",
        "review_reported": f"/cms/moderation/{unanswered.pk}/",
        "desk_open": f"/cms/vorgaenge/{unanswered.case.number}/",
        "desk_answered": f"/cms/vorgaenge/{answered.case.number}/",
    }


def _guests(topic: Topic) -> dict[str, str]:
    """A text by somebody without an account that waits for its yes, and a guest's own page."""
    Topic.objects.filter(pk=topic.pk).update(guest_policy=GuestPolicy.GUESTS)
    take_guest_draft(topic, address="gast@example.org", text=HOSTILE, kind="question", stance="for")
    guest = receive_guest("dauergast@example.org", pseudonym="Dauergast")
    return {
        "guest_confirm": confirm_path(GuestDraft.objects.get(address="gast@example.org")),
        "guest": guest_url(guest),
    }


def _following() -> dict[str, str]:
    """An address that follows a field and a measure, and was asked about a district."""
    field = FieldOfAction.objects.live().get(
        slug="offene-it-oekosysteme", locale__language_code="de"
    )
    measure = Measure.objects.in_source_language().get(slug="transparenz-und-offenheit")
    for target in (field, measure, District.objects.get(slug="mitte")):
        follow_by_mail(target, address="leserin@example.org", language="de")
    waiting = AddressSubscription.objects.select_related("reader").order_by("-pk")[0]
    for subscription in AddressSubscription.objects.exclude(pk=waiting.pk):
        confirm_subscription(subscription)
    followed = Subscription.objects.exclude(opt_in=None).first()
    return {
        "subscriptions": reverse("mail:subscriptions", args=[reader_token(waiting.reader)]),
        "confirm": reverse("mail:subscription-confirm", args=[confirm_token(waiting)]),
        "end": reverse("digests:end", args=[row_token("follow", followed.pk)]),
    }
