"""Every German text of ours has an English one, and nobody needs gettext to keep it so."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils.translation import gettext, ngettext, override

from gdb_portal.core import translations

CATALOGUE = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def project(tmp_path):
    """A small portal with one text in code and two in a template."""
    (tmp_path / "strategy").mkdir()
    (tmp_path / "strategy" / "enums.py").write_text(
        'label = _("Maßnahme")\ncount = ngettext("%(n)s Beitrag", "%(n)s Beiträge", n)\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "<p>\n  {% blocktranslate trimmed with name=person %}\n"
        "    Guten Tag,\n    {{ name }}\n  {% endblocktranslate %}</p>\n"
        '{% include "x.html" with label=_("Zurück") only %}'
    )
    return tmp_path


def catalogue_of(project):
    path = project / "locale" / "en" / "LC_MESSAGES" / "django.po"
    translations.update(path, "en", translations.source_catalog(project))
    return path


def fill(path, **texts):
    words = path.read_text()
    for german, english in texts.items():
        words = words.replace(
            f'msgid "{german}"\nmsgstr ""', f'msgid "{german}"\nmsgstr "{english}"'
        )
    path.write_text(words)


def gaps_of(project, path):
    return translations.find_gaps(
        translations.load(path, "en"), translations.source_catalog(project)
    )


def test_the_english_catalogue_is_complete():
    source = translations.source_catalog(settings.BASE_DIR)

    gaps = translations.find_gaps(translations.load(CATALOGUE, "en"), source)

    assert gaps == translations.Gaps()


def test_texts_are_found_in_code_and_in_templates(project):
    found = {message.id for message in translations.source_catalog(project) if message.id}

    assert found == {
        "Maßnahme",
        ("%(n)s Beitrag", "%(n)s Beiträge"),
        "Guten Tag, %(name)s",
        "Zurück",
    }


def test_a_text_without_english_is_missing(project):
    path = catalogue_of(project)
    fill(path, Maßnahme="Measure")

    assert sorted(gaps_of(project, path).missing) == [
        "%(n)s Beitrag",
        "Guten Tag, %(name)s",
        "Zurück",
    ]


def test_a_text_that_changed_leaves_a_stale_one_until_the_update(project):
    path = catalogue_of(project)
    fill(path, Maßnahme="Measure")
    (project / "strategy" / "enums.py").write_text('label = _("Vorhaben")\n')

    assert sorted(gaps_of(project, path).stale) == ["%(n)s Beitrag", "Maßnahme"]
    catalogue_of(project)
    assert gaps_of(project, path).stale == []


def test_an_update_keeps_what_is_translated_and_changes_nothing_twice(project):
    path = catalogue_of(project)
    fill(path, Maßnahme="Measure")
    before = path.read_text()

    catalogue_of(project)

    assert path.read_text() == before
    assert 'msgstr "Measure"' in before


def test_a_translation_that_forgets_a_placeholder_is_broken(project):
    path = catalogue_of(project)
    fill(path, **{"Guten Tag, %(name)s": "Hello, %(nam)s"})

    assert len(gaps_of(project, path).broken) == 1


def test_an_unsure_translation_counts_as_a_gap(project):
    path = catalogue_of(project)
    words = path.read_text().replace('msgid "Zurück"', '#, fuzzy\nmsgid "Zurück"')
    path.write_text(words)

    assert gaps_of(project, path).fuzzy == ["Zurück"]


def test_the_check_names_what_is_missing_and_fails(project, capsys):
    catalogue_of(project)

    with (
        override_settings(BASE_DIR=project, LOCALE_PATHS=[project / "locale"]),
        pytest.raises(CommandError),
    ):
        call_command("translations", "--check")

    assert "missing: 'Maßnahme'" in capsys.readouterr().out


def test_english_readers_get_english(project):
    with override("en"):
        assert gettext("Pilotprojekte") == "Pilot projects"
        assert ngettext("%(count)s neue Stimme", "%(count)s neue Stimmen", 2) == (
            "%(count)s new votes"
        )


def test_readers_of_leichte_sprache_get_german_where_nothing_simpler_exists():
    with override("de-simple"):
        assert gettext("Pilotprojekte") == "Pilotprojekte"
