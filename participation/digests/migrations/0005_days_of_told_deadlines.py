"""Deadlines that were told before are told for the day that they have now."""

from django.db import migrations

# Silent measures were told without their day: they are reminded of once more.
FILL = """
UPDATE digests_digestitem AS item
SET since = deadline.due_on
FROM cases_case AS deadline
WHERE item.kind IN ('case_due_soon', 'case_overdue') AND deadline.id = item.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0004_told_once_per_day"),
        ("cases", "0009_stale_steps"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
