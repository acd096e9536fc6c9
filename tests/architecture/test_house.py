"""The rules of the house, kept by the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template import engines
from django.template.loader import get_template

from gdb_portal.core.events import SENTENCES
from gdb_portal.mail.kinds import KINDS

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("gdb_portal", "strategy", "pilots", "participation")
SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CLASS_OF_OURS = tuple(f"{package}." for package in PACKAGES)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(), filename=str(path))


def test_nobody_imports_what_lies_above():
    tool = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_model_hides_a_rule_in_save():
    found = [
        f"{model.__module__}.{model.__name__}"
        for model in apps.get_models()
        for base in model.__mro__
        if base.__module__.startswith(CLASS_OF_OURS)
        and issubclass(base, models.Model)
        and {"save", "delete"} & set(vars(base))
    ]

    assert found == []


def test_modules_have_names_that_say_something():
    vague = {"utils.py", "helpers.py", "mixins.py", "misc.py", "common.py"}

    assert [short(path) for path in SOURCES if path.name in vague] == []


def test_every_module_says_what_it_answers_for():
    silent = [
        short(path)
        for path, tree in trees()
        if tree.body and path.name not in {"__init__.py", "apps.py"} and not ast.get_docstring(tree)
    ]

    assert silent == []


def test_only_settings_read_the_environment():
    allowed = {
        "gdb_portal/settings",
        "gdb_portal/local",
        "gdb_portal/celery.py",
        "gdb_portal/wsgi.py",
    }
    found = [
        short(path)
        for path, tree in trees()
        if not any(short(path).startswith(place) for place in allowed)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]

    assert found == []


def test_only_the_ledger_speaks_to_a_mail_server():
    speaks = re.compile(
        r"\b(send_mail|EmailMessage|EmailMultiAlternatives|mail_admins|smtplib)\b\(?"
    )
    found = [
        short(path)
        for path in SOURCES
        if not short(path).startswith(("gdb_portal/mail/", "gdb_portal/local/"))
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.mail"))
        or (isinstance(node, ast.Import) and any(speaks.match(a.name) for a in node.names))
    ]

    assert found == []


# -- Events, tasks, mails ------------------------------------------------------------------------


def recorded_kinds() -> set[str]:
    """Every kind of event that the code names where it records one."""
    kinds = set()
    for _path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record_event":
                kinds |= {
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return kinds


def test_every_event_has_its_german_sentence():
    kinds = recorded_kinds()

    assert len(kinds) > 20
    assert {kind for kind in kinds if kind not in SENTENCES} == set()


def test_events_are_named_noun_and_past_participle():
    assert [kind for kind in SENTENCES if not re.fullmatch(r"[a-z_]+\.[a-z_]+", kind)] == []
    assert [
        kind
        for kind, sentence in SENTENCES.items()
        if not str(sentence).endswith((".", "{reason}"))
    ] == []


def test_every_scheduled_task_exists():
    from gdb_portal.celery import app

    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert wanted - set(app.tasks) == set()


def test_every_task_has_a_place_in_the_schedule_or_is_called():
    from gdb_portal.celery import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith(CLASS_OF_OURS)}
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    code = "\n".join(path.read_text() for path in SOURCES)
    idle = {
        name
        for name in ours - scheduled
        if not re.search(rf"\b{name.rpartition('.')[2]}\.(delay|apply_async|delay_on_commit)", code)
    }

    assert idle == set()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_of_mail_has_its_text_and_its_page(name):
    template = KINDS[name].template

    get_template(f"{template}.txt")
    get_template(f"{template}.html")


# -- Templates -----------------------------------------------------------------------------------


def test_no_template_has_inline_script_or_style():
    """The policy would refuse it in the browser; mails need style attributes and have no policy."""
    inline = re.compile(
        r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(ld\+)?json")[^>]*>|<style\b|\sstyle\s*="""
        r"""|\son(click|load|error|submit|change|input|focus|blur)\s*=|javascript:""",
        re.IGNORECASE,
    )
    found = [
        f"{short(path)}: {match[0]}"
        for path in TEMPLATES
        if "emails" not in path.parts
        for match in inline.finditer(path.read_text())
    ]

    assert found == []


def test_no_template_asks_another_host():
    foreign = re.compile(r"""(?:src|srcset|action|data)=["'](?:https?:)?//[^"']*""")
    link = re.compile(r"""<link\b[^>]*href=["'](?:https?:)?//[^"']*""")
    found = [
        f"{short(path)}: {match[0]}"
        for path in TEMPLATES
        for match in (*foreign.finditer(path.read_text()), *link.finditer(path.read_text()))
    ]

    assert found == []


def test_no_template_lets_text_of_people_through_unescaped():
    """Plain-text mails are not HTML; the hints of fields are written in the code."""
    harmless = "{{ field.help_text|safe }}"
    loud = re.compile(r"\|\s*safe\b|\{%\s*autoescape off")
    found = [
        f"{short(path)}: {match[0]}"
        for path in TEMPLATES
        for match in loud.finditer(path.read_text().replace(harmless, ""))
    ]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_every_template_can_be_read(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


# -- Tables --------------------------------------------------------------------------------------


@pytest.mark.req("P07")
def test_no_table_has_a_place_for_a_network_address():
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.GenericIPAddressField)
        or re.search(r"(^|_)(ip|addr|user_agent)(_|$)", field.name)
    ]

    assert found == []


def test_every_order_of_rows_is_total():
    """Equal rows come in any order from PostgreSQL, and in another one after a vacuum."""
    found = [
        f"{model._meta.label}: {model._meta.ordering}"
        for model in apps.get_models()
        if model.__module__.startswith(CLASS_OF_OURS) and model._meta.ordering
        if not _is_unique(model, model._meta.ordering[-1])
    ]

    assert found == []


def _is_unique(model, order):
    if not isinstance(order, str):
        return False
    name = order.lstrip("-")
    return name == "pk" or model._meta.get_field(name).unique


@pytest.mark.req("P25")
def test_votes_stand_in_no_admin():
    from wagtail.snippets.models import get_snippet_models

    names = {model.__name__ for model in get_snippet_models()}

    assert "Topic" in names
    assert "Vote" not in names
