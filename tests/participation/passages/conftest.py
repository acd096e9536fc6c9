"""A strategy that people talk about."""

import pytest

from tests.factories.pages import HomeFactory


@pytest.fixture
def home(db):
    return HomeFactory()
