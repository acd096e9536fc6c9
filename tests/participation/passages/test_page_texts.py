"""Passages of measures and pilots: said on the page, kept with the text they were said about."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gdb_portal.core.models import Event
from participation.enums import AnchorState, PhaseKind
from participation.models import Anchor, AnchorPosition, Comment, VotedPassage
from participation.passages import votes_in
from participation.services.anchor import comment_on_passage, keep_page_texts, place_all_anchors
from participation.services.comment import publish_comment
from participation.services.passage_vote import vote_on_passage
from participation.tasks import place_passages
from strategy.models import PageVersion, Section, StrategyVersion
from strategy.services.page_version import freeze_page
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE, TopicFactory
from tests.factories.pilots import PilotFactory, PilotIndexFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory, StrategyPageFactory
from tests.factories.versions import released, section
from tests.participation.passages.test_pages import FIRST, SECOND, html, texts

pytestmark = [pytest.mark.django_db, pytest.mark.req("B3", "2.5")]

PAGE = "/massnahmen/radwege/"


def block(number, kind, value):
    return {"type": kind, "id": f"block-{number}", "value": value}


def sections(*paragraphs, anchor="ziele"):
    """Raw sections with a block of its own for each paragraph, whose ids stay the same."""
    body = [block(number, "text", f"<p>{words}</p>") for number, words in enumerate(paragraphs)]
    value = {"heading": "Wozu <b>das</b>?", "anchor": anchor, "body": body}
    return [{"type": "section", "id": f"section-{anchor}", "value": value}]


@pytest.fixture
def measures(home):
    return MeasureIndexFactory(parent=home)


@pytest.fixture
def measure(measures):
    return MeasureFactory(parent=measures, slug="radwege", sections=sections(FIRST, SECOND))


@pytest.fixture
def discussion(measure):
    return TopicFactory(page=measure.page_ptr)


@pytest.fixture
def version(measure, discussion):
    return freeze_page(measure)


def rewrite(measure, *paragraphs):
    """Publish the measure with these paragraphs instead."""
    stream = measure._meta.get_field("sections").stream_block
    measure.sections = stream.to_python(sections(*paragraphs))
    measure.save_revision().publish()


def part(version, anchor="ziele"):
    return Section.objects.of(version).get(anchor=anchor)


def say(topic, version, by, words="Mehr davon", place=1, quote=None):
    text = part(version).paragraphs[place - 1][1]
    start = text.index(quote) if quote else 0
    end = start + len(quote) if quote else None
    comment = comment_on_passage(
        topic, part(version), place, by=by, start=start, end=end, text=words
    )
    publish_comment(comment, by=None)
    return comment


def form(topic, version, place=1):
    return f"/beteiligung/{topic.slug}/absatz/{version.number}/ziele/{place}/"


# -- Freezing ------------------------------------------------------------------------------------


def test_what_a_page_says_is_frozen_once_people_are_asked(measure):
    keep_page_texts()
    assert not PageVersion.objects.exists()

    TopicFactory(page=measure.page_ptr)
    keep_page_texts()
    keep_page_texts()

    version = PageVersion.objects.get()
    assert (version.page_id, version.number, version.title) == (measure.pk, 1, measure.title)
    assert part(version).paragraphs == [("block-0", FIRST), ("block-1", SECOND)]
    assert [event.sentence for event in Event.objects.about(version)] == [
        "Fassung 1 des Textes einer Seite wurde eingefroren."
    ]


def test_only_new_words_are_a_new_version(measure, version):
    measure.title = "Anders genannt"
    measure.save_revision().publish()
    assert freeze_page(measure) is None

    rewrite(measure, FIRST)
    assert freeze_page(measure).number == 2


def test_drafts_translations_and_pages_without_words_are_not_frozen(measures, measure):
    measure.unpublish()
    empty = MeasureFactory(parent=measures)
    english = MeasureFactory(
        parent=MeasureIndexFactory(parent=HomeFactory(language="en")), sections=sections(FIRST)
    )
    for page in (measure, empty, english):
        TopicFactory(page=page.page_ptr)

    keep_page_texts()

    assert not PageVersion.objects.exists()


def test_the_database_refuses_to_change_what_was_frozen(version):
    def refused(change):
        try:
            with transaction.atomic():
                change()
        except IntegrityError:
            return True
        return False

    assert refused(lambda: PageVersion.objects.update(title="Neu"))
    assert refused(lambda: PageVersion.objects.all().delete())
    assert refused(lambda: Section.objects.update(heading="Neu"))
    assert refused(
        lambda: Section.objects.create(page_version=version, order=9, chapter_order=0, anchor="x")
    )
    assert refused(lambda: Section.objects.create(order=9, chapter_order=0, anchor="x"))


@pytest.mark.parametrize("what", ["page", "topic"])
def test_publishing_a_page_or_its_topic_rings_for_its_text(
    measure, discussion, what, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("celery.app.task.Task.delay", lambda task, *args, **kwargs: task())
    item = measure if what == "page" else discussion

    with django_capture_on_commit_callbacks(execute=True):
        item.save_revision().publish()

    assert PageVersion.objects.get().page_id == measure.pk


# -- On the page ---------------------------------------------------------------------------------


def test_every_paragraph_of_the_page_offers_a_link(client, discussion, version):
    page = html(client, PAGE)

    assert [link["href"] for link in page.select("a.gdb-station__say")] == [
        form(discussion, version, 1),
        form(discussion, version, 2),
    ]
    assert page.select_one("#ziele--1").find(string=True) == FIRST


def test_a_pilot_is_spoken_about_in_the_same_way(client, citizen, home):
    pilot = PilotFactory(
        parent=PilotIndexFactory(parent=home), slug="platz", sections=sections(FIRST)
    )
    topic = TopicFactory(page=pilot.page_ptr)
    version = freeze_page(pilot)
    comment = say(topic, version, citizen)

    assert texts(html(client, "/pilotprojekte/platz/"), ".gdb-note__text") == ["Mehr davon"]
    assert comment.anchor.url == "/pilotprojekte/platz/fassungen/1/#ziele--1"
    assert html(client, version.url).select_one("#ziele--1")


def test_nothing_is_offered_where_nobody_is_asked(client, measure):
    freeze_page(measure)
    assert html(client, PAGE).select(".gdb-station, [data-passages]") == []

    TopicFactory(page=measure.page_ptr, phase=PhaseKind.REVIEW)
    TopicFactory()

    assert html(client, PAGE).select(".gdb-station") == []


def test_until_the_present_text_is_frozen_the_page_offers_nothing_wrong(
    client, citizen, measure, discussion, version
):
    say(discussion, version, citizen)
    rewrite(measure, SECOND, FIRST)

    assert html(client, PAGE).select(".gdb-station") == []

    place_passages()
    page = html(client, PAGE)
    assert texts(page, "#ziele--2 .gdb-station__said span:last-child") == [
        "1 Beitrag zu diesem Absatz"
    ]


def test_facts_steps_lists_and_tables_have_their_stations_too(client, measures):
    table = {
        "data": [["Jahr", "Zahl"], ["2027", "4 <b>"]],
        "first_row_is_table_header": True,
        "table_caption": "Zahlen",
    }
    body = [
        block(0, "text", "<ul><li>Eins<ul><li>Eins a</li></ul></li></ul><h3>Und</h3><p> Zwei </p>"),
        block(
            1, "facts", [{"type": "item", "id": "f", "value": {"label": "Wer", "value": "Alle"}}]
        ),
        block(
            2, "steps", [{"type": "item", "id": "s", "value": {"label": "Erst", "text": "dies"}}]
        ),
        block(3, "table", table),
        block(4, "quote", {"quote": "Gut so.", "attribution": "Eine", "source_url": ""}),
        block(5, "notice", {"title": "Achtung", "text": "<p>Neu</p>", "tone": "info"}),
    ]
    value = {"heading": "Alles", "anchor": "alles", "body": body}
    raw = [{"type": "section", "id": "s", "value": value}]
    measure = MeasureFactory(parent=measures, slug="radwege", sections=raw)
    TopicFactory(page=measure.page_ptr)
    version = freeze_page(measure)

    page = html(client, PAGE)

    frozen = {
        f"alles--{n}": words for n, (_b, words) in enumerate(part(version, "alles").paragraphs, 1)
    }
    found = {tag["id"]: tag for tag in page.select("[data-passages] [id^='alles--']")}
    assert found.keys() == frozen.keys() - {"alles--7", "alles--8"}
    assert [frozen[name] for name in ("alles--7", "alles--8")] == ["Zahlen", "Jahr | Zahl"]
    silent = {name for name, tag in found.items() if not tag.select(".gdb-station")}
    assert {frozen[name] for name in silent} == {"Und", "Achtung"}
    whole = {name for name, tag in found.items() if tag.has_attr("data-whole")}
    assert {frozen[name] for name in whole} == {
        "Wer: Alle",
        "Erst: dies",
        "2027 | 4 <b>",
        "„Gut so.“ (Eine)",
    }


def test_the_translation_shows_no_stations(client, measure, discussion, version):
    index = MeasureIndexFactory(parent=HomeFactory(language="en"))
    english = MeasureFactory(parent=index, slug="radwege", sections=sections(FIRST, SECOND))
    english.translation_key = measure.translation_key
    english.save()

    assert html(client, "/en/massnahmen/radwege/").select(".gdb-station") == []


def test_more_remarks_cost_no_more_queries(client, citizen, other_citizen, discussion, version):
    def count():
        with CaptureQueriesContext(connection) as queries:
            html(client, PAGE)
        return len(queries)

    say(discussion, version, citizen)
    vote_on_passage(discussion, part(version), 1, by=citizen, value="agree")
    count()
    first = count()
    for place in (1, 2, 1, 2, 2):
        say(discussion, version, citizen, place=place)
    vote_on_passage(discussion, part(version), 2, by=other_citizen, value="agree")

    assert count() == first <= 12


def test_a_page_that_nobody_is_asked_about_costs_no_query_more(client, measure):
    def count():
        with CaptureQueriesContext(connection) as queries:
            html(client, PAGE)
        return len(queries)

    count()
    before = count()
    freeze_page(measure)

    assert count() == before


def test_a_remark_and_a_new_version_renew_the_cached_page(
    client, citizen, measure, discussion, version, django_capture_on_commit_callbacks
):
    client.get(PAGE)
    with django_capture_on_commit_callbacks(execute=True):
        say(discussion, version, citizen, words="Ganz neu")
    assert "Ganz neu" in client.get(PAGE).text

    with django_capture_on_commit_callbacks(execute=True):
        rewrite(measure, FIRST, "Etwas anderes.")
    assert "gdb-station" not in client.get(PAGE).text
    with django_capture_on_commit_callbacks(execute=True):
        place_passages()

    assert "gdb-station" in client.get(PAGE).text


# -- Saying and voting ---------------------------------------------------------------------------


def test_the_form_ties_the_contribution_to_chosen_words_and_leads_back_to_the_page(
    client, citizen, discussion, version
):
    client.force_login(citizen)
    start = SECOND.index("früh")
    path = f"{form(discussion, version, 2)}?von={start}&bis={start + 4}"
    shown = html(client, path.partition("?")[0], von=start, bis=start + 4)
    assert texts(shown, ".gdb-quote > p") == ["früh"]
    assert shown.select_one(".gdb-quote a")["href"] == f"{PAGE}#ziele--2"

    client.post(path, {"text": HOSTILE})

    anchor = Anchor.objects.get()
    assert (anchor.quote, anchor.block_id, anchor.section.page_version) == (
        "früh",
        "block-1",
        version,
    )
    position = anchor.positions.get()
    assert (position.page_version, position.version) == (version, None)


def test_the_discussion_and_the_permalink_show_the_words(client, citizen, discussion, version):
    comment = say(discussion, version, citizen, quote="arbeiten oder zu Besuch")

    for path in (discussion.url, comment.url):
        page = html(client, path)
        assert texts(page, ".gdb-passage-quote blockquote") == ["arbeiten oder zu Besuch"]
        (link,) = page.select(".gdb-passage-quote a")
        assert link["href"] == f"{version.url}#ziele--1"
        assert version.title in link.get_text()


def test_a_person_votes_on_a_paragraph_of_a_page(client, citizen, discussion, version):
    client.force_login(citizen)

    answer = client.post(f"{form(discussion, version)}stimme/", {"value": "agree"}, follow=True)

    assert answer.request["PATH_INFO"] == f"{PAGE}fassungen/1/absatz/ziele/1/"
    assert votes_in(version) == {("ziele", 1): (1, 0)}
    client.logout()
    assert texts(html(client, PAGE), "#ziele--1 .gdb-station__votes span:first-child") == ["+1 −0"]


def test_whoever_wrote_while_the_page_changed_loses_nothing(
    client, citizen, measure, discussion, version
):
    client.force_login(citizen)
    rewrite(measure, SECOND, FIRST)
    place_passages()

    answer = client.post(form(discussion, version), {"text": "Zum ersten Satz"})

    assert answer.status_code == 302
    newest = PageVersion.objects.get(number=2)
    position = Comment.objects.get().anchor.positions.get(page_version=newest)
    assert (position.state, position.place) == (AnchorState.MOVED, 2)


def test_topics_take_remarks_on_their_own_text_only(
    client, citizen, home, measures, discussion, version
):
    client.force_login(citizen)
    strategy = StrategyPageFactory(parent=home, title="Die Strategie", slug="strategie")
    about_strategy = TopicFactory(page=strategy.page_ptr)
    other = MeasureFactory(parent=measures, sections=sections(FIRST))
    about_other = TopicFactory(page=other.page_ptr)

    for topic in (about_strategy, about_other, TopicFactory()):
        assert client.get(form(topic, version)).status_code == 404
        assert client.post(f"{form(topic, version)}stimme/").status_code == 404
    released(section("ziele", FIRST))
    assert client.get(form(about_strategy, version)).status_code == 200
    assert client.get(f"/beteiligung/{discussion.slug}/absatz/2/ziele/1/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "pilotprojekte/radwege/fassungen/1/",
        "massnahmen/radwege/fassungen/9/",
        "massnahmen/radwege/fassungen/1/absatz/ziele/0/",
        "massnahmen/radwege/fassungen/1/absatz/nichts/1/",
        "massnahmen/nichts/fassungen/1/ohne-stelle/",
    ],
)
def test_what_is_not_there_is_not_found(client, version, address):
    assert client.get(f"/{address}").status_code == 404


def test_with_its_page_a_text_goes_out_of_sight(client, measure, version):
    measure.unpublish()

    assert client.get(version.url).status_code == 404


# -- In later versions ---------------------------------------------------------------------------


def test_remarks_follow_their_words_or_say_to_which_text_they_belong(
    client, citizen, measure, discussion, version
):
    say(discussion, version, citizen, words="Zu eins", place=1)
    say(discussion, version, citizen, words="Verloren", place=2, quote="veröffentlicht sie früh")
    vote_on_passage(discussion, part(version), 1, by=citizen, value="agree")
    edited = FIRST.replace("zu Besuch", "Gäste")
    rewrite(measure, edited, "Was sie nicht weiß, sagt sie dazu. Und sie sagt es laut und allen.")

    place_passages()
    page = html(client, PAGE)

    day = "zur Fassung vom"
    assert texts(page, "#ziele .gdb-note__text") == ["Zu eins"]
    assert [words[: len(day)] for words in texts(page, ".gdb-note__origin")] == [day]
    assert texts(page, "#ziele--1 .gdb-station__votes span:first-child") == ["+1 −0"]
    assert VotedPassage.objects.count() == 1
    (lost,) = page.select(".gdb-passages-lead a[href$='ohne-stelle/']")
    gone = html(client, lost["href"])
    assert texts(gone, ".gdb-note__text") == ["Verloren"]
    (origin,) = gone.select(".gdb-note__origin a")
    assert origin.get_text().startswith("bezieht sich auf die Fassung vom ")
    assert origin["href"] == f"{version.url}#ziele--2"
    old = html(client, version.url)
    assert texts(old, "#ziele--2")[0].startswith(SECOND)
    assert "Nicht mehr aktuell" in old.get_text()
    assert texts(old, "#ziele .gdb-note__text") == ["Zu eins", "Verloren"]
    assert old.select(".gdb-station__say") == []


def test_when_all_words_go_the_remarks_stay_with_theirs(
    client, citizen, measure, discussion, version
):
    say(discussion, version, citizen)
    rewrite(measure)

    place_passages()

    newest = PageVersion.objects.get(number=2)
    assert AnchorPosition.objects.get(page_version=newest).state == AnchorState.ORPHANED
    assert texts(html(client, f"{newest.url}ohne-stelle/"), ".gdb-note__text") == ["Mehr davon"]


def test_pages_and_strategy_are_searched_apart(citizen, home, measure, discussion, version):
    StrategyPageFactory(parent=home, title="Die Strategie", slug="strategie")
    own = say(discussion, version, citizen).anchor
    released(section("ziele", FIRST, SECOND))
    rewrite(measure, SECOND, FIRST)

    place_passages()
    rounds = AnchorPosition.objects.count()
    place_all_anchors()

    assert StrategyVersion.objects.count() == 1
    assert [
        (p.page_version.number, p.place, p.version_id) for p in own.positions.order_by("pk")
    ] == [
        (1, 1, None),
        (2, 2, None),
    ]
    assert AnchorPosition.objects.count() == rounds == 2


def test_versions_that_came_at_once_are_searched_one_after_the_other(
    citizen, measure, discussion, version
):
    comment = say(discussion, version, citizen)
    for paragraphs in ((SECOND, FIRST), (SECOND, "Dazwischen.", FIRST)):
        rewrite(measure, *paragraphs)
        freeze_page(measure)

    place_all_anchors()

    positions = comment.anchor.positions.order_by("page_version__number")
    assert [(p.state, p.place) for p in positions] == [("kept", 1), ("moved", 2), ("moved", 3)]


# -- Before publishing ---------------------------------------------------------------------------


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_editor_reads_what_publishing_would_do_to_the_passages(
    client, editor, citizen, measure, discussion, version
):
    say(discussion, version, citizen, place=1)
    say(discussion, version, citizen, place=2)
    client.force_login(editor)
    edit = f"/cms/pages/{measure.pk}/edit/"
    told = "Wenn dieser Entwurf veröffentlicht wird: "
    assert not [words for words in messages_of(client.get(edit)) if words.startswith(told)]

    stream = measure._meta.get_field("sections").stream_block
    measure.sections = stream.to_python(sections(FIRST))
    measure.save_revision()

    (words,) = [words for words in messages_of(client.get(edit)) if words.startswith(told)]
    assert words == (
        f"{told}1 kommentierte Textstelle bleibt, wo sie ist; 0 Textstellen wandern mit; "
        "1 Textstelle findet im neuen Text keinen Platz."
    )
    assert AnchorPosition.objects.count() == 2


def test_after_the_phase_nothing_is_taken(client, citizen, discussion, version):
    client.force_login(citizen)
    discussion.phases.update(ends_at=timezone.now() - dt.timedelta(days=1))

    assert client.post(form(discussion, version), {"text": "Zu spät"}).status_code == 409
    assert not Anchor.objects.exists()
