"""What all tests of participation need."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_pages():
    """Addresses repeat from test to test: what one test's readers saw must not answer another's."""
    cache.clear()
