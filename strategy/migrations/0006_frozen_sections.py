"""The database itself refuses to change what a released version froze."""

from django.db import migrations

GUARD = """
CREATE FUNCTION strategy_refuse_change_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (
            SELECT 1 FROM strategy_strategyversion
            WHERE id = NEW.version_id AND released_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'A released version takes no further section.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A frozen section is neither changed nor removed.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER strategy_section_is_frozen
    BEFORE INSERT OR UPDATE OR DELETE ON strategy_section
    FOR EACH ROW EXECUTE FUNCTION strategy_refuse_change_of_section();

CREATE FUNCTION strategy_refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE'
        AND NEW.number = OLD.number
        AND NEW.title = OLD.title
        AND NEW.note = OLD.note
        AND NEW.is_demonstration = OLD.is_demonstration
        AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at
        AND (
            OLD.status NOT IN ('adopted', 'superseded')
            OR ROW(NEW.adopted_on, NEW.adopted_by, NEW.resolution, NEW.resolution_url)
                IS NOT DISTINCT FROM
                ROW(OLD.adopted_on, OLD.adopted_by, OLD.resolution, OLD.resolution_url)
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Of a released version only the standing may change.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER strategy_version_is_frozen
    BEFORE UPDATE OR DELETE ON strategy_strategyversion
    FOR EACH ROW EXECUTE FUNCTION strategy_refuse_change_of_version();
"""
UNGUARD = """
DROP TRIGGER strategy_version_is_frozen ON strategy_strategyversion;
DROP FUNCTION strategy_refuse_change_of_version();
DROP TRIGGER strategy_section_is_frozen ON strategy_section;
DROP FUNCTION strategy_refuse_change_of_section();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0005_strategy_version")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
