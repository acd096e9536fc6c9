"""Topics, comments and votes; every free text is hostile unless a test says otherwise."""

import datetime as dt

import factory
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from participation.enums import CommentStatus, HouseRule, ModerationMode, PhaseKind
from participation.models import Comment, OutsideRound, Tally, Topic, TopicPhase, Vote
from strategy.models import Administration

from .accounts import UserFactory

HOSTILE = "<script>alert('x')</script> \"&amp; 'Grüße' \u200f𝔘 {{ 7|add:7 }} %s"


class AdministrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Administration
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"amt-{n}")
    short_name = factory.Sequence(lambda n: f"Amt {n}")
    kind = "senate_department"
    email = factory.LazyAttribute(lambda o: f"{o.slug}@example.org")


class PageFactory(factory.Factory):
    """A page below the root, of no particular kind."""

    class Meta:
        model = Page

    title = "Seite <b>eins</b>"
    slug = factory.Sequence(lambda n: f"seite-{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return Page.get_first_root_node().add_child(instance=model_class(*args, **kwargs))


class TopicFactory(factory.django.DjangoModelFactory):
    """A public topic in which people may comment and vote now."""

    class Meta:
        model = Topic
        skip_postgeneration_save = True

    page = factory.SubFactory(PageFactory)
    title = factory.Sequence(lambda n: f"Was fehlt <i>hier</i>? {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")
    introduction = HOSTILE
    influence = "consult"
    open_to_influence = HOSTILE
    not_open = HOSTILE
    administration = factory.SubFactory(AdministrationFactory)
    answer_until = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=90))
    moderation_mode = ModerationMode.PRE
    live = True

    class Params:
        post_moderated = factory.Trait(moderation_mode=ModerationMode.POST)

    @factory.post_generation
    def phase(self, create, extracted, **kwargs):
        kind = PhaseKind.COMMENT if extracted is None else extracted
        Tally.objects.get_or_create(topic=self)
        if kind:
            now = timezone.now()
            TopicPhase.objects.create(
                topic=self,
                kind=kind,
                starts_at=now - dt.timedelta(days=30),
                ends_at=now + dt.timedelta(days=30),
            )


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment that waits; published ones are counted as the services would have done."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    topic = factory.SubFactory(TopicFactory)
    author = factory.SubFactory(UserFactory)
    text = HOSTILE

    class Params:
        published = factory.Trait(
            status=CommentStatus.PUBLISHED, published_at=factory.LazyFunction(timezone.now)
        )
        hidden = factory.Trait(
            status=CommentStatus.HIDDEN,
            rule=HouseRule.RESPECT,
            published_at=factory.LazyFunction(timezone.now),
        )
        withdrawn = factory.Trait(
            status=CommentStatus.WITHDRAWN, published_at=factory.LazyFunction(timezone.now)
        )

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if self.is_published:
            Tally.objects.get_or_create(topic=self.topic)
            Tally.objects.filter(topic=self.topic).update(comment_count=F("comment_count") + 1)
            if self.reply_to_id:
                parent = Comment.objects.filter(pk=self.reply_to_id)
                parent.update(reply_count=F("reply_count") + 1)


class VoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vote

    topic = factory.SubFactory(TopicFactory)
    voter = factory.SubFactory(UserFactory)
    value = "agree"


class OutsideRoundFactory(factory.django.DjangoModelFactory):
    """A public round on mein.Berlin.de of which only the beginning is known."""

    class Meta:
        model = OutsideRound

    title = factory.Sequence(lambda n: f"Runde <b>{n}</b>")
    text = HOSTILE
    url = "https://mein.berlin.de/projekte/eine-runde/"
    starts_on = dt.date(2023, 1, 1)
    source = HOSTILE
    as_of = dt.date(2026, 11, 23)
    live = True
