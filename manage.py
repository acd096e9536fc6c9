#!/usr/bin/env python
"""Entry point for management commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gdb_portal.settings.local")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  slow

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
