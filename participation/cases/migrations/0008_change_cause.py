"""Which contributions led to a change of the strategy."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_wordings_and_remarks"),
        ("participation", "0008_result_snapshot"),
        ("strategy", "0013_strategy_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "change",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="strategy.strategychange",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        help_text="Die Nummer des Beitrags: die Zahl in seiner Adresse.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_caused",
                        to="participation.comment",
                        verbose_name="Beitrag",
                    ),
                ),
            ],
            options={
                "verbose_name": "Anlass",
                "verbose_name_plural": "Anlässe",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change", "comment"), name="one_cause_per_comment"
                    )
                ],
            },
        ),
    ]
