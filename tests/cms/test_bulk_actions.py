"""Many pages at once: with the rights of the single action, never past a second pair of eyes."""

import pytest
from bs4 import BeautifulSoup
from django.utils.text import slugify
from wagtail.models import Page, PageLogEntry

from gdb_portal.mail.models import OutboxMail
from gdb_portal.pages.models import StandardPage
from tests.cms.forms import edit_url, save
from tests.factories.participation import TopicFactory

pytestmark = pytest.mark.django_db


def bulk(action, *pages):
    numbers = "&".join(f"id={page.pk}" for page in pages)
    return f"/cms/bulk/wagtailcore/page/{action}/?next=/cms/pages/&{numbers}"


def run(client, person, action, *pages, **data):
    client.force_login(person)
    return client.post(bulk(action, *pages), data, follow=True)


def text(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def page_below(home, title, **fields):
    page = home.add_child(
        instance=StandardPage(title=title, slug=slugify(title), lead="Alt.", **fields)
    )
    page.save_revision()
    return page


@pytest.fixture
def changed(client, about, editor):
    """A public page with new words of the editor's."""
    client.force_login(editor)
    save(client, edit_url(about), lead="Vom Redakteur.")
    return about


@pytest.fixture
def new(home):
    return page_below(home, "Neues <b>", live=False)


@pytest.fixture
def old(home):
    """Public, and nothing new about it."""
    page = page_below(home, "Altes")
    page.get_latest_revision().publish()
    return fresh(page)


def test_many_pages_are_submitted_at_once_and_publishers_told_of_each(
    client, changed, new, editor, publisher
):
    answer = run(client, editor, "publish", changed, new)

    waiting = [fresh(page).current_workflow_state for page in (changed, new)]
    assert [state.requested_by for state in waiting] == [editor, editor]
    assert "2 Seiten sind zur Freigabe eingereicht." in text(answer)
    assert OutboxMail.objects.filter(kind="approval_requested", recipient=publisher).count() == 2
    assert (fresh(changed).lead, fresh(new).live) == ("Alt.", False)


def test_before_it_happens_one_sees_how_many_and_why_others_stay(client, changed, old, new, editor):
    run(client, editor, "publish", new)

    page = text(client.get(bulk("publish", changed, old, new)))

    assert "1 Seite einreichen Eine andere Person" in page
    assert "2 Seiten bleiben, wie sie sind" in page
    assert "Altes : Sie hat nichts Neues" in page.replace("Altes:", "Altes :")
    assert "Sie wartet schon auf Freigabe." in page


def test_what_can_not_be_submitted_keeps_nobody_else_from_it(client, changed, old, editor):
    answer = run(client, editor, "publish", changed, old)

    assert fresh(changed).workflow_in_progress is True
    assert fresh(old).workflow_in_progress is False
    assert "1 Seite ist zur Freigabe eingereicht." in text(answer)
    assert "Altes: Sie hat nichts Neues" in text(answer)


def test_a_page_with_gaps_is_not_submitted(client, home, editor):
    page = page_below(home, "Lücke", live=False)
    draft = page.get_latest_revision_as_object()
    draft.title = ""
    draft.save_revision(user=editor, clean=False)

    answer = run(client, editor, "publish", page)

    assert fresh(page).workflow_in_progress is False
    assert "Es fehlen noch Angaben." in text(answer)


def test_nobody_publishes_in_bulk_not_even_what_others_wrote(
    client, changed, new, publisher, administrator
):
    for person in (publisher, administrator):
        run(client, person, "publish", changed, new, include_descendants="on")

    assert (fresh(changed).lead, fresh(new).live) == ("Alt.", False)


def test_who_submitted_in_bulk_approves_none_of_it(client, changed, publisher):
    run(client, publisher, "publish", changed)
    task = fresh(changed).current_workflow_task_state

    client.post(f"/cms/pages/{changed.pk}/workflow/action/approve/{task.pk}/", {"comment": ""})

    assert fresh(changed).lead == "Alt."


def test_the_list_of_pages_offers_to_submit_and_not_to_publish(client, home, new, editor):
    client.force_login(editor)

    page = client.get(f"/cms/pages/{home.pk}/").content.decode()

    actions = BeautifulSoup(page, "html.parser").select("[data-bulk-action-button]")
    names = [" ".join(action.get_text().split()) for action in actions]
    assert names == ["Zur Freigabe", "Verschieben", "Löschen", "Zurückziehen"]


def test_publishers_take_many_pages_back_and_the_log_names_them(client, old, about, publisher):
    answer = run(client, publisher, "unpublish", old, about)

    assert [fresh(page).live for page in (old, about)] == [False, False]
    log = PageLogEntry.objects.filter(action="wagtail.unpublish")
    assert [entry.user for entry in log] == [publisher, publisher]
    assert "2 Seiten" in text(answer)


def test_editors_take_nothing_back(client, old, editor):
    answer = run(client, editor, "unpublish", old)

    assert fresh(old).live is True
    assert "Sie dürfen diese Seite nicht zurückziehen." in text(answer)


def test_editors_delete_drafts_and_nothing_that_is_public(client, new, old, editor):
    answer = run(client, editor, "delete", new, old)

    assert not Page.objects.filter(pk=new.pk).exists()
    assert fresh(old).live is True
    assert "Altes: Sie dürfen diese Seite nicht löschen." in text(answer)


def test_a_page_that_others_need_stays_and_the_rest_goes(client, new, old, publisher):
    TopicFactory(page=old)

    answer = run(client, publisher, "delete", old, new)

    assert Page.objects.filter(pk=old.pk).exists()
    assert not Page.objects.filter(pk=new.pk).exists()
    assert "Altes: Anderes hängt daran" in text(answer)


def test_pages_move_with_the_rights_of_each(client, home, new, old, editor, publisher):
    target = page_below(home, "Ziel", live=False)

    run(client, editor, "move", new, old, chooser=str(target.pk))
    assert [fresh(page).get_parent().pk for page in (new, old)] == [target.pk, home.pk]

    run(client, publisher, "move", old, chooser=str(target.pk))
    assert fresh(old).get_parent().pk == target.pk


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
@pytest.mark.parametrize("role", ["citizen", "moderator", "official"])
def test_others_do_nothing_to_many_pages(client, new, old, role, action, request):
    person = request.getfixturevalue(role)

    run(client, person, action, new, old)

    assert [fresh(new).live, fresh(old).live] == [False, True]
    assert fresh(new).workflow_in_progress is False
