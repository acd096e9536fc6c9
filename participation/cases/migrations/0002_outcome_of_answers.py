import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("participation", "0002_topic_has_second_reader"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="answered_case_has_its_time",
        ),
        migrations.AddField(
            model_name="case",
            name="effect_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="Wirkung bis"),
        ),
        migrations.AddField(
            model_name="case",
            name="handler",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="in Arbeit bei",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="outcome_reason",
            field=models.TextField(blank=True, max_length=1000, verbose_name="Begründung"),
        ),
        migrations.AlterField(
            model_name="case",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "neu"),
                    ("forwarded", "weitergeleitet"),
                    ("answered", "beantwortet"),
                    ("taken_up", "aufgenommen"),
                    ("not_taken_up", "nicht aufgenommen"),
                    ("done", "umgesetzt"),
                    ("discontinued", "eingestellt"),
                ],
                default="new",
                max_length=12,
                verbose_name="Status",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["forwarded", "new"])),
                fields=["due_on"],
                name="case_all_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["administration", "status"], name="case_by_status"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ["answered", "done", "not_taken_up", "taken_up"]),
                        _negated=True,
                    ),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="answered_case_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "not_taken_up"), _negated=True),
                    models.Q(("outcome_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="not_taken_up_has_its_reason",
            ),
        ),
    ]
