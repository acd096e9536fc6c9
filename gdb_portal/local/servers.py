"""PostgreSQL, cache and broker together, as one set of addresses."""

from __future__ import annotations

from pathlib import Path

from . import valkey
from .postgres import Postgres
from .valkey import Valkey

# Settings prefer `NAME_FILE` over `NAME`; whoever sets one must take away the other.
ADDRESSES = ("DATABASE_URL", "REDIS_URL", "BROKER_URL")


class Servers:
    """The three servers of one place. Nothing else on this machine is touched."""

    def __init__(self, place: Path, *, logs: Path, throw_away: bool = False) -> None:
        place.mkdir(mode=0o711, parents=True, exist_ok=True)
        logs.mkdir(parents=True, exist_ok=True)
        cache, broker = valkey.CACHE, valkey.BROKER
        if throw_away:
            broker = {**broker, **valkey.THROW_AWAY}
        self.postgres = Postgres(place, log=logs / "postgres.log", throw_away=throw_away)
        self.cache = Valkey(place, "cache", log=logs / "cache.log", settings=cache)
        self.broker = Valkey(place, "broker", log=logs / "broker.log", settings=broker)

    @property
    def all(self) -> tuple[Postgres | Valkey, ...]:
        return self.postgres, self.cache, self.broker

    def heal(self) -> list[str]:
        """End what a killed run left behind; returns the names of what there was."""
        return [server.name for server in self.all if server.heal()]

    def start(self, *, database: str = "portal") -> None:
        """All answer afterwards, or none runs. Raises ServerError."""
        try:
            for server in self.all:
                server.start()
            self.postgres.create_database(database)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for server in reversed(self.all):
            server.stop()

    def addresses(self, *, database: str = "portal", number: int = 0) -> dict[str, str]:
        """What the settings want to know; `number` separates users of the same cache and broker."""
        return {
            "DATABASE_URL": self.postgres.url(database),
            "REDIS_URL": self.cache.cache_url(number),
            "BROKER_URL": self.broker.broker_url(number),
        }
