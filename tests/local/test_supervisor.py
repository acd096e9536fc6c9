"""What falls is started again, what goes on falling ends everything, and groups end together."""

import os
import signal
import sys
import time

import pytest

from gdb_portal.local.environment import Refusal
from gdb_portal.local.processes import ProcessMark, command_of, is_alive
from gdb_portal.local.programs import Program
from gdb_portal.local.supervisor import Supervisor, heal

END = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "processes.json")
    supervisor.parent = 0
    yield supervisor
    supervisor.stop()


@pytest.fixture
def program(tmp_path):
    """Makes a program of one line of Python."""

    def make(code, name="sleeper"):
        environment = dict(os.environ)
        return Program(name, ["-c", code], environment=environment, logs=tmp_path, ending=END)

    return make


@pytest.mark.fault
def test_a_program_that_was_killed_is_started_again(supervisor, program):
    sleeper = program("import time; time.sleep(60)")
    supervisor.start(sleeper)
    first = sleeper.process.pid
    os.kill(first, signal.SIGKILL)

    supervisor.watch(1)

    assert sleeper.process.pid != first
    assert is_alive(sleeper.process.pid)


@pytest.mark.fault
def test_a_program_that_goes_on_falling_ends_everything_with_its_last_words(supervisor, program):
    supervisor.start(program("import sys; sys.exit('Die Sonne blendet.')", name="icarus"))

    with pytest.raises(Refusal) as refusal:
        supervisor.watch(30)

    assert "icarus ends again and again" in str(refusal.value)
    assert "Die Sonne blendet." in str(refusal.value)


@pytest.mark.fault
def test_what_a_program_had_started_ends_with_it(supervisor, program, tmp_path):
    note = tmp_path / "child"
    code = (
        "import subprocess, sys, time, pathlib; "
        f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(60)']); "
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    supervisor.start(program(code))
    until = time.monotonic() + 10
    while not (note.exists() and note.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    child = int(note.read_text())
    assert is_alive(child)

    supervisor.stop()

    assert not is_alive(child)


@pytest.mark.fault
def test_a_number_that_was_given_anew_is_nobody_to_end(tmp_path, program):
    stranger = program("import time; time.sleep(60)")
    stranger.start()
    notes = tmp_path / "notes.json"
    notes.write_text(f'[[{stranger.process.pid}, "long ago"]]')
    mark = ProcessMark.of(stranger.process.pid)
    while sys.executable not in command_of(mark.pid):
        time.sleep(0.01)

    # It leads a group of its own, and looks like one of ours in every way but the time.
    assert heal(notes) == 0

    assert mark.is_alive()
    stranger.stop()
