"""Uploaded pictures, which the proxy hands out in a real installation."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("images/a.webp", "documents/geheim.pdf", "../draussen.txt"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_a_picture_is_handed_out_and_can_run_nothing(client, media):
    answer = client.get("/media/images/a.webp")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "documents/geheim.pdf",
        "images/../documents/geheim.pdf",
        "./documents/geheim.pdf",
        "//documents/geheim.pdf",
        "../draussen.txt",
        "images/",
        "images/fehlt.webp",
    ],
)
def test_nothing_else_is(client, media, path):
    assert client.get(f"/media/{path}").status_code == 404
