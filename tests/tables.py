"""All that the database holds: to prove that something is gone, or that nothing changed."""

import hashlib

from django.db import connection


def every_row() -> str:
    """Every row of every table, as text."""
    return "\n".join(row for rows in _rows_by_table().values() for row in rows)


def fingerprints(*, without: tuple[str, ...] = ()) -> dict[str, str]:
    """One hash per table; equal hashes, equal tables."""
    return {
        table: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
        for table, rows in _rows_by_table().items()
        if table not in without
    }


def _rows_by_table() -> dict[str, list[str]]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t")  # noqa: S608  names of our own tables
            found[table] = [row[0] for row in cursor.fetchall()]
    return found
