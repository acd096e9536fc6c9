"""Sessions in the database that know their person, so that one person's can be listed and ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from gdb_portal.core.prepared import Prepared, Slot

from .models import Session, User

RUNNING = Prepared(
    lambda: Session.objects.select_related("user").filter(
        session_key=Slot("key"), expire_date__gt=Slot("now")
    )
)


class SessionStore(DatabaseStore):
    """Django's store with our table. Whoever reads a session reads its person with it."""

    # Who the session's row belongs to; whether the session still proves it is another question.
    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = RUNNING.ask(key=self.session_key, now=timezone.now())
        if not found:
            # As the parent: what is not there any more is never written again under its old key.
            self._session_key = None
            return None
        self.person = found[0].user
        return found[0]

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        instance = super().create_model_instance(data)
        try:
            instance.user_id = int(data[SESSION_KEY])
        except (KeyError, ValueError):
            instance.user_id = None
        # A row is written again with every change; its beginning travels in the data.
        if "started_at" in data:
            instance.started_at = data["started_at"]
        return instance
