"""The one place that reads the environment."""

import json
import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SERVICES_FILE = BASE_DIR / "var" / "run" / "services.json"


def running_services() -> dict[str, str]:
    """Addresses that `make run` noted for the services it started; empty when nothing runs."""
    try:
        noted = json.loads(SERVICES_FILE.read_text())
        # A killed run leaves its note behind.
        os.kill(noted["pid"], 0)
        return {name: str(value) for name, value in noted["addresses"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


if "DATABASE_URL" not in os.environ:
    for _name, _value in running_services().items():
        os.environ.setdefault(_name, _value)


def env_str(name: str, default: str | None = None) -> str:
    """The value of `name`; a missing one without default stops the start with its name."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is missing.")
    return value


def env_secret(name: str, default: str | None = None) -> str:
    """Like `env_str`, but also reads the file that `NAME_FILE` points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text().strip()
    return env_str(name, default)


def env_bool(name: str, *, default: bool) -> bool:
    """Accepts exactly `true` and `false`; anything else stops the start."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, blanks dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database(url: str) -> dict:
    """Django's database settings for a URL (postgresql://user:password@host:port/name?host=/socket)."""
    return environ.Env.db_url_config(url)


def email(url: str) -> dict:
    """Django's mail settings for a URL (smtp://user:password@host:port, smtp+tls://…)."""
    return environ.Env.email_url_config(url)
