"""The CMS as staff use it: pages below a German start page, people in their roles."""

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page, Site

from gdb_portal.pages.models import HomePage, StandardPage
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def _no_pages_of_earlier_tests():
    cache.clear()


@pytest.fixture
def home(db):
    """The German start page of the site."""
    locale = Locale.objects.get_or_create(language_code="de")[0]
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Start", slug="start", locale=locale)
    )
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    else:
        site.root_page = home
        site.save()
    return home


@pytest.fixture
def about(home):
    """A page that is public and was written by nobody in particular."""
    page = home.add_child(instance=StandardPage(title="Über uns", slug="ueber-uns", lead="Alt."))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def other_editor(db):
    return UserFactory(email="editor2@example.org", pseudonym="Emil", roles=["editor"])


@pytest.fixture
def other_publisher(db):
    return UserFactory(email="publisher2@example.org", pseudonym="Paul", roles=["publisher"])
