"""The second factor: an app, a passkey's place, recovery codes, and what staff need."""

import datetime as dt
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.utils import timezone

from gdb_portal.accounts.services.second_factor import reset_second_factor
from gdb_portal.core.models import Event
from tests.accounts.conftest import PASSWORD, hidden_fields, is_signed_in

pytestmark = pytest.mark.django_db
ACTIVATE, AUTHENTICATE = "/konto/2fa/totp/activate/", "/konto/2fa/authenticate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def app_code(secret, at=None):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30)))


@pytest.fixture
def with_app(anna):
    TOTP.activate(anna, SECRET)
    RecoveryCodes.activate(anna)
    return anna


def test_an_app_is_set_up_and_told_by_mail(
    client, anna, sign_in, prove, post_box, django_capture_on_commit_callbacks
):
    sign_in(anna)
    prove()
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    assert secret in page.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(ACTIVATE, {"code": app_code(secret)})

    types = set(Authenticator.objects.filter(user=anna).values_list("type", flat=True))
    assert types == {"totp", "recovery_codes"}
    assert "verlangt beim Anmelden jetzt einen Code" in " ".join(
        " ".join(post_box(anna.email)).split()
    )
    assert Event.objects.of_kind("person.factor_added").count() == 2


@pytest.mark.req("S13")
def test_secrets_are_not_readable_in_the_database(with_app):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in stored
    assert (
        RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
        not in stored
    )


def test_secrets_stay_readable_after_a_key_rotation(with_app, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"

    totp = TOTP(Authenticator.objects.get(type="totp"))
    assert totp.validate_code(app_code(SECRET))


def test_without_the_code_of_the_app_nobody_gets_in(client, with_app, sign_in):
    assert sign_in(with_app).url == AUTHENTICATE
    assert not is_signed_in(client)

    client.post(AUTHENTICATE, {"code": "000000"})
    assert not is_signed_in(client)

    client.post(AUTHENTICATE, {"code": app_code(SECRET)})
    assert is_signed_in(client)


@pytest.mark.req("S13")
def test_a_code_by_mail_does_not_replace_the_second_factor(client, with_app, code_for):
    client.post("/konto/login/code/", {"email": with_app.email})

    answer = client.post("/konto/login/code/confirm/", {"code": code_for(with_app.email)})

    assert answer.url == AUTHENTICATE
    assert not is_signed_in(client)


@pytest.mark.req("S13")
def test_a_new_password_does_not_replace_the_second_factor(client, with_app, sign_in, code_for):
    client.post("/konto/password/reset/", {"email": with_app.email})
    client.post("/konto/password/reset/confirm/", {"code": code_for(with_app.email)})
    new = "Tempelhof & Feld 9"
    client.post("/konto/password/reset/complete/", {"password1": new, "password2": new})

    assert sign_in(with_app, new).url == AUTHENTICATE
    assert not is_signed_in(client)


@pytest.mark.req("S13", "F18")
def test_a_code_of_the_app_works_once(client, client_factory, with_app, sign_in):
    code = app_code(SECRET)
    sign_in(with_app)
    client.post(AUTHENTICATE, {"code": code})
    assert is_signed_in(client)

    thief = client_factory()
    sign_in(with_app, browser=thief)
    thief.post(AUTHENTICATE, {"code": code})

    assert not is_signed_in(thief)


@pytest.mark.req("S13", "F18")
def test_a_recovery_code_works_once(client, client_factory, with_app, sign_in):
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    sign_in(with_app)
    client.post(AUTHENTICATE, {"code": code})
    assert is_signed_in(client)

    thief = client_factory()
    sign_in(with_app, browser=thief)
    thief.post(AUTHENTICATE, {"code": code})

    assert not is_signed_in(thief)


@pytest.mark.req("S10")
def test_guessing_the_second_factor_is_slowed_down(client, with_app, sign_in):
    sign_in(with_app)

    statuses = [client.post(AUTHENTICATE, {"code": "000000"}).status_code for _ in range(41)]

    assert statuses[-1] == 429


@pytest.mark.req("S15")
def test_taking_a_factor_away_wants_a_fresh_proof(client, with_app):
    client.force_login(with_app)

    answer = client.post("/konto/2fa/totp/deactivate/")

    assert "/reauthenticate/" in answer.url
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_lost_factor_is_reset_by_the_administration_and_told(
    client, with_app, administrator, post_box
):
    client.force_login(with_app)

    reset_second_factor(with_app, by=administrator)

    assert not Authenticator.objects.filter(user=with_app).exists()
    assert client.get("/konto/").status_code == 302
    assert "zurückgesetzt" in post_box(with_app.email)[-1]


def test_a_passkey_can_be_added_where_the_browser_is_asked_for_it(client, anna, sign_in, prove):
    sign_in(anna)
    prove()

    page = client.get("/konto/2fa/webauthn/add/")

    assert page.status_code == 200
    assert page.context["js_data"]["creation_options"]["publicKey"]["user"]["name"]
    assert page.context["js_data"]["creation_options"]["publicKey"]["rp"]["id"] == "testserver"


@pytest.mark.req("S33")
@pytest.mark.parametrize("credential", ["", "{}", "null", "[1]", '{"id": 1}', "\x00", "quatsch"])
def test_a_broken_passkey_is_refused_without_an_error_page(
    client, anna, sign_in, prove, credential
):
    sign_in(anna)
    prove()
    client.get("/konto/2fa/webauthn/add/")

    answer = client.post("/konto/2fa/webauthn/add/", {"name": "x", "credential": credential})

    assert answer.status_code < 500
    assert not Authenticator.objects.exists()


@pytest.mark.req("S33")
@pytest.mark.parametrize("credential", ["", "{}", "null", "[1]", '{"id": 1}', "\x00", "quatsch"])
def test_a_broken_passkey_signs_nobody_in(client, credential, db):
    client.get("/konto/2fa/webauthn/login/")

    answer = client.post("/konto/2fa/webauthn/login/", {"credential": credential})

    assert answer.status_code < 500
    assert not is_signed_in(client)


# -- Staff --------------------------------------------------------------------------------------


@pytest.fixture
def required(settings):
    settings.GDB_STAFF_MFA = "required"


@pytest.mark.req("S13")
@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/account/"])
def test_staff_without_a_second_factor_are_led_to_setting_one_up(
    client, required, mo, sign_in, path
):
    sign_in(mo)

    answer = client.get(path)

    assert answer.url == "/konto/2fa/"
    assert "brauchen Sie einen zweiten Faktor" in client.get(answer.url).content.decode()


@pytest.mark.req("S13")
def test_staff_get_in_once_they_have_set_one_up(client, required, mo, sign_in, prove):
    sign_in(mo)
    prove()
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": app_code(secret)})

    assert client.get("/cms/").status_code == 200


@pytest.mark.req("S13")
def test_recovery_codes_alone_are_no_second_factor(client, required, mo, sign_in):
    RecoveryCodes.activate(mo)
    client.force_login(mo)

    assert client.get("/cms/").url == "/konto/2fa/"


@pytest.mark.req("S13")
def test_a_post_to_the_cms_is_stopped_too(client, required, mo, administrator):
    client.force_login(administrator)

    answer = client.post(f"/cms/personen/{mo.pk}/rolle/", {"role": "moderator", "action": "revoke"})

    assert answer.url == "/konto/2fa/"
    assert mo.groups.filter(name="moderator").exists()


def test_where_it_is_optional_staff_get_in_without(client, settings, mo):
    settings.GDB_STAFF_MFA = "optional"
    client.force_login(mo)

    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/personen/"])
def test_the_cms_is_closed_to_citizens(client, anna, path):
    client.force_login(anna)

    assert client.get(path).status_code == 403


def test_strangers_are_led_to_the_login_and_on_to_where_they_wanted(client, mo):
    answer = client.get("/cms/", follow=True)

    assert answer.request["PATH_INFO"] == "/konto/login/"
    assert hidden_fields(answer)["next"] == "/cms/"


@pytest.mark.req("S14")
def test_a_session_of_staff_ends_after_an_hour_without_work(client, mo, sign_in):
    sign_in(mo)
    assert client.get("/cms/").status_code == 200
    now = timezone.now()

    with time_machine.travel(now + dt.timedelta(minutes=50)):
        assert client.get("/cms/").status_code == 200
    with time_machine.travel(now + dt.timedelta(minutes=105)):
        assert client.get("/cms/").status_code == 200
    with time_machine.travel(now + dt.timedelta(minutes=170)):
        assert client.get("/cms/").url == "/konto/login/"
        assert not is_signed_in(client)


@pytest.mark.req("S14")
def test_a_session_of_staff_ends_after_twelve_hours_of_work(client, mo, sign_in):
    sign_in(mo)
    now = timezone.now()
    for minutes in range(0, 12 * 60, 50):
        with time_machine.travel(now + dt.timedelta(minutes=minutes)):
            assert client.get("/cms/").status_code == 200

    with time_machine.travel(now + dt.timedelta(hours=12, minutes=1)):
        assert client.get("/cms/").url == "/konto/login/"


@pytest.mark.req("S10")
@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/"])
def test_the_cms_has_no_doors_of_its_own(client, path):
    for answer in (
        client.get(path, follow=True),
        client.post(path, {"username": "x", "password": PASSWORD}, follow=True),
    ):
        assert re.match(r"/konto/(login|password/reset)/", answer.request["PATH_INFO"])
