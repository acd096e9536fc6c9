"""A prepared question gives what its queryset would give, however often and by whom it is asked."""

import threading

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from gdb_portal.core.prepared import Among, Prepared, Slot
from participation.models import Topic
from strategy.models import Administration
from tests.factories.participation import AdministrationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_each_asking_fills_the_slots_anew():
    first, second = AdministrationFactory(slug="eins"), AdministrationFactory(slug="zwei")
    question = Prepared(lambda: Administration.objects.filter(slug=Slot("slug")))

    assert question.ask(slug="eins") == [first]
    assert question.ask(slug="zwei") == [second]
    assert question.ask(slug="' OR true --") == []


def test_it_is_put_into_sql_once():
    built = []

    def build():
        built.append(1)
        return Administration.objects.filter(slug=Slot("slug"))

    question = Prepared(build)
    question.ask(slug="eins")
    question.ask(slug="zwei")

    assert built == [1]


def test_one_place_takes_however_many_values():
    bodies = [AdministrationFactory(slug=slug) for slug in ("eins", "zwei", "drei")]
    question = Prepared(lambda: Administration.objects.filter(pk=Among(Slot("ids"))).order_by("pk"))

    assert question.ask(ids=[body.pk for body in bodies[:2]]) == bodies[:2]
    assert question.ask(ids=[bodies[2].pk]) == bodies[2:]
    assert question.ask(ids=[]) == []


def test_a_list_may_come_from_the_database_itself():
    mine, other = AdministrationFactory(slug="eins"), AdministrationFactory(slug="zwei")
    topic = TopicFactory(administration=mine)
    question = Prepared(
        lambda: Administration.objects.filter(
            Q(
                pk=Among(
                    ArraySubquery(Topic.objects.filter(pk=Slot("topic")).values("administration"))
                )
            )
            | Q(slug=Slot("slug"))
        ).order_by("pk")
    )

    assert question.ask(topic=topic.pk, slug="nichts") == [mine]
    assert question.ask(topic=topic.pk, slug="zwei") == [mine, other]


def test_what_the_queryset_loads_along_is_loaded_along():
    topic = TopicFactory()
    question = Prepared(
        lambda: (
            Topic.objects.filter(pk=Slot("pk"))
            .select_related("administration")
            .prefetch_related("phases")
        )
    )
    question.ask(pk=topic.pk)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = question.ask(pk=topic.pk)[0]
        phases = list(found.phases.all())
        assert found.administration.slug == topic.administration.slug

    assert phases == list(topic.phases.all())
    assert len(asked) == 2


def test_values_come_as_the_queryset_names_them():
    body = AdministrationFactory(slug="eins")
    question = Prepared(
        lambda: Administration.objects.filter(slug=Slot("slug")).values_list(
            "pk", "slug", named=True
        )
    )

    row = question.ask(slug="eins")[0]

    assert (row.pk, row.slug) == (body.pk, "eins")


def test_an_answer_once_given_does_not_change_the_next():
    AdministrationFactory(slug="eins")
    question = Prepared(lambda: Administration.objects.filter(slug=Slot("slug")))

    question.ask(slug="eins")[0].slug = "geändert"

    assert question.ask(slug="eins")[0].slug == "eins"


def test_a_forgotten_slot_is_an_error_and_not_an_empty_answer():
    question = Prepared(lambda: Administration.objects.filter(slug=Slot("slug")))

    with pytest.raises(KeyError):
        question.ask()


def test_every_thread_asks_over_its_own_connection():
    question = Prepared(lambda: Page.objects.filter(depth=Slot("depth")))
    here = question.ask(depth=1)
    there = []

    def ask():
        try:
            there.extend(question.ask(depth=1))
        finally:
            connection.close()

    with CaptureQueriesContext(connection) as asked_here:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    assert len(here) == 1
    assert there == here
    assert len(asked_here) == 0
