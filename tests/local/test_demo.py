"""The demonstration: complete, recognisable, made once."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from wagtail.images import get_image_model

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import User
from gdb_portal.accounts.rules import has_role
from gdb_portal.local.demo.accounts import ACCOUNTS, ADMINISTRATION_OF_OFFICIAL
from gdb_portal.local.demo.contributions import ensure_topics
from participation.cases.enums import CaseStatus
from participation.cases.models import Case
from participation.enums import CommentStatus
from participation.models import Comment, Topic, Vote, VotedPassage
from participation.moderation.enums import AppealStatus
from participation.moderation.models import Appeal
from participation.services.counters import reconcile
from pilots.models import Pilot

pytestmark = pytest.mark.usefixtures("whole_content", "db")


@pytest.fixture
def seeded(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("DEMO_PASSWORD", "Spreewald-Gurke-7")
    call_command("seed_demo", stdout=StringIO())


def counts():
    models = (User, Topic, Comment, Vote, Case, get_image_model())
    return {model.__name__: model.objects.count() for model in models}


def test_the_demonstration_shows_every_state_and_a_second_run_adds_nothing(seeded, monkeypatch):
    before = counts()
    password = User.objects.get(email="buerger@example.org").password

    call_command("seed_demo", stdout=StringIO())

    assert counts() == before
    assert User.objects.get(email="buerger@example.org").password == password
    shown = set(Comment.objects.values_list("status", flat=True))
    assert shown == {CommentStatus.PENDING, CommentStatus.PUBLISHED, CommentStatus.HIDDEN}
    official = User.objects.get(email="verwaltung@example.org")
    mine = Case.objects.of_member(official)
    assert mine.filter(status=CaseStatus.ANSWERED).count() == 1
    assert mine.open().count() == 2

    # Somebody objects, somebody wrote on paper, and single paragraphs were voted on.
    assert Appeal.objects.filter(status=AppealStatus.OPEN).count() == 1
    sheet = Comment.objects.exclude(offline=None).get()
    assert (sheet.status, sheet.author) == (CommentStatus.PUBLISHED, None)
    voted = VotedPassage.objects.filter(agree_count__gt=0)
    assert {bool(passage.section.page_version_id) for passage in voted} == {True, False}

    # The services counted as the rows do.
    assert reconcile() == 0

    # Who changes the password at the next start gets it.
    monkeypatch.setenv("DEMO_PASSWORD", "Kiez-und-Kanal-9")
    call_command("seed_demo", stdout=StringIO())
    for account in ACCOUNTS:
        assert authenticate(email=account.email, password="Kiez-und-Kanal-9") is not None

    # What somebody removed stays removed.
    topic = Topic.objects.get(slug="beispiel-kiezlabor")
    topic.delete()
    assert ensure_topics() == 0
    assert not Topic.objects.filter(slug="beispiel-kiezlabor").exists()


def test_persons_have_their_roles_and_nothing_passes_for_real(seeded):
    for account in ACCOUNTS:
        person = User.objects.get(email=account.email)
        assert has_role(person, Role(account.role))
        assert not person.is_superuser
    official = User.objects.get(email="verwaltung@example.org")
    memberships = official.administration_memberships.values_list("administration__slug", flat=True)
    assert list(memberships) == [ADMINISTRATION_OF_OFFICIAL]
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    introductions = Topic.objects.values_list("introduction", flat=True)

    assert introductions
    for text in introductions:
        assert text.startswith("Dies ist ein erfundenes Beispielthema dieser Demonstration.")


def test_two_pilots_show_small_pictures_that_say_they_are_symbolic(seeded):
    galleries = [
        part
        for pilot in Pilot.objects.live().in_source_language()
        for part in pilot.parts
        if part.block_type == "gallery"
    ]

    figures = [figure for gallery in galleries for figure in gallery.value]
    assert (len(galleries), len(figures)) == (2, 4)
    for figure in figures:
        assert figure["caption"].startswith("Symbolbild, für die Vorführung gezeichnet: ")
        assert figure["image"].contextual_alt_text.startswith("Zeichnung: ")
        assert figure["image"].file.size < 100_000
