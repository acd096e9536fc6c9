"""The database itself refuses to change what a page's version froze, as it does for the strategy's."""

from django.db import migrations

GUARD_SECTION = """
CREATE OR REPLACE FUNCTION strategy_refuse_change_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (
            SELECT 1 FROM strategy_strategyversion
            WHERE id = NEW.version_id AND released_at IS NOT NULL
        ) OR EXISTS (
            SELECT 1 FROM strategy_pageversion
            WHERE id = NEW.page_version_id AND released_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'A released version takes no further section.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A frozen section is neither changed nor removed.'
        USING ERRCODE = 'restrict_violation';
END $$;
"""
GUARD_SECTION_BEFORE = """
CREATE OR REPLACE FUNCTION strategy_refuse_change_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
GUARD_PAGE_VERSION = """
CREATE FUNCTION strategy_refuse_change_of_page_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'A released version of a page is neither changed nor removed.'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER strategy_page_version_is_frozen
    BEFORE UPDATE OR DELETE ON strategy_pageversion
    FOR EACH ROW EXECUTE FUNCTION strategy_refuse_change_of_page_version();
"""
NO_GUARD_PAGE_VERSION = """
DROP TRIGGER strategy_page_version_is_frozen ON strategy_pageversion;
DROP FUNCTION strategy_refuse_change_of_page_version();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0017_page_version")]

    operations = [
        migrations.RunSQL(GUARD_SECTION, GUARD_SECTION_BEFORE),
        migrations.RunSQL(GUARD_PAGE_VERSION, NO_GUARD_PAGE_VERSION),
    ]
