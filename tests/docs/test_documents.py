"""What the documents name must exist, and what exists must be named where operators look."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from .variables import settings_variables

ROOT = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
# Not the settings', but the image's, the Makefile's or the worker's own.
OTHER_VARIABLES = {
    "DJANGO_SETTINGS_MODULE",
    "GRANIAN_WORKERS",
    "GRANIAN_BLOCKING_THREADS",
    "REMAP_SIGTERM",
    "PORTAL_VERSION",
    "PORT",
    "DEMO_PASSWORD",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors_of(path: Path) -> set[str]:
    """The addresses that a code host gives to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def section(document: str, title: str) -> str:
    return document.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_the_readme_begins_with_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    block = section(readme, "Two commands").partition("```sh\n")[2].partition("```")[0]

    assert [line.partition("#")[0].strip() for line in block.splitlines()] == [
        "make run",
        "make test",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(path):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if re.match(r"https?://|mailto:", target):
            continue
        file, _hash, anchor = target.partition("#")
        goal = (path.parent / file).resolve() if file else path
        if not goal.exists() or (anchor and anchor not in anchors_of(goal)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_file_that_is_named_exists(path):
    # What a clone does not have: data of this machine, secrets of an installation.
    named = re.findall(
        r"`((?!var/|deploy/secrets/|deploy/tls/)[\w.-]+/[\w./-]*\.?\w+/?)`", path.read_text()
    )

    assert [file for file in named if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_command_that_is_named_exists(path):
    named = set(re.findall(r"(?:`|^|PORT=\d+ )make ([a-z]+)", path.read_text(), re.M))
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))

    assert named - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_management_command_that_is_named_exists(path):
    named = set(re.findall(r"manage\.py ([a-z_]{3,})", path.read_text()))

    assert named - set(get_commands()) == set()


def test_every_command_of_ours_is_explained_to_operators():
    apps = ("gdb_portal.", "strategy", "pilots", "participation")
    ours = {name for name, app in get_commands().items() if app.startswith(apps)}
    explained = set(re.findall(r"`([a-z_]+)", section(OPERATIONS, "Commands")))

    assert ours - explained == set()


def test_every_command_that_is_explained_exists():
    rows = re.findall(r"^\| (.+?) \|", section(OPERATIONS, "Commands"), re.M)
    explained = {name for row in rows for name in re.findall(r"`([a-z][a-z_]+)", row)}

    assert explained - set(get_commands()) == set()


def test_every_variable_of_the_settings_is_explained_to_operators():
    explained = set(re.findall(r"^\| `([A-Z_]+)`", section(OPERATIONS, "Settings"), re.M))

    assert settings_variables() - explained == set()
    assert explained - settings_variables() - OTHER_VARIABLES == set()


def test_every_job_is_explained_with_how_often_it_runs():
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) (s|min|h|day)", section(OPERATIONS, "Jobs"), re.M)
    seconds = {"s": 1, "min": 60, "h": 3600, "day": 86400}

    assert {name: int(count) * seconds[unit] for name, count, unit in rows} == {
        name: entry["schedule"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
    }


def test_every_decision_is_listed_and_tells_context_decision_and_consequences():
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text()

    for path in decisions:
        assert path.name in index
        parts = re.findall(r"^\*\*(\w+)\.\*\*", path.read_text(), re.M)
        assert parts == ["Context", "Decision", "Consequences"]


def test_every_component_states_what_it_promises():
    promises = (ROOT / "docs" / "accessibility.md").read_text()
    # Parts of another component, or drawings that no assistive technology sees.
    parts = {"account_link.html", "mark.html", "error_ways.html"}
    components = {path.name for path in (ROOT / "templates" / "components").glob("*.html")}

    assert {name for name in components - parts if f"`{name}`" not in promises} == set()


def test_the_licence_is_the_eupl():
    licence = (ROOT / "LICENSE").read_text()

    assert "EUPL" in licence
    assert len(licence) > 10_000
