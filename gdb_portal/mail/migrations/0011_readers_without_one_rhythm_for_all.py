"""The one rhythm of an address for everything is gone: each subscription has its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0010_keep_rhythms_of_readers")]

    operations = [migrations.RemoveField(model_name="reader", name="rhythm")]
