from django.db import migrations

COUNT = """
UPDATE participation_comment AS parent SET reply_count = counted.number
FROM (
    SELECT reply_to_id, count(*) AS number FROM participation_comment
    WHERE reply_to_id IS NOT NULL AND status = 'published' GROUP BY reply_to_id
) AS counted
WHERE counted.reply_to_id = parent.id
"""


class Migration(migrations.Migration):
    """Replies that were public before there was a counter are counted once."""

    dependencies = [
        ("participation", "0005_comment_kind_stance_replies"),
    ]

    operations = [
        # Nothing to take back: the column goes with the migration before.
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
