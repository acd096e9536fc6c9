"""docker-compose.yml: every service is locked down, and nothing in it is misspelt."""

import re

import pytest
import yaml
from django.conf import settings

from gdb_portal.celery import app as celery_app
from tests.docs.variables import settings_variables

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "worker-mail", "worker-urgent", "beat", "migrate")


@pytest.mark.req("S54")
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_capabilities_and_cannot_write_into_its_image(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "cap_add" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_whether_it_is_well(name):
    # The portal's image brings its own check, for the web server.
    assert name == "web" or SERVICES[name]["healthcheck"]


def test_an_installation_has_all_its_parts():
    assert set(SERVICES) == {*OURS, "proxy", "database", "cache", "broker"}


@pytest.mark.req("S36")
def test_only_the_proxy_and_the_senders_of_mail_reach_the_world():
    open_networks = {
        name for name, network in COMPOSE["networks"].items() if not network.get("internal")
    }

    reaching = {name for name, s in SERVICES.items() if open_networks & set(s["networks"])}

    assert reaching == {"proxy", "worker-mail", "worker-urgent"}


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_a_service_is_one_that_the_settings_read(name):
    used = {variable.removesuffix("_FILE") for variable in SERVICES[name]["environment"]}

    assert used - settings_variables() == ({"REMAP_SIGTERM"} if "worker" in name else set())


def test_the_example_names_only_variables_that_something_reads():
    example = (settings.BASE_DIR / "deploy" / "portal.env.example").read_text()
    used = set(re.findall(r"^([A-Z_]+)=", example, re.M))

    assert used - settings_variables() == {"GRANIAN_WORKERS", "GRANIAN_BLOCKING_THREADS"}


def test_no_secret_stands_in_the_example_or_in_the_compose_file():
    texts = [
        (settings.BASE_DIR / name).read_text()
        for name in ("deploy/portal.env.example", "docker-compose.yml")
    ]

    assert [
        t for t in texts if re.search(r"(SECRET_KEY|PASSWORD|TOKEN_KEY|DATABASE_URL)[=:]", t)
    ] == []


@pytest.mark.parametrize("name", OURS)
def test_every_secret_that_a_service_reads_is_given_to_it(name):
    service = SERVICES[name]
    read = {
        value.removeprefix("/run/secrets/")
        for variable, value in service["environment"].items()
        if variable.endswith("_FILE")
    }

    assert read == set(service["secrets"])
    assert read <= set(COMPOSE["secrets"])


def test_the_script_makes_every_secret():
    script = (settings.BASE_DIR / "deploy" / "make-secrets.sh").read_text()

    assert set(re.findall(r"^write (\w+)", script, re.M)) == set(COMPOSE["secrets"])


def test_every_queue_has_a_worker():
    queues = {route["queue"] for route in celery_app.conf.task_routes.values()}
    queues.add(celery_app.conf.task_default_queue)

    served = {
        command[command.index("--queues") + 1]
        for command in (s.get("command", []) for s in SERVICES.values())
        if "--queues" in command
    }

    assert served == queues


@pytest.mark.req("R05")
def test_the_broker_never_drops_work_and_the_cache_never_keeps_too_much():
    broker, cache = SERVICES["broker"]["command"], SERVICES["cache"]["command"]

    assert broker[broker.index("--maxmemory-policy") + 1] == "noeviction"
    assert broker[broker.index("--appendonly") + 1] == "yes"
    assert cache[cache.index("--maxmemory-policy") + 1] == "allkeys-lru"


def test_every_image_has_a_version():
    images = [service["image"] for service in SERVICES.values()]

    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_beat_notes_its_schedule_where_it_may_write():
    command = SERVICES["beat"]["command"]

    assert command[command.index("--schedule") + 1].startswith("/tmp/")  # noqa: S108  a tmpfs there
    assert SERVICES["beat"]["tmpfs"]


def test_the_database_is_migrated_before_anything_serves():
    waiting = {
        name
        for name in OURS
        if SERVICES[name]["depends_on"].get("migrate")
        == {"condition": "service_completed_successfully"}
    }

    assert waiting == set(OURS) - {"migrate"}
    assert SERVICES["migrate"]["restart"] == "no"
