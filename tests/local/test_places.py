"""Where the local servers keep their data."""

import os
import re
from pathlib import Path

import pytest

from gdb_portal.local import places
from gdb_portal.local.places import PlaceError, forget_data, outside_place, servers_place


@pytest.fixture
def open_place(tmp_path):
    """A directory that every account may enter, as /srv would be."""
    for directory in (tmp_path, *tmp_path.parents):
        if directory.stat().st_uid == os.geteuid() and not directory.stat().st_mode & 0o001:
            directory.chmod(directory.stat().st_mode | 0o011)
    return tmp_path


@pytest.fixture
def system_place(open_place, monkeypatch):
    """Instead of /var/tmp."""
    place = open_place / "system"
    place.mkdir()
    monkeypatch.setattr(places, "SYSTEM_PLACE", place)
    return place


@pytest.fixture
def any_length(monkeypatch):
    """pytest's own directories are nearly too long for a socket already."""
    monkeypatch.setattr(places, "_PLAIN", re.compile(r"[A-Za-z0-9._/-]+"))


def test_data_lies_in_the_clone(open_place, system_place, any_length):
    var = open_place / "clone" / "var"

    place = servers_place(var)

    assert place == var / "servers"
    assert list(system_place.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["two words", "Stück", "a" * 80, "a,b", "it's"], ids=["blank", "ü", "long", ",", "'"]
)
def test_a_path_that_servers_can_not_use_leads_elsewhere(name, open_place, system_place):
    var = open_place / name / "var"

    place = servers_place(var)

    assert place.parent == system_place
    assert str(place) in (var / places.NOTE).read_text()


def test_below_a_closed_home_only_roots_data_lies_elsewhere(open_place, system_place, any_length):
    home = open_place / "home"
    home.mkdir(mode=0o700)
    var = home / "clone" / "var"

    place = servers_place(var)

    # Everybody else's server runs as themselves, and may enter.
    assert place.parent == (system_place if os.geteuid() == 0 else var)
    assert home.stat().st_mode & 0o777 == 0o700


def test_the_same_clone_finds_its_data_again_and_no_other_clone_does(open_place, system_place):
    first = servers_place(open_place / "two words" / "var")

    assert servers_place(open_place / "two words" / "var") == first
    assert servers_place(open_place / "two  words" / "var") != first


def test_a_trap_laid_in_the_systems_place_is_refused(open_place, system_place):
    var = open_place / "two words" / "var"
    elsewhere = open_place / "elsewhere"
    elsewhere.mkdir()
    outside_place(var).symlink_to(elsewhere)

    with pytest.raises(PlaceError, match="belongs to somebody else"):
        servers_place(var)

    assert list(elsewhere.iterdir()) == []


def test_forgetting_removes_both_places_and_nothing_of_others(open_place, system_place):
    var = open_place / "two words" / "var"
    place = servers_place(var)
    other = servers_place(open_place / "three words here" / "var")

    removed = forget_data(var)

    assert removed == [place, var]
    assert other.is_dir()
    assert not place.exists()
    assert not var.exists()


def test_forgetting_twice_is_no_error(tmp_path):
    assert forget_data(Path(tmp_path) / "var") == []
