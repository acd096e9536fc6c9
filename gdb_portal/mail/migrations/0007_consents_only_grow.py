"""The database itself keeps the record of consent: what was said is never reworded."""

from django.db import migrations

# A person's rows go with the account (CASCADE); nobody else takes one away.
GUARD = """
CREATE FUNCTION mail_consent_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record of consent is never changed.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER consent_only_grows BEFORE UPDATE ON mail_consent
    FOR EACH ROW EXECUTE FUNCTION mail_consent_only_grows();
"""
NO_GUARD = """
DROP TRIGGER consent_only_grows ON mail_consent;
DROP FUNCTION mail_consent_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0006_readers_and_their_subscriptions")]

    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
