"""Role × moment × feature: the tables of docs/domain.md, tried cell by cell through the portal."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.cases.models import Case
from participation.enums import COMMENT_TRANSITIONS, CommentStatus, GuestPolicy, PhaseKind
from participation.evaluation.models import Theme
from participation.guest_links import confirm_path
from participation.models import Comment, GuestDraft, Outcome, Tally, Topic, TopicPhase, Vote
from participation.moderation.models import Appeal, Decision, Report
from participation.moderation.services import hide as hide_with_reason
from participation.moderation.services import receive_appeal
from participation.services.comment import publish_comment
from strategy.models import StrategyVersion
from strategy.section_texts import fingerprint_of, texts_of
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import ThemeFactory
from tests.factories.pages import HomeFactory, text
from tests.factories.pairwise import ComparisonFactory
from tests.factories.participation import (
    AdministrationFactory,
    CommentFactory,
    TopicFactory,
    VoteFactory,
)
from tests.factories.polls import PollFactory, questions_of
from tests.factories.strategy import ChapterFactory, StrategyPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("S16", "S17")]
DOMAIN = (Path(settings.BASE_DIR) / "docs" / "domain.md").read_text()


def table(name: str) -> dict[str, dict[str, bool]]:
    """Row → column → yes or no, from the page that people read."""
    body = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", DOMAIN, re.DOTALL)
    assert body is not None, f"docs/domain.md has no table {name!r}"
    head, _rule, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in body[1].splitlines()
    ]
    assert {cell for row in rows for cell in row[1:]} == {"yes", "no"}
    return {
        row[0]: {column: cell == "yes" for column, cell in zip(head[1:], row[1:], strict=True)}
        for row in rows
    }


MOMENTS, ROLES = table("moments"), table("roles")
TAKING_PART = sorted(MOMENTS)


class World:
    """One topic with one public comment, and a browser for each kind of person."""

    def __init__(self, phase: str = PhaseKind.COMMENT) -> None:
        self.topic = TopicFactory(phase=False)
        self._begin(phase)
        self.author = UserFactory(pseudonym="author")
        self.comment = CommentFactory(topic=self.topic, author=self.author, wants_answer=True)
        publish_comment(self.comment, by=None)
        self.comment.refresh_from_db()
        self.waiting = CommentFactory(topic=self.topic, author=self.author, text="Noch geprüft")
        self.case = Case.objects.get(comment=self.comment)
        self.persons = {
            role: UserFactory(pseudonym=role, roles=[role])
            for role in (
                "citizen", "editor", "publisher", "moderator", "official", "administrator"
            )
        }  # fmt: skip
        self.persons["author"] = self.author
        self.persons["other official"] = UserFactory(pseudonym="other", roles=["official"])
        self.topic.administration.members.create(user=self.persons["official"])
        AdministrationFactory().members.create(user=self.persons["other official"])

    def _begin(self, moment: str) -> None:
        now, day = timezone.now(), dt.timedelta(days=1)
        kind, starts, ends = {
            "before the first phase": (PhaseKind.COMMENT, now + day, now + 2 * day),
            "after the last phase": (PhaseKind.COMMENT, now - 2 * day, now - day),
        }.get(moment, (moment, now - day, now + day))
        TopicPhase.objects.create(topic=self.topic, kind=kind, starts_at=starts, ends_at=ends)

    def browser(self, role: str) -> Client:
        browser = Client()
        if role != "anonymous":
            browser.force_login(self.persons[role])
        return browser

    def vote_exists(self, role: str) -> bool:
        return Vote.objects.filter(voter=self.persons.get(role)).exists()


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


# -- What people do; each says whether it happened. ----------------------------------------------


def read(world: World, role: str) -> bool:
    return world.comment.text in _text(world.browser(role).get(world.topic.url))


def comment(world: World, role: str) -> bool:
    before = Comment.objects.count()
    world.browser(role).post(
        address("participation:comment-create", world.topic.slug), {"text": "Mehr Bänke"}
    )
    return Comment.objects.count() > before


def comment_as_a_guest(world: World, role: str) -> bool:
    """With the person's own address, so that nobody gets around what their account may not."""
    Topic.objects.filter(pk=world.topic.pk).update(guest_policy=GuestPolicy.GUESTS)
    person = world.persons.get(role)
    world.browser(role).post(
        address("participation:comment-create", world.topic.slug),
        {"text": "Mehr Bänke", "email": person.email if person else "gast@example.org"},
    )
    for draft in GuestDraft.objects.waiting():
        world.browser(role).post(confirm_path(draft))
    return Comment.objects.filter(author__is_guest=True).exists()


def reply(world: World, role: str) -> bool:
    world.browser(role).post(
        address("participation:reply-create", world.comment.pk), {"text": "Ja"}
    )
    return Comment.objects.filter(reply_to=world.comment).exists()


def vote_on_the_topic(world: World, role: str) -> bool:
    world.browser(role).post(
        address("participation:topic-vote", world.topic.slug), {"value": "agree"}
    )
    return Vote.objects.on_topic(world.topic).exists()


def vote_on_a_comment(world: World, role: str) -> bool:
    world.browser(role).post(
        address("participation:comment-vote", world.comment.pk), {"value": "agree"}
    )
    return Vote.objects.filter(comment=world.comment).exists()


def answer_a_poll(world: World, role: str) -> bool:
    poll = PollFactory(topic=world.topic)
    question = questions_of(poll)[0]
    world.browser(role).post(
        address("participation:poll-answer", world.topic.slug, poll.pk),
        {"read": poll.fingerprint(), f"frage-{question.pk}": "1"},
    )
    return poll.sheets.exists()


def compare_two_items(world: World, role: str) -> bool:
    comparison = ComparisonFactory(topic=world.topic)
    browser = world.browser(role)
    where = address("pairwise:compare", world.topic.slug, comparison.pk)
    asked = browser.get(where).context
    form = asked["form"] if asked and "asked" in asked else None
    # Whoever is not asked a pair tries the first one.
    first, second = (item.pk for item in comparison.items.all()[:2])
    browser.post(
        where,
        {
            "pair": form["pair"].value() if form else f"{first}-{second}",
            "read": comparison.fingerprint(),
            "preference": "first",
        },
    )
    return comparison.sheets.exists()


def take_a_vote_back(world: World, role: str) -> bool:
    if role == "anonymous":
        vote = VoteFactory(topic=world.topic)
    else:
        vote = VoteFactory(topic=world.topic, voter=world.persons[role])
    Tally.objects.filter(topic=world.topic).update(agree_count=1)
    world.browser(role).post(address("participation:topic-vote", world.topic.slug), {"value": ""})
    return not Vote.objects.filter(pk=vote.pk).exists()


def edit(world: World, role: str) -> bool:
    world.browser(role).post(
        address("participation:comment-edit", world.comment.pk), {"text": "Anders"}
    )
    return Comment.objects.get(pk=world.comment.pk).text == "Anders"


def edit_later(world: World, role: str) -> bool:
    yesterday = timezone.now() - dt.timedelta(days=1)
    Comment.objects.filter(pk=world.comment.pk).update(submitted_at=yesterday)
    return edit(world, role)


def withdraw(world: World, role: str) -> bool:
    world.browser(role).post(address("participation:comment-withdraw", world.comment.pk))
    return Comment.objects.get(pk=world.comment.pk).status == CommentStatus.WITHDRAWN


def report(world: World, role: str) -> bool:
    world.browser(role).post(
        address("reports:create", world.comment.pk),
        {"ground": "rules", "rule": "4", "explanation": "Gehört nicht zum Thema."},
    )
    return Report.objects.filter(comment=world.comment).exists()


def see_a_waiting_comment(world: World, role: str) -> bool:
    return world.waiting.text in _text(world.browser(role).get(world.topic.url))


def open_the_cms(world: World, role: str) -> bool:
    return world.browser(role).get("/cms/").status_code == 200


def see_the_queue(world: World, role: str) -> bool:
    return world.waiting.text in _text(world.browser(role).get(address("moderation:queue")))


def approve(world: World, role: str) -> bool:
    world.browser(role).post(address("moderation:approve", world.waiting.pk))
    return Comment.objects.get(pk=world.waiting.pk).is_published


def hide(world: World, role: str) -> bool:
    world.browser(role).post(
        address("moderation:hide", world.comment.pk), {"rule": "4", "reason": "Nicht zum Thema."}
    )
    return Comment.objects.get(pk=world.comment.pk).status == CommentStatus.HIDDEN


def enter_an_appeal(world: World, role: str) -> bool:
    hidden = _hidden_by_another(world)
    world.browser(role).post(
        address("moderation:enter-appeal", hidden.pk), {"text": "Das war keine Beleidigung."}
    )
    return Appeal.objects.filter(decision=hidden).exists()


def decide_on_an_appeal(world: World, role: str) -> bool:
    appeal = receive_appeal(_hidden_by_another(world), text="Das war ein Zitat.", by=None)
    world.browser(role).post(
        address("moderation:appeal", appeal.reference),
        {"verdict": "grant", "reason": "Es ist als Zitat erkennbar."},
    )
    return Appeal.objects.filter(pk=appeal.pk).exclude(status="open").exists()


def _hidden_by_another(world: World) -> Decision:
    another = UserFactory(pseudonym="another", roles=["moderator"])
    return hide_with_reason(world.comment, by=another, rule="4", reason="Nicht zum Thema.")


def see_a_cases_desk(world: World, role: str) -> bool:
    answer = world.browser(role).get(address("desk:edit", world.case.number))
    return answer.status_code == 200


def draft_an_answer(world: World, role: str) -> bool:
    world.browser(role).post(
        address("desk:draft", world.case.number),
        {"text": "Wir prüfen das.", "outcome": "answered"},
    )
    return hasattr(Case.objects.get(pk=world.case.pk), "answer")


def write_a_page(world: World, role: str) -> bool:
    answer = world.browser(role).get(address("wagtailadmin_pages:edit", world.topic.page_id))
    return answer.status_code == 200


def publish_a_page(world: World, role: str) -> bool:
    person = world.persons.get(role)
    if person is None:
        return False
    return world.topic.page.permissions_for_user(person).can_publish()


def write_a_topic(world: World, role: str) -> bool:
    name = "wagtailsnippets_participation_topic:edit"
    return world.browser(role).get(address(name, world.topic.pk)).status_code == 200


def publish_a_topic(world: World, role: str) -> bool:
    name = "wagtailsnippets_participation_topic:unpublish"
    world.browser(role).post(address(name, world.topic.pk))
    return not Topic.objects.get(pk=world.topic.pk).live


def evaluate_contributions(world: World, role: str) -> bool:
    world.browser(role).post(
        address("evaluation:sort", world.topic.slug),
        {"beitrag": world.comment.pk, "label": "Bänke"},
    )
    return world.comment.labels.exists()


def publish_a_theme(world: World, role: str) -> bool:
    theme = ThemeFactory(topic=world.topic, sources=[world.comment])
    world.browser(role).post(address("evaluation:theme-publish", theme.pk))
    return Theme.objects.public().filter(pk=theme.pk).exists()


def tell_the_outcome(world: World, role: str) -> bool:
    world.topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    world.browser(role).post(
        address("participation:outcome-write", world.topic.slug),
        {"text": "Das kam heraus.", "decisions-TOTAL_FORMS": "0", "decisions-INITIAL_FORMS": "0"},
    )
    return Outcome.objects.filter(topic=world.topic).exists()


def manage_persons(world: World, role: str) -> bool:
    citizen = world.persons["citizen"]
    world.browser(role).post(
        address("persons:role", citizen.pk), {"role": "moderator", "action": "grant"}
    )
    return citizen.groups.filter(name="moderator").exists()


def invite_an_official(world: World, role: str) -> bool:
    world.browser(role).post(
        address("invitations:list"),
        {"administration": world.topic.administration.pk, "email": "neu@example.org"},
    )
    return world.topic.administration.invitations.exists()


def release_a_version(world: World, role: str) -> bool:
    strategy = StrategyPageFactory(parent=HomeFactory(), title="Die Strategie")
    chapter = ChapterFactory(parent=strategy, title="Warum", sections=text())
    chapter.save_revision().publish()
    world.browser(role).post(
        address("versions:release"),
        {
            "title": "Erste",
            "adopted_on": "2022-12-20",
            "adopted_by": "Senat",
            "seen": fingerprint_of(texts_of(strategy)),
        },
    )
    return StrategyVersion.objects.released().exists()


def see_the_outbox(world: World, role: str) -> bool:
    return world.browser(role).get(address("outbox:list")).status_code == 200


def _text(answer) -> str:
    from html import unescape

    return unescape(answer.content.decode())


def action(name: str):
    return globals()[name.lower().replace("'", "").replace(" ", "_")]


def happens(name: str, world: World, role: str) -> bool:
    """Try it, as if nobody had tried anything before, and leave the world as it was."""
    cache.clear()
    with transaction.atomic():
        happened = action(name)(world, role)
        transaction.set_rollback(True)
    return happened


@pytest.mark.parametrize("right", sorted(ROLES))
def test_each_right_belongs_to_the_roles_of_the_table(right):
    world = World()

    assert {role: happens(right, world, role) for role in ROLES[right]} == ROLES[right]


@pytest.mark.parametrize("feature", TAKING_PART)
@pytest.mark.parametrize("moment", list(MOMENTS["comment"]))
def test_each_feature_has_its_moments_for_every_role(feature, moment):
    world = World(moment)
    expected = {
        role: allowed and MOMENTS[feature][moment] for role, allowed in ROLES[feature].items()
    }

    assert {role: happens(feature, world, role) for role in expected} == expected


def test_a_locked_account_may_nothing(citizen):
    world = World()
    world.persons["locked"] = UserFactory(is_active=False)

    rights = set(ROLES) - {"read", "report"}
    assert {right for right in rights if happens(right, world, "locked")} == set()


def test_the_picture_of_a_comment_shows_every_transition():
    picture = DOMAIN.partition("### Comment")[2].partition("```mermaid")[2].partition("```")[0]
    drawn = set(re.findall(r"^\s+(\w+) --> (\w+)", picture, re.MULTILINE))

    allowed = {(a.value, b) for a, after in COMMENT_TRANSITIONS.items() for b in after}
    assert drawn == {(str(a), str(b)) for a, b in allowed}
