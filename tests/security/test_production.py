"""A real installation: what it refuses to start without, and what it then keeps to."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SECRETS = {
    "SECRET_KEY": "k9#" + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "MAIL_TOKEN_KEY": "another-long-value-for-links-in-mails",
    "DATABASE_URL": "postgresql://portal:x@db.example.org/portal",
    "REDIS_URL": "redis://cache.example.org:6379/0",
    "BROKER_URL": "redis://broker.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://user:x@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "BASE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
}


def django(*arguments, without=(), **more):
    """Run a command of Django's with production settings and nothing else in the environment."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in SECRETS.items() if name not in without}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", *arguments],
        cwd=settings.BASE_DIR,
        env={**keep, **given, "DJANGO_SETTINGS_MODULE": "gdb_portal.settings.production", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def production():
    """The values of a few settings as a real installation has them."""
    names = [
        "DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT", "ALLOWED_HOSTS", "GDB_STAFF_MFA", "PASSWORD_HASHERS",
        "ALLAUTH_TRUSTED_PROXY_COUNT", "USE_X_FORWARDED_HOST", "GDB_DEMONSTRATION",
        "INSTALLED_APPS", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH",
    ]  # fmt: skip
    code = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{n: getattr(settings, n) for n in {names!r}}}))"
    )
    done = django("-c", code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.req("S01")
def test_djangos_own_check_of_a_deployment_has_nothing_to_say():
    done = django("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_missing_variable_stops_the_start_with_its_name(name):
    done = django("-c", "from django.conf import settings; settings.DEBUG", without=[name])

    assert done.returncode != 0
    assert f"{name} is missing" in done.stderr.splitlines()[-1]


def test_a_switch_that_is_neither_true_nor_false_stops_the_start():
    done = django("-c", "from django.conf import settings; settings.DEBUG", GDB_DEMONSTRATION="1")

    assert done.returncode != 0
    assert "GDB_DEMONSTRATION must be true or false" in done.stderr


@pytest.mark.req("S47")
def test_a_secret_can_be_read_from_a_file(tmp_path):
    (tmp_path / "key").write_text("from-a-file-" + SECRETS["SECRET_KEY"] + "\n")

    done = django(
        "-c",
        "from django.conf import settings; print(settings.SECRET_KEY)",
        without=["SECRET_KEY"],
        SECRET_KEY_FILE=str(tmp_path / "key"),
    )

    assert done.stdout.strip() == "from-a-file-" + SECRETS["SECRET_KEY"]


@pytest.mark.req("S06")
def test_cookies_are_bound_to_this_host_and_to_tls(production):
    assert production["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert production["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert production["SESSION_COOKIE_SECURE"] is production["CSRF_COOKIE_SECURE"] is True
    assert production["SESSION_COOKIE_HTTPONLY"] is True
    assert production["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert production["SESSION_COOKIE_DOMAIN"] is None
    assert production["SESSION_COOKIE_PATH"] == "/"


@pytest.mark.req("S01", "S04", "S13", "S29")
def test_a_real_installation_is_strict(production):
    assert production["DEBUG"] is False
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert production["ALLOWED_HOSTS"] == ["portal.example.org"]
    assert production["USE_X_FORWARDED_HOST"] is False
    assert production["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert production["GDB_STAFF_MFA"] == "required"
    assert production["GDB_DEMONSTRATION"] is False
    assert "Argon2" in production["PASSWORD_HASHERS"][0]
    assert "gdb_portal.local" not in production["INSTALLED_APPS"]
