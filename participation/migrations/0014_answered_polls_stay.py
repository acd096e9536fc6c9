"""The database itself refuses to change a question that somebody has answered."""

from django.db import migrations

# Waits for answers that are being given: they hold the poll, and are seen once they are there.
GUARD = """
CREATE FUNCTION participation_refuse_change_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked integer := CASE WHEN TG_OP = 'INSERT' THEN NEW.poll_id ELSE OLD.poll_id END;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM participation_poll WHERE id = asked FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM participation_pollsheet WHERE poll_id = asked) THEN
        RAISE EXCEPTION 'A poll that was answered keeps its questions.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER participation_answered_question_stays
    BEFORE INSERT OR UPDATE OR DELETE ON participation_pollquestion
    FOR EACH ROW EXECUTE FUNCTION participation_refuse_change_of_question();
"""
UNGUARD = """
DROP TRIGGER participation_answered_question_stays ON participation_pollquestion;
DROP FUNCTION participation_refuse_change_of_question();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0013_poll")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
