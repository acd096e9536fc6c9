"""The German start page, and a cache that remembers no other test's pages."""

import pytest
from django.core.cache import cache

from tests.factories.pages import HomeFactory


@pytest.fixture
def home(db):
    cache.clear()
    return HomeFactory()
