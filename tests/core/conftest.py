"""A cache that one test took away is back for the next."""

import pytest
from django.core.cache import cache

from gdb_portal.core.cache import ForgivingRedisCache


@pytest.fixture(autouse=True)
def _cache_is_back_and_empty(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)
    cache.clear()
