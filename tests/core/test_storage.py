"""What readers load: the style sheets as one file, scripts that find each other."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from gdb_portal.core.storage import StaticStorage

STATIC = Path(settings.BASE_DIR) / "static"
NEEDED = ("css/tokens", "css/base", "css/site", "css/components/", "js/", "vendor/fira")


@pytest.fixture
def collected(tmp_path):
    """Our own files, collected twice as after an update: what is written, by its first name."""
    for _ in range(2):
        storage = StaticStorage(location=tmp_path, base_url="/static/")
        paths = {}
        for finder in get_finders():
            for name, source in finder.list([]):
                if name.startswith(NEEDED) and name not in paths:
                    paths[name] = (source, name)
                    target = tmp_path / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source.path(name), target)
        names = {name: hashed for name, hashed, _ in storage.post_process(paths)}
    return lambda name: (tmp_path / names[name]).read_text()


def test_all_style_sheets_are_one_file(collected):
    css = collected("css/site.css")

    assert "@import" not in css
    for path in (STATIC / "css" / "components").glob("*.css"):
        first_class = path.read_text().split(".gdb-", 1)[1].split(" ")[0].split("{")[0]
        assert f".gdb-{first_class}" in css, path.name


def test_tokens_come_first(collected):
    css = collected("css/site.css")

    assert css.index("--gdb-ground") < css.index("@font-face") < css.index(".gdb-accordion")


def test_fonts_are_found_by_their_hashed_names(collected):
    css = collected("css/site.css")

    addresses = [part.split('")')[0] for part in css.split('url("')[1:]]
    assert len(addresses) == 2
    assert all(address.startswith("../vendor/fira-sans-") for address in addresses)
    assert not any(address.endswith("normal.woff2") for address in addresses)


def test_scripts_import_each_other_by_their_hashed_names(collected):
    script = collected("js/portal.js")

    assert 'import("./swap.' in script
    assert 'import("./swap.js")' not in script
