from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pilots", "0002_milestones_move_to_measures")]

    operations = [migrations.DeleteModel(name="Milestone")]
