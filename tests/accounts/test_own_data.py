"""What the portal knows about a person, and forgetting it."""

import json

import pytest
from allauth.account.models import EmailAddress

from gdb_portal.accounts.models import User
from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail
from gdb_portal.mail.tokens import address_code
from participation.enums import CommentStatus
from participation.models import Comment, Tally, Vote
from participation.services.comment import publish_comment, submit_comment
from participation.services.vote import cast_vote
from tests.accounts.conftest import is_signed_in
from tests.factories.participation import CommentFactory
from tests.tables import every_row

pytestmark = pytest.mark.django_db
DATA, DOWNLOAD, DELETE = "/konto/daten/", "/konto/daten/herunterladen/", "/konto/loeschen/"
REAUTHENTICATE = "/konto/reauthenticate/"


@pytest.fixture
def signed_in(client, anna, sign_in, prove):
    sign_in(anna)
    prove()
    return anna


@pytest.fixture
def contributions(anna, topic):
    public = submit_comment(topic, by=anna, text="Mehr Bänke am Kanal")
    publish_comment(public, by=None)
    waiting = submit_comment(topic, by=anna, text="Noch in Prüfung")
    cast_vote(topic, by=anna, value="agree")
    return public, waiting


@pytest.mark.req("P11")
def test_the_export_holds_everything_of_mine_and_nothing_of_others(
    client, signed_in, contributions, topic, other_citizen
):
    CommentFactory(topic=topic, author=other_citizen, published=True, text="Fremde Worte")

    page = client.get(DATA).content.decode()
    answer = client.post(DOWNLOAD)

    assert answer["Content-Disposition"].startswith('attachment; filename="meine-daten-')
    content = json.loads(answer.content)
    text = json.dumps(content, ensure_ascii=False)
    for mine in ("anna@example.org", "Anna vom Kiez", "Mehr Bänke am Kanal", "Noch in Prüfung"):
        assert mine in text
        assert mine in page
    for foreign in ("Fremde Worte", "other@example.org", "Spreeufer"):
        assert foreign not in text
        assert foreign not in page
    assert "Zustimmung" in text
    assert Event.objects.of_kind("person.data_exported").count() == 1


@pytest.mark.req("S15")
@pytest.mark.parametrize("path", [DATA, DELETE])
def test_sensitive_pages_want_a_fresh_proof(client, anna, path):
    client.force_login(anna)

    answer = client.get(path)

    assert answer.url.startswith(REAUTHENTICATE)


@pytest.mark.req("S15")
def test_the_download_wants_a_fresh_proof(client, anna):
    client.force_login(anna)

    answer = client.post(DOWNLOAD)

    assert answer.url.startswith(REAUTHENTICATE)


def test_a_proof_with_the_wrong_password_is_none(client, anna, prove):
    client.force_login(anna)
    prove("falsch")

    assert client.get(DATA).status_code == 302


@pytest.mark.req("P12")
def test_deleting_can_leave_the_contributions_without_a_name(
    client, signed_in, contributions, topic, post_box
):
    public, waiting = contributions

    answer = client.post(DELETE, {"farewell": "anonymise", "confirmed": "on"})

    assert answer.url == "/konto/geloescht/"
    assert client.get(answer.url).status_code == 200
    assert not is_signed_in(client)
    public.refresh_from_db()
    assert (public.author, public.status) == (None, CommentStatus.PUBLISHED)
    html = client.get(topic.url).content.decode()
    assert "Mehr Bänke am Kanal" in html
    assert "Anna vom Kiez" not in html
    assert Vote.objects.get().voter is None
    assert Tally.objects.get(topic=topic).agree_count == 1
    assert "bleiben ohne Namen stehen" in " ".join(post_box("anna@example.org")[-1].split())


@pytest.mark.req("P12")
def test_deleting_can_withdraw_the_contributions(client, signed_in, contributions, topic):
    client.post(DELETE, {"farewell": "withdraw", "confirmed": "on"})

    statuses = set(Comment.objects.values_list("status", flat=True))
    assert statuses == {CommentStatus.WITHDRAWN}
    assert "Mehr Bänke am Kanal" not in client.get(topic.url).content.decode()
    assert Tally.objects.get(topic=topic).comment_count == 0


@pytest.mark.req("P12")
@pytest.mark.parametrize("farewell", ["anonymise", "withdraw"])
def test_after_deletion_no_table_knows_the_person(
    client, signed_in, contributions, post_box, farewell
):
    post_box("anna@example.org")

    client.post(DELETE, {"farewell": farewell, "confirmed": "on"})
    post_box("anna@example.org")

    assert not User.objects.filter(email="anna@example.org").exists()
    assert not EmailAddress.objects.exists()
    everything = every_row()
    assert "anna@example.org" not in everything
    assert "Anna vom Kiez" not in everything
    assert Event.objects.filter(by__isnull=False).count() == 0
    deleted = Event.objects.of_kind("person.deleted").get()
    assert deleted.data == {"farewell": farewell}


@pytest.mark.req("P12")
def test_after_deletion_the_ledger_can_not_tell_where_its_mails_went(
    client, signed_in, contributions, other_citizen, post_box
):
    for key, person in [("a", signed_in), ("b", signed_in), ("c", other_citizen)]:
        queue_mail("comment_published", key=key, recipient=person, context={"comment": 0})
    mine = OutboxMail.objects.filter(address_code=address_code("Anna@example.org"))
    # As upkeep leaves an old one: the address is gone, its code is not.
    mine.filter(key="comment_published:a").update(recipient=None)
    assert mine.count() >= 2

    client.post(DELETE, {"farewell": "anonymise", "confirmed": "on"})
    post_box("anna@example.org")

    assert mine.count() == 0
    assert OutboxMail.objects.get(key="comment_published:c").address_code != ""


@pytest.mark.parametrize(
    "typed",
    [{}, {"farewell": "anonymise"}, {"confirmed": "on"}, {"farewell": "x", "confirmed": "on"}],
)
def test_nothing_is_deleted_by_half_a_form(client, signed_in, typed):
    answer = client.post(DELETE, typed)

    assert answer.status_code == 422
    assert User.objects.filter(pk=signed_in.pk).exists()


@pytest.mark.req("S07")
def test_a_link_deletes_nobody(client, signed_in):
    assert client.get(DELETE).status_code == 200
    assert User.objects.filter(pk=signed_in.pk).exists()


def test_the_address_and_the_pseudonym_are_free_again(client, signed_in):
    client.post(DELETE, {"farewell": "anonymise", "confirmed": "on"})

    User.objects.create_user("anna@example.org", pseudonym="Anna vom Kiez")


@pytest.mark.req("P11")
def test_the_overview_costs_the_same_with_one_and_a_hundred_contributions(
    client, anna, topic, django_assert_max_num_queries
):
    client.force_login(anna)
    CommentFactory(topic=topic, author=anna, published=True)
    with django_assert_max_num_queries(15) as few:
        client.get("/konto/")
    for _ in range(40):
        CommentFactory(topic=topic, author=anna, published=True)

    with django_assert_max_num_queries(15) as many:
        client.get("/konto/")

    assert len(many) == len(few)
