"""Measures that are public already begin their record with what they say today."""

from django.conf import settings
from django.db import migrations

LENGTHS = {"year": 4, "month": 7, "day": 10}


def _state(measure):
    def partial(day, precision):
        return str(day)[: LENGTHS[precision]] if day else ""

    administration = measure.responsible_administration
    amount = measure.budget_amount
    return {
        "status": measure.status,
        "status_as_of": str(measure.status_as_of or ""),
        "phase": measure.phase,
        "starts": partial(measure.starts_on, measure.starts_precision),
        "ends": partial(measure.ends_on, measure.ends_precision),
        "responsible": administration.slug if administration else "",
        "budget": "" if amount is None else f"{amount:.2f}",
    }


def record_present_measures(apps, schema_editor):
    MeasureChange = apps.get_model("strategy", "MeasureChange")
    measures = apps.get_model("strategy", "Measure").objects.filter(
        live=True, locale__language_code=settings.LANGUAGE_CODE
    )
    for measure in measures.select_related("responsible_administration"):
        if not MeasureChange.objects.filter(measure_key=measure.translation_key).exists():
            MeasureChange.objects.create(
                measure=measure,
                measure_key=measure.translation_key,
                kind="recorded",
                origin="portal",
                state=_state(measure),
            )


class Migration(migrations.Migration):
    dependencies = [("strategy", "0008_measure_changes_only_grow")]

    # Going back, the table itself goes: nothing to undo.
    operations = [migrations.RunPython(record_present_measures, migrations.RunPython.noop)]
