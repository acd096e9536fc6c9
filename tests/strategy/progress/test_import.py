"""Progress from a file: tried first, all rows or none, on the record."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from gdb_portal.core.models import Event
from strategy.models import Measure, MeasureChange, ProgressImport
from strategy.services.progress_import import FileUnreadable, decode, import_progress
from tests.factories.strategy import MeasureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A10")]
HEAD = "massnahme;stand;beginn;begruendung\n"
GOOD = HEAD + "massnahmen/bank;laufend;2026-05;Baubeginn <b>\n"
BAD = GOOD + "bank;fertig;;x\nnichts;laufend;;x\nbank;abgeschlossen;;\n"


@pytest.fixture(autouse=True)
def _on_record(measure):
    return measure


def status():
    return Measure.objects.get(slug="bank").status


def news():
    return MeasureChange.objects.news().count()


def test_a_file_changes_measures_and_leaves_its_trace(publisher):
    result = import_progress(GOOD, name="stand.csv", by=publisher)

    change = MeasureChange.objects.first()
    assert (result.is_applied, result.changed_count, status()) == (True, 1, "running")
    assert (change.origin, change.by, change.reason) == ("import", publisher, "Baubeginn <b>")
    done = ProgressImport.objects.get()
    assert (done.name, done.by, done.changed_count, len(done.digest)) == (
        "stand.csv",
        publisher,
        1,
        64,
    )
    assert Event.objects.get(kind="progress.imported").data == {"changed": 1}


def test_a_dry_run_says_the_same_and_changes_nothing(publisher):
    result = import_progress(GOOD, name="stand.csv", by=publisher, dry_run=True)

    differences = [(str(d.label), d.before, d.after) for d in result.rows[0].entry.differences]
    assert differences == [
        ("Stand", "in Planung", "laufend"),
        ("Beginn", "nicht bekannt", "05/2026"),
    ]
    assert (result.is_applied, status(), news(), ProgressImport.objects.count()) == (
        False,
        "planned",
        0,
        0,
    )


def test_one_bad_row_and_nothing_is_taken_over(publisher):
    result = import_progress(BAD, name="x.csv", by=publisher)

    assert [(row.number, bool(row.errors)) for row in result.rows] == [
        (2, False),
        (3, True),
        (4, True),
        (5, True),
    ]
    assert result.rows[1].errors == ["stand: „fertig“ ist kein bekannter Wert."]
    assert result.rows[3].errors == ["Die Begründung fehlt."]
    assert (result.is_applied, status(), news()) == (False, "planned", 0)


def test_the_same_file_twice_changes_nothing_the_second_time(publisher):
    import_progress(GOOD, name="x.csv", by=publisher)

    again = import_progress(GOOD, name="x.csv", by=publisher)

    assert (again.is_applied, again.changed_count, again.unchanged_count) == (False, 0, 1)
    assert (news(), ProgressImport.objects.count()) == (1, 1)


def test_an_empty_cell_leaves_a_fact_alone_and_a_dash_makes_it_unknown(publisher):
    import_progress(GOOD, name="x.csv", by=publisher)

    import_progress(HEAD + "bank;;-;Zurückgezogen\n", name="y.csv", by=publisher)

    page = Measure.objects.get(slug="bank")
    assert (page.status, page.starts_on) == ("running", None)


def test_a_draft_is_not_touched(index, publisher):
    MeasureFactory(parent=index, slug="entwurf", live=False)

    result = import_progress(HEAD + "entwurf;laufend;;x\n", name="x.csv", by=publisher)

    assert result.error_count == 1


def test_commas_are_fine(publisher):
    text = 'massnahme,stand,begruendung\nbank,running,"Ja, endlich"\n'

    assert import_progress(text, name="x.csv", by=publisher).is_applied


@pytest.mark.parametrize(
    "text",
    [
        "",
        "massnahme;stand\nbank;laufend\n",
        HEAD.replace("stand", "titel"),
        HEAD + "bank;laufend;;x\n" * 1001,
    ],
)
def test_a_file_of_another_kind_is_refused_as_a_whole(text, publisher):
    with pytest.raises(FileUnreadable):
        import_progress(text, name="x.csv", by=publisher)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * (1024 * 1024 + 1)])
def test_what_is_no_text_or_too_big_is_not_read(content):
    with pytest.raises(FileUnreadable):
        decode(content)


def test_the_command_tries_and_does(tmp_path, publisher, capsys):
    path = tmp_path / "stand.csv"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")

    call_command("import_progress", path, dry_run=True)
    tried, first = status(), capsys.readouterr().out
    call_command("import_progress", path, by=publisher.email)

    assert (tried, status()) == ("planned", "running")
    assert "in Planung → laufend" in first
    assert "1 would change" in first
    assert "1 changed" in capsys.readouterr().out


def test_the_command_names_each_bad_row_and_fails(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text(BAD, encoding="utf-8")

    with pytest.raises(CommandError, match="3 rows with errors"):
        call_command("import_progress", path)

    assert "line 3: Mehr <Bänke>: stand: " in capsys.readouterr().out
    assert status() == "planned"


@pytest.mark.parametrize("options", [{"by": "niemand@example.org"}, {}])
def test_the_command_fails_without_file_or_person(tmp_path, options):
    with pytest.raises(CommandError):
        call_command("import_progress", tmp_path / "fehlt.csv", **options)


# -- In the CMS -----------------------------------------------------------------------------------

UPLOAD = "/cms/fortschritt/datei/"


def send(client, text):
    file = SimpleUploadedFile("stand.csv", text.encode(), content_type="text/csv")
    return client.post(UPLOAD, {"file": file})


def test_a_publisher_sees_what_a_file_would_change_before_it_does(client, publisher):
    client.force_login(publisher)

    html = BeautifulSoup(send(client, GOOD).content, "html.parser")
    tried = status()
    form = html.select_one("form[action$='uebernehmen/']")
    values = {field["name"]: field["value"] for field in form.select("input[name]")}
    answer = client.post(form["action"], values)

    assert "Stand: in Planung → laufend" in html.text
    assert (tried, answer.status_code, status()) == ("planned", 302, "running")
    assert "stand.csv" in client.get("/cms/fortschritt/").content.decode()


def test_a_file_with_errors_is_shown_and_cannot_be_applied(client, publisher):
    client.force_login(publisher)

    html = BeautifulSoup(send(client, BAD).content, "html.parser")

    assert "3 Zeilen mit Fehlern" in html.text
    assert html.select("form[action$='uebernehmen/']") == []
    client.post(f"{UPLOAD}uebernehmen/", {"name": "x", "text": BAD})
    assert status() == "planned"


def test_a_file_of_another_kind_is_refused_at_the_field(client, publisher):
    client.force_login(publisher)

    answer = send(client, "a;b\n1;2\n")

    assert answer.status_code == 422
    assert "Es fehlt die Spalte: begruendung, massnahme" in answer.content.decode()


def test_only_publishers_import(client, owner, editor):
    for person in (owner, editor):
        client.force_login(person)
        send(client, GOOD)
        client.post(f"{UPLOAD}uebernehmen/", {"name": "x", "text": GOOD})

    assert status() == "planned"
