"""Every measure may have milestones: those of pilots move to the measures' table, ids kept.

Revisions name milestones by their ids, so that publishing an older draft still finds its rows.
"""

from django.db import migrations

COLUMNS = (
    "id, sort_order, title, text, planned_on, planned_precision, reached_on, reached_precision,"
    " source_url"
)
SEQUENCE = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
    " coalesce((SELECT max(id) FROM {table}), 0) + 1, false);"
)
# ruff: noqa: S608  names of ours only
MOVE = (
    f"INSERT INTO strategy_milestone (measure_id, {COLUMNS})"
    f" SELECT pilot_id, {COLUMNS} FROM pilots_milestone;"
    + SEQUENCE.format(table="strategy_milestone")
)
# Milestones of measures that are no pilots have no place in the old table.
MOVE_BACK = (
    f"INSERT INTO pilots_milestone (pilot_id, {COLUMNS})"
    f" SELECT measure_id, {COLUMNS} FROM strategy_milestone"
    " WHERE measure_id IN (SELECT measure_ptr_id FROM pilots_pilot);"
    + SEQUENCE.format(table="pilots_milestone")
)


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0001_initial"),
        ("strategy", "0010_milestones_and_indicators"),
    ]

    operations = [migrations.RunSQL(MOVE, MOVE_BACK)]
