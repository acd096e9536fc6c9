"""How editors make a topic, and when it can become public."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.enums import PhaseKind
from participation.models import Tally, Topic
from strategy.models import ValueCompass
from tests.factories.participation import AdministrationFactory, TopicFactory

pytestmark = pytest.mark.django_db

ADD = "/cms/snippets/participation/topic/add/"


@pytest.fixture
def compass(home):
    return home.add_child(instance=ValueCompass(title="Wertekompass", slug="wertekompass"))


def span(first, last, kind=PhaseKind.COMMENT):
    start = timezone.localtime() + dt.timedelta(days=first)
    end = timezone.localtime() + dt.timedelta(days=last)
    return {
        "kind": kind,
        "starts_at": f"{start:%d.%m.%Y %H:%M}",
        "ends_at": f"{end:%d.%m.%Y %H:%M}",
    }


def posted(page, phases, **changes):
    data = {
        "title": "Was fehlt <b>hier</b>?",
        "slug": "was-fehlt",
        "page": str(page.pk),
        "introduction": "Darum geht es.",
        "open_to_influence": "Die Reihenfolge.",
        "not_open": "Das Geld.",
        "administration": str(AdministrationFactory().pk),
        "influence": "consult",
        "answer_until": f"{timezone.localdate() + dt.timedelta(days=90):%d.%m.%Y}",
        "answer_working_days": "20",
        "points_budget": "0",
        "moderation_mode": "pre",
        "guest_policy": "guests",
        "go_live_at": "",
        "expire_at": "",
        "phases": inline_formset(phases),
        **changes,
    }
    return nested_form_data(data)


def edit_url(topic):
    return f"/cms/snippets/participation/topic/edit/{topic.pk}/"


def test_an_editor_drafts_a_topic_and_its_counters_begin_at_nothing(client, compass, editor):
    client.force_login(editor)

    client.post(ADD, posted(compass, [span(1, 30)]))

    topic = Topic.objects.get()
    assert topic.live is False
    assert Tally.objects.get().topic == topic
    assert client.get(topic.url).status_code == 404


def test_a_draft_may_be_unfinished(client, compass, editor):
    client.force_login(editor)

    client.post(
        ADD, posted(compass, [], influence="", open_to_influence="", not_open="", answer_until="")
    )

    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    "missing", ["influence", "open_to_influence", "not_open", "introduction", "answer_until"]
)
def test_without_its_promises_a_topic_is_not_submitted(client, compass, editor, missing):
    client.force_login(editor)

    answer = client.post(ADD, posted(compass, [span(1, 30)], **{missing: "", "action-submit": "1"}))

    assert missing in answer.context["form"].errors
    assert not any(topic.workflow_in_progress for topic in Topic.objects.all())


def test_without_a_phase_a_topic_is_not_submitted(client, compass, editor):
    client.force_login(editor)

    client.post(ADD, posted(compass, [], **{"action-submit": "1"}))

    assert not any(topic.workflow_in_progress for topic in Topic.objects.all())


def test_phases_do_not_overlap(client, compass, editor):
    client.force_login(editor)

    answer = client.post(ADD, posted(compass, [span(1, 30), span(20, 40, PhaseKind.REVIEW)]))

    assert Topic.objects.count() == 0
    assert "überschneiden sich" in str(answer.context["form"].non_field_errors())


def test_phases_may_follow_without_a_gap(client, compass, editor):
    client.force_login(editor)

    client.post(ADD, posted(compass, [span(1, 20), span(20, 40, PhaseKind.REVIEW)]))

    assert Topic.objects.get().phases.count() == 2


def test_the_english_page_stands_for_the_german_one(client, compass, editor):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    translation = compass.copy_for_translation(english, copy_parents=True)
    client.force_login(editor)

    client.post(ADD, posted(translation, [span(1, 30)]))

    assert Topic.objects.get().page_id == compass.pk


def test_an_editor_hears_that_nobody_could_answer(client, compass, editor):
    client.force_login(editor)

    answer = client.post(ADD, posted(compass, [span(1, 30)]), follow=True)

    assert "noch niemand eingeladen" in answer.content.decode()


def test_a_publisher_approves_an_editors_topic_and_it_is_public(client, compass, editor, publisher):
    client.force_login(editor)
    client.post(ADD, posted(compass, [span(-1, 30)], **{"action-submit": "1"}))
    topic = Topic.objects.get()
    client.force_login(publisher)

    client.post(_action(topic, "approve"))

    assert client.get(topic.url).status_code == 200


def test_an_editor_neither_publishes_nor_approves_a_topic(client, compass, editor):
    client.force_login(editor)
    client.post(ADD, posted(compass, [span(-1, 30)], **{"action-publish": "1"}))
    topic = Topic.objects.get()
    assert topic.live is False

    client.post(edit_url(topic), posted(compass, [span(-1, 30)], **{"action-submit": "1"}))
    client.post(_action(topic, "approve"))

    topic.refresh_from_db()
    assert topic.live is False


def test_a_publisher_does_not_publish_their_own_topic(client, compass, publisher):
    client.force_login(publisher)

    answer = client.post(
        ADD, posted(compass, [span(-1, 30)], **{"action-publish": "1"}), follow=True
    )

    assert Topic.objects.get().live is False
    assert "nichts daran geschrieben" in answer.content.decode()


def test_what_became_unfinished_while_waiting_is_not_approved(client, compass, editor, publisher):
    client.force_login(editor)
    client.post(ADD, posted(compass, [span(-1, 30)], **{"action-submit": "1"}))
    topic = Topic.objects.get()
    draft = topic.get_latest_revision_as_object()
    draft.not_open = ""
    draft.save_revision(user=editor, clean=False)
    client.force_login(publisher)

    client.post(_action(topic, "approve"))

    topic.refresh_from_db()
    assert topic.live is False


def test_the_preview_looks_like_the_public_page(client, compass, editor):
    topic = TopicFactory(page=compass, live=False)
    topic.save_revision()
    client.force_login(editor)

    url = f"/cms/snippets/participation/topic/preview/{topic.pk}/"
    client.post(url, posted(compass, [span(-1, 30)], title="Ganz <i>neu</i> gefragt?"))
    answer = client.get(url, {"mode": ""})
    preview = answer.content.decode()

    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "Ganz &lt;i&gt;neu&lt;/i&gt; gefragt?" in preview
    assert "Mitreden" in preview
    assert "Was feststeht" in preview


def test_a_new_topic_without_an_address_can_be_previewed(client, compass, editor):
    client.force_login(editor)

    url = "/cms/snippets/participation/topic/preview/"
    client.post(url, posted(compass, [], slug="", title="Noch ohne Adresse?"))
    answer = client.get(url, {"mode": ""})

    assert answer.status_code == 200


def test_the_public_page_follows_an_edit_at_once(
    client, compass, editor, publisher, django_capture_on_commit_callbacks
):
    topic = TopicFactory(page=compass, live=True, slug="offen", phase=False)
    topic.save_revision(user=editor).publish()
    assert topic.title in _text(client.get(topic.url))
    client.force_login(editor)
    client.post(
        edit_url(topic),
        posted(compass, [span(-1, 30)], slug="offen", title="Neu?", **{"action-submit": "1"}),
    )
    client.force_login(publisher)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(_action(topic, "approve"))
    client.logout()
    client.cookies.clear()

    assert "Neu?" in _text(client.get(topic.url))


@pytest.mark.parametrize("role", ["citizen", "moderator", "official", "administrator"])
def test_others_have_no_business_with_topics(client, role, request):
    topic = TopicFactory(live=False)
    client.force_login(request.getfixturevalue(role))

    for url in (ADD, edit_url(topic)):
        assert client.get(url).status_code in {302, 403}


def _action(topic, action):
    topic = Topic.objects.get(pk=topic.pk)
    state = topic.current_workflow_task_state
    name = Topic.snippet_viewset.get_url_name("workflow_action")
    return reverse(name, args=[topic.pk, action, state.pk])


def _text(answer) -> str:
    import html

    return html.unescape(answer.content.decode())
