"""Pages of the strategy and the rows they refer to."""

import factory

from strategy.models import (
    Chapter,
    District,
    FieldGroup,
    FieldIndex,
    FieldOfAction,
    GuidingIdea,
    ImplementationProcess,
    Measure,
    MeasureIndex,
    Partner,
    StrategyPage,
    ValueCompass,
)

from .pages import ChildPageFactory
from .participation import HOSTILE


def add(relation, **values):
    """A row of a page or administration, in the database at once."""
    relation.create(**values)
    relation.commit()


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Bezirk-<{n}>")
    slug = factory.Sequence(lambda n: f"bezirk-{n}")
    latitude = "52.5"
    longitude = "13.4"
    tile_column = factory.Sequence(lambda n: n % 6 + 1)
    tile_row = 1


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    slug = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Partner <{n}>")
    kind = "company"


class FieldGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldGroup

    slug = factory.Sequence(lambda n: f"gruppe-{n}")
    name = factory.Sequence(lambda n: f"Gruppe <{n}>")
    line = factory.Sequence(lambda n: n % 4 + 1)


class StrategyPageFactory(ChildPageFactory):
    class Meta:
        model = StrategyPage

    slug = "strategie"


class ChapterFactory(ChildPageFactory):
    class Meta:
        model = Chapter

    question = "Was <i>nun</i>?"


class ValueCompassFactory(ChildPageFactory):
    class Meta:
        model = ValueCompass

    slug = "wertekompass"


class GuidingIdeaFactory(ChildPageFactory):
    class Meta:
        model = GuidingIdea

    short_title = "<nachhaltig>"


class FieldIndexFactory(ChildPageFactory):
    class Meta:
        model = FieldIndex

    slug = "handlungsfelder"


class FieldOfActionFactory(ChildPageFactory):
    class Meta:
        model = FieldOfAction

    group = factory.SubFactory(FieldGroupFactory)
    long_title = HOSTILE


class MeasureIndexFactory(ChildPageFactory):
    class Meta:
        model = MeasureIndex

    slug = "massnahmen"


class MeasureFactory(ChildPageFactory):
    """A measure of which hardly anything is known."""

    class Meta:
        model = Measure

    title = factory.Sequence(lambda n: f"Maßnahme <{n}>")
    kind = "central"
    status_note = HOSTILE


class ImplementationProcessFactory(ChildPageFactory):
    class Meta:
        model = ImplementationProcess

    slug = "umsetzung"
