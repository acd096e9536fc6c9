"""Sessions in the database that know their person, so that one person's can be listed and ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from .models import Session


class SessionStore(DatabaseStore):
    """Django's store with our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

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
