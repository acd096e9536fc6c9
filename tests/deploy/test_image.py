"""The Dockerfile: small, without root, with locked packages."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()
# Lines that continue with a backslash are one instruction.
INSTRUCTIONS = re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()


def instructions(name):
    return [line.removeprefix(f"{name} ") for line in INSTRUCTIONS if line.startswith(f"{name} ")]


@pytest.mark.req("S54")
def test_the_image_does_not_run_as_root():
    user = instructions("USER")[-1].partition(":")[0]

    assert int(user) > 0


def test_packages_are_installed_from_the_lock_with_their_hashes():
    installs = [line for line in instructions("RUN") if re.search(r"\bpip install\b", line)]

    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "--only-binary :all:" in installs[0]


def test_every_image_that_it_builds_on_has_a_version():
    bases = [line.split()[0] for line in instructions("FROM")]

    assert [base for base in bases if not re.search(r":\d+\.\d+-", base)] == []


def test_it_copies_only_what_exists_and_what_is_let_into_the_build():
    ignore = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
    copied = [
        source
        for line in instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    ]

    assert [source for source in copied if not (settings.BASE_DIR / source).exists()] == []
    assert [source for source in copied if f"!{source}" not in ignore] == []


def test_every_app_is_in_the_image():
    own = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    own = {name for name in own if (settings.BASE_DIR / name).is_dir()}

    assert own <= set(" ".join(instructions("COPY")).split())


def test_no_secret_is_baked_in():
    assert [line for line in instructions("ENV") if re.search("SECRET|PASSWORD|KEY", line)] == []
    assert instructions("ARG") == []


def test_nothing_is_fetched_by_hand_or_added_from_elsewhere():
    assert instructions("ADD") == []
    assert re.search(r"\b(curl|wget|sudo|git clone)\b", DOCKERFILE) is None


def test_the_health_check_says_no_where_nobody_answers():
    environment = {**os.environ, "ALLOWED_HOSTS": "portal.example.org"}
    script = settings.BASE_DIR / "deploy" / "healthcheck.py"

    result = subprocess.run([sys.executable, script], env=environment, check=False)

    assert result.returncode == 1


@pytest.mark.req("S01")
def test_the_production_settings_raise_no_warning_with_what_the_build_gives_them():
    run = next(line for line in instructions("RUN") if "collectstatic" in line)
    given = dict(re.findall(r"\b([A-Z_]+)=(\S+)", run))
    environment = {**os.environ, **given, "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnop"}
    environment["DJANGO_SETTINGS_MODULE"] = "gdb_portal.settings.production"
    # Browser tests set it for themselves; no image has it.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, "")
