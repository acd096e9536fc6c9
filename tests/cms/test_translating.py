"""Editors begin translations themselves; readers see them once they are approved."""

import pytest
from django.urls import reverse

from gdb_portal.pages.models import StandardPage
from tests.factories.pages import HomeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("K3", "K5")]


def translate(client, page, locale):
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk]}, follow=True)


@pytest.mark.parametrize("language", ["en", "de-simple"])
def test_an_editor_begins_a_translation_that_is_not_public(client, about, editor, language):
    there = HomeFactory(language=language)
    client.force_login(editor)
    assert reverse("simple_translation:submit_page_translation", args=[about.pk]) in (
        client.get(f"/cms/pages/{about.pk}/edit/").content.decode()
    )

    translate(client, about, there.locale)

    copy = StandardPage.objects.get(locale=there.locale)
    assert (copy.translation_key, copy.slug, copy.live) == (
        about.translation_key,
        about.slug,
        False,
    )
    assert client.get(f"/{language}/ueber-uns/").status_code == 404


@pytest.mark.parametrize("role", ["moderator", "official", "citizen"])
def test_who_does_not_write_does_not_translate(client, about, role, request):
    there = HomeFactory(language="en")
    client.force_login(request.getfixturevalue(role))

    translate(client, about, there.locale)

    assert not StandardPage.objects.filter(locale=there.locale).exists()
