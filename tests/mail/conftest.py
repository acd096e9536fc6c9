"""A kind of mail for tests; it borrows a template that needs little."""

import pytest

from gdb_portal.mail.kinds import KINDS, MailKind
from tests.mail.letters import build


@pytest.fixture
def kind(monkeypatch):
    """Registers the kind "test"; call it to register it again with other options."""

    def make(name="test", **options):
        described = MailKind(
            name=name,
            template="emails/moderation_waiting",
            **{"label": "Test", "build": build, **options},
        )
        monkeypatch.setitem(KINDS, name, described)
        return described

    make()
    return make
