"""`make bench`: exactly like `make run`, plus the bare views that everything is compared with."""

from .local import *  # noqa: F403  settings modules build on each other

GDB_BENCH = True
# One voter's limit of votes per hour would end the measurement, not slow it down.
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
