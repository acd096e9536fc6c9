"""The shared cache, without which everything still works."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from django.core.cache import cache as default_cache
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")

# In one step, so that nobody sees a stamp without its number or the other way round.
STAMP = """
redis.call('SET', KEYS[1], ARGV[1], 'NX')
local number = redis.call('INCR', KEYS[1])
for position = 2, #KEYS do redis.call('SET', KEYS[position], number) end
return number
"""
COUNT = """
local number = redis.call('INCR', KEYS[1])
if number == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return number
"""
# All or nothing: two jobs never take the same sums, and a sum of too few is not taken at all.
TAKE = """
if ARGV[1] ~= '' and tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0') < tonumber(ARGV[2]) then
    return {}
end
local sums = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return sums
"""
# One request asks many keys: after a failure nobody waits for the cache again for this long.
PAUSE_SECONDS = 5.0


class ForgivingRedisCache(RedisCache):
    """Like its parent, but a cache that is gone is an empty one, not an error.

    `incr` still raises: whoever counts must know that nobody is counting.
    """

    _broken_until = 0.0

    def _try(self, default: T, action: Callable[[], T]) -> T:
        if time.monotonic() < ForgivingRedisCache._broken_until:
            return default
        try:
            return action()
        except (RedisError, OSError) as error:
            ForgivingRedisCache._broken_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("cache: gone (%s)", type(error).__name__)
            return default

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._try(
            default, lambda: super(ForgivingRedisCache, self).get(key, default, version)
        )

    def get_many(self, keys: Any, version: Any = None) -> dict[Any, Any]:
        return self._try({}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def set(self, key: Any, value: Any, *args: Any, **options: Any) -> None:
        self._try(None, lambda: super(ForgivingRedisCache, self).set(key, value, *args, **options))

    def set_many(self, data: Any, *args: Any, **options: Any) -> list[Any]:
        return self._try(
            list(data), lambda: super(ForgivingRedisCache, self).set_many(data, *args, **options)
        )

    def add(self, key: Any, value: Any, *args: Any, **options: Any) -> bool:
        return self._try(
            False, lambda: super(ForgivingRedisCache, self).add(key, value, *args, **options)
        )

    def delete(self, key: Any, version: Any = None) -> bool:
        return self._try(False, lambda: super(ForgivingRedisCache, self).delete(key, version))

    def delete_many(self, keys: Any, version: Any = None) -> None:
        self._try(None, lambda: super(ForgivingRedisCache, self).delete_many(keys, version))

    def has_key(self, key: Any, version: Any = None) -> bool:
        return self._try(False, lambda: super(ForgivingRedisCache, self).has_key(key, version))

    @cached_property
    def _commands(self) -> Any:
        # Django makes a new client for each command, which costs more than the command.
        return self._cache.get_client(None, write=True)  # type: ignore[attr-defined]

    def stamp(self, sequence: str, first: int, keys: Sequence[str]) -> int:
        """Raise `sequence`, which begins at `first`, and write its new number under `keys`.

        One round trip. Raises ConnectionError without the cache: whoever stamps must know.
        """

        def run() -> int:
            names = [self.make_and_validate_key(key) for key in (sequence, *keys)]
            return int(self._commands.eval(STAMP, len(names), *names, first))

        number = self._try(None, run)
        if number is None:
            raise ConnectionError("no cache")
        return number

    def count_one_more(self, key: str, *, seconds: int) -> int:
        """How often this was called for `key` within `seconds` of its first time. One round trip.

        Raises ConnectionError without the cache: whoever counts must know.
        """

        def run() -> int:
            return int(self._commands.eval(COUNT, 1, self.make_and_validate_key(key), seconds))

        number = self._try(None, run)
        if number is None:
            raise ConnectionError("no cache")
        return number

    def add_to_counts(self, key: str, sums: Mapping[str, int], *, seconds: int) -> None:
        """Add to the sums under `key`, which are kept for `seconds` more. One round trip.

        Raises ConnectionError without the cache: whoever counts must know.
        """

        def run() -> bool:
            name = self.make_and_validate_key(key)
            with self._commands.pipeline(transaction=True) as pipeline:
                for field, number in sums.items():
                    pipeline.hincrby(name, field, number)
                pipeline.expire(name, seconds)
                pipeline.execute()
            return True

        if not self._try(False, run):
            raise ConnectionError("no cache")

    def take_counts(self, key: str, *, field: str = "", at_least: int = 0) -> dict[str, int]:
        """The sums under `key`, which are gone from here. One round trip.

        None of them while `field` counts less than `at_least`. Raises ConnectionError without the
        cache: whoever counts must know.
        """

        def run() -> list[bytes]:
            name = self.make_and_validate_key(key)
            found: list[bytes] = self._commands.eval(TAKE, 1, name, field, at_least)
            return found

        found = self._try(None, run)
        if found is None:
            raise ConnectionError("no cache")
        return {
            name.decode(): int(number) for name, number in zip(found[::2], found[1::2], strict=True)
        }


# The default cache, of which everybody may know that it can stamp and count.
cache = cast(ForgivingRedisCache, default_cache)
