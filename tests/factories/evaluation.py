"""Themes that rest on contributions; texts are hostile."""

import factory
from django.utils import timezone

from participation.evaluation.models import Theme, ThemeSource

from .accounts import UserFactory
from .participation import HOSTILE, TopicFactory


class ThemeFactory(factory.django.DjangoModelFactory):
    """A draft by somebody; `sources=[comment, …]` says what it rests on."""

    class Meta:
        model = Theme
        skip_postgeneration_save = True

    topic = factory.SubFactory(TopicFactory)
    title = factory.Sequence(lambda n: f"Worum es <b>geht</b> {n}")
    summary = HOSTILE
    written_by = factory.SubFactory(UserFactory)

    class Params:
        published = factory.Trait(
            status="published",
            published_at=factory.LazyFunction(timezone.now),
            reviewed_by=factory.SubFactory(UserFactory),
        )

    @factory.post_generation
    def sources(self, create, extracted, **kwargs):
        for comment in extracted or []:
            ThemeSource.objects.create(theme=self, comment=comment)
