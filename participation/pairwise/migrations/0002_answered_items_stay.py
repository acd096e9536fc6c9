"""The database itself refuses to change what somebody has compared."""

from django.db import migrations

# Waits for answers that are being given: they hold the comparison, and are seen once they are there.
GUARD = """
CREATE FUNCTION pairwise_refuse_change_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    compared bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.comparison_id ELSE OLD.comparison_id END;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM pairwise_comparison WHERE id = compared FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM pairwise_comparisonsheet WHERE comparison_id = compared) THEN
        RAISE EXCEPTION 'A comparison that was answered keeps its items.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER pairwise_answered_item_stays
    BEFORE INSERT OR UPDATE OR DELETE ON pairwise_comparisonitem
    FOR EACH ROW EXECUTE FUNCTION pairwise_refuse_change_of_item();

CREATE FUNCTION pairwise_refuse_change_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pairwise_comparisonsheet WHERE comparison_id = OLD.id) THEN
        RAISE EXCEPTION 'A comparison that was answered keeps its question, topic and seed.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pairwise_answered_question_stays
    BEFORE UPDATE ON pairwise_comparison
    FOR EACH ROW
    WHEN ((OLD.title, OLD.topic_id, OLD.seed) IS DISTINCT FROM (NEW.title, NEW.topic_id, NEW.seed))
    EXECUTE FUNCTION pairwise_refuse_change_of_question();
"""
UNGUARD = """
DROP TRIGGER pairwise_answered_question_stays ON pairwise_comparison;
DROP FUNCTION pairwise_refuse_change_of_question();
DROP TRIGGER pairwise_answered_item_stays ON pairwise_comparisonitem;
DROP FUNCTION pairwise_refuse_change_of_item();
"""


class Migration(migrations.Migration):
    dependencies = [("pairwise", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
