"""One concept, one name: what `on_objection_to` said, the appeal says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_appeals_from_objections")]

    operations = [
        migrations.RemoveField(model_name="decision", name="first_by"),
        migrations.RemoveField(model_name="decision", name="on_objection_to"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_appeal", None),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_on_appeal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "uphold"), _negated=True),
                    ("on_appeal__isnull", False),
                    _connector="OR",
                ),
                name="upholding_names_its_appeal",
            ),
        ),
    ]
