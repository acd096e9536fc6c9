"""Phases for one's own calendar."""

import pytest
from django.urls import reverse

from tests.factories.participation import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A10")]


def calendar(client, topic):
    return client.get(reverse("participation:topic-calendar", args=[topic.slug]))


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_each_phase_is_an_entry_from_its_begin_to_its_end(client):
    topic = TopicFactory(title="Was fehlt; hier, <i>am</i> Ort?")
    phase = topic.phases.get()

    answer = calendar(client, topic)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert f"DTSTART:{phase.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert f"DTEND:{phase.ends_at:%Y%m%dT%H%M%SZ}" in lines
    summary = f"SUMMARY:{phase.get_kind_display()}: Was fehlt\\; hier\\, <i>am</i> Ort?"
    assert summary in lines
    assert f"URL:{topic.full_url}" in lines


def test_no_line_is_longer_than_calendars_read_and_no_letter_is_cut(client):
    topic = TopicFactory(title="Grün𝔘" * 30)

    body = calendar(client, topic).content

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert any(topic.title in line for line in unfolded(body))


def test_a_title_cannot_add_lines_of_its_own(client):
    topic = TopicFactory(title="A\r\nBEGIN:VALARM")

    lines = unfolded(calendar(client, topic).content)

    assert "BEGIN:VALARM" not in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_a_draft_has_no_calendar(client):
    assert calendar(client, TopicFactory(live=False)).status_code == 404


def test_the_topic_offers_its_calendar(client):
    topic = TopicFactory()

    page = client.get(topic.url).content.decode()

    assert f'href="{reverse("participation:topic-calendar", args=[topic.slug])}"' in page
