"""The database itself keeps the record of measures: rows come, none is changed or taken away."""

from django.db import migrations

# A page or an account that is deleted leaves its row behind, with an empty reference.
GUARD = """
CREATE FUNCTION strategy_measurechange_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id)
        AND (NEW.measure_id IS NULL OR NEW.measure_id = OLD.measure_id)
        AND to_jsonb(NEW) - 'by_id' - 'measure_id' = to_jsonb(OLD) - 'by_id' - 'measure_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The record of a measure is never changed.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER measurechange_only_grows BEFORE UPDATE OR DELETE ON strategy_measurechange
    FOR EACH ROW EXECUTE FUNCTION strategy_measurechange_only_grows();
"""
NO_GUARD = """
DROP TRIGGER measurechange_only_grows ON strategy_measurechange;
DROP FUNCTION strategy_measurechange_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0007_measure_changes")]

    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
