"""A measure on record, with somebody who is responsible for it."""

import pytest
from django.core.cache import cache

from strategy.models import Measure
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import AdministrationFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory


@pytest.fixture
def home(db):
    cache.clear()
    return HomeFactory()


@pytest.fixture
def index(home):
    return MeasureIndexFactory(parent=home)


@pytest.fixture
def office(db):
    return AdministrationFactory(slug="amt", short_name="Amt <1>")


@pytest.fixture
def measure(index, office):
    page = MeasureFactory(
        parent=index,
        slug="bank",
        title="Mehr <Bänke>",
        status="planned",
        responsible_administration=office,
    )
    page.save_revision().publish()
    return Measure.objects.get(pk=page.pk)


@pytest.fixture
def owner(office):
    person = UserFactory(email="owner@example.org", pseudonym="Amtlich", roles=["official"])
    office.members.create(user=person)
    return person


@pytest.fixture
def stranger(db):
    """An official of another administration."""
    person = UserFactory(email="stranger@example.org", pseudonym="Fremd", roles=["official"])
    AdministrationFactory(slug="anderes").members.create(user=person)
    return person
