"""Health: what a load balancer and an operator are told."""

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import override_settings

NOWHERE = "unix:///nowhere/at-all.sock"


def test_the_process_says_that_it_lives_without_asking_anybody(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


@pytest.mark.django_db
def test_all_there_is_ok(client):
    assert client.get("/readyz").json() == {
        "status": "ok",
        "database": "up",
        "cache": "up",
        "broker": "up",
    }


@pytest.mark.req("F23")
@pytest.mark.django_db
def test_a_missing_cache_is_degraded_but_ready(client):
    with override_settings(CACHES=_caches_at(NOWHERE)):
        answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["cache"] == "down"


@pytest.mark.req("F24")
@pytest.mark.django_db
def test_a_missing_broker_is_degraded_but_ready(client):
    from celery import current_app

    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis+socket:///nowhere/at-all.sock"
    try:
        answer = client.get("/readyz")
    finally:
        current_app.conf.broker_url = before

    assert answer.status_code == 200
    assert answer.json()["broker"] == "down"


@pytest.mark.req("F27")
@pytest.mark.django_db
def test_without_its_database_the_portal_is_not_ready_but_alive(client):
    def gone(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        ready, alive = client.get("/readyz"), client.get("/healthz")

    assert ready.status_code == 503
    assert ready.json() == {"status": "unavailable", "database": "down"}
    assert alive.status_code == 200


def test_health_is_never_kept_by_anybody(client, db):
    for path in ("/healthz", "/readyz"):
        assert "no-store" in client.get(path)["Cache-Control"]
        assert client.post(path).status_code == 405


def _caches_at(location):
    return {"default": {**caches.settings["default"], "LOCATION": location}}
