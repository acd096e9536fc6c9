"""How editors make a comparison, and what stays as it was compared."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.pairwise.models import Comparison
from tests.factories.pairwise import ComparisonFactory, compare, items_of
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("E3")]

ADD = "/cms/snippets/pairwise/comparison/add/"


def edit_url(comparison):
    return f"/cms/snippets/pairwise/comparison/edit/{comparison.pk}/"


def posted(topic, items, initial=0, **changes):
    data = {
        "title": "Was <b>zuerst</b>?",
        "topic": str(topic.pk),
        "introduction": "",
        "phase_kind": "",
        "pairs_per_person": "12",
        "go_live_at": "",
        "expire_at": "",
        "items": inline_formset(items, initial=initial),
        **changes,
    }
    return nested_form_data(data)


def item(text="", comment=""):
    return {"text": text, "comment": comment}


def test_an_editor_drafts_a_comparison_also_from_contributions(client, topic, editor):
    comment = CommentFactory(topic=topic, published=True, text="Mehr   Bänke\n\nam <i>See</i>")
    client.force_login(editor)

    client.post(ADD, posted(topic, [item("Bänke"), item("Bäume"), item(comment=str(comment.pk))]))

    draft = Comparison.objects.get().get_latest_revision_as_object()
    assert draft.live is False
    assert [one.text for one in draft.items.all()] == ["Bänke", "Bäume", "Mehr Bänke am <i>See</i>"]
    assert draft.items.all()[2].comment == comment
    assert draft.obstacles() == []
    assert client.get(draft.url).status_code == 404


def test_an_empty_item_and_a_contribution_that_nobody_may_read_are_refused(client, topic, editor):
    client.force_login(editor)
    waiting = CommentFactory(topic=topic)
    reply = CommentFactory(
        topic=topic, published=True, reply_to=CommentFactory(topic=topic, published=True)
    )
    elsewhere = CommentFactory(topic=TopicFactory(), published=True)

    wrong = ["", str(waiting.pk), str(reply.pk), str(elsewhere.pk), "999999999"]
    for comment in wrong:
        rows = [item("Eins"), item("Zwei"), item(comment=comment)]
        answer = client.post(ADD, posted(topic, rows, **{"action-submit": "1"}))
        assert answer.status_code == 200, comment
        assert answer.context["form"].formsets["items"].is_valid() is False
    assert Comparison.objects.count() == 0


@pytest.mark.parametrize(
    ("items", "words"),
    [(["A", "B"], "3 bis 40"), (["A", "B", "A"], "lauten gleich"), (["A", "B", "C"], "")],
)
def test_what_stands_in_the_way_of_approving(items, words):
    assert words in "".join(ComparisonFactory(items=items).obstacles())
    assert bool(words) == bool(ComparisonFactory(items=items).obstacles())


def test_the_preview_shows_the_items(client, editor):
    comparison = ComparisonFactory()
    client.force_login(editor)
    view = reverse("wagtailsnippets_pairwise_comparison:preview_on_edit", args=[comparison.pk])

    client.post(view, posted(comparison.topic, [item("Aus der <i>Vorschau</i>")]))
    html = client.get(view + "?mode=").content.decode()

    assert "Aus der &lt;i&gt;Vorschau&lt;/i&gt;" in html


def rows_of(comparison, **changes):
    rows = [
        {"id": str(one.pk), "text": one.text, "comment": "", "ORDER": str(number)}
        for number, one in enumerate(items_of(comparison), start=1)
    ]
    rows[0].update(changes)
    return rows


def test_what_was_compared_stays_but_not_its_introduction(client, editor):
    comparison = ComparisonFactory()
    compare(comparison, number=1)
    client.force_login(editor)

    def change(topic=comparison.topic, **changes):
        fields = {"title": comparison.title, **changes.pop("fields", {})}
        rows = rows_of(comparison, **changes)
        return client.post(edit_url(comparison), posted(topic, rows, initial=4, **fields))

    refused = change(text="Ganz anders")
    assert "bleiben, wie sie waren" in str(refused.context["form"].non_field_errors())
    assert "title" in change(fields={"title": "Was zuletzt?"}).context["form"].errors
    assert "topic" in change(topic=TopicFactory()).context["form"].errors

    change(fields={"introduction": "Neu erklärt."})
    latest = Comparison.objects.get(pk=comparison.pk).get_latest_revision_as_object()
    assert latest.introduction == "Neu erklärt."


def test_an_answered_comparison_can_be_published_again(editor, publisher):
    comparison = ComparisonFactory()
    compare(comparison, number=1)
    comparison = Comparison.objects.get(pk=comparison.pk)
    comparison.introduction = "Besser erklärt."

    comparison.save_revision(user=editor).publish(user=publisher)

    assert Comparison.objects.get().introduction == "Besser erklärt."
