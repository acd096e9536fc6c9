"""allauth's forms in our words: German labels and hints, no placeholders."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .forms import NEW_PASSWORD_HINT, PSEUDONYM_HINT
from .models import User

_LABELS: Final[dict[str, Any]] = {
    "login": _("E-Mail-Adresse"),
    "email": _("E-Mail-Adresse"),
    "password": _("Passwort"),
    "password1": _("Passwort"),
    "password2": _("Passwort noch einmal"),
    "oldpassword": _("Jetziges Passwort"),
    "code": _("Code"),
    "name": _("Name des Passkeys"),
    "passwordless": _("Auch ohne Passwort anmelden"),
}
_HINTS: Final[dict[str, Any]] = {
    "pseudonym": PSEUDONYM_HINT,
    "passwordless": _(
        "Dann genügt der Passkey allein. Das Gerät muss Sie dabei erkennen, etwa am Fingerabdruck."
    ),
    "name": _("Zum Beispiel „Diensthandy“. Nur Sie sehen ihn."),
}
_NEW_ADDRESS_HINT: Final = _("Dorthin schicken wir Ihnen einen Code. Niemand sonst sieht sie.")


class InOurWords:
    """Base of the forms below; stands left of allauth's class."""

    new_password = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HINTS.get(name, "")
            if name == "code":
                field.widget.attrs["autocomplete"] = "one-time-code"
        if self.new_password:
            self.fields["password1"].help_text = NEW_PASSWORD_HINT  # type: ignore[attr-defined]


class LoginForm(InOurWords, account.LoginForm):
    pass


class SignupForm(InOurWords, account.SignupForm):
    new_password = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _NEW_ADDRESS_HINT
        # Hidden by its surroundings in the template: a style attribute would offend the policy.
        self.fields["phone_no"].widget.attrs.pop("style", None)
        self.fields["phone_no"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """allauth compares the password with the address; the pseudonym is public, too."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("password1") and cleaned.get("pseudonym"):
            person = User(pseudonym=cleaned["pseudonym"])
            try:
                validate_password(cleaned["password1"], person)
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        return cleaned


class ChangeEmailForm(InOurWords, account.ChangeEmailForm):
    pass


class AddEmailForm(InOurWords, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Neue E-Mail-Adresse")
        self.fields["email"].help_text = _NEW_ADDRESS_HINT


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    new_password = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password2"].label = _("Neues Passwort noch einmal")


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    new_password = True


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    new_password = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Neues Passwort")


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(InOurWords, account.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    pass


class SecondFactorReauthenticateForm(InOurWords, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    pass


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        with _refusing_what_no_browser_sends():
            return super().clean()


class AuthenticateWebAuthnForm(InOurWords, webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _refusing_what_no_browser_sends():
            return super().clean_credential()


class LoginWebAuthnForm(InOurWords, webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _refusing_what_no_browser_sends():
            return super().clean_credential()


class ReauthenticateWebAuthnForm(InOurWords, webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _refusing_what_no_browser_sends():
            return super().clean_credential()


@contextlib.contextmanager
def _refusing_what_no_browser_sends() -> Iterator[None]:
    """allauth reads the answer of a passkey as if only browsers could write it."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValidationError(_("Der Passkey wurde nicht erkannt.")) from None


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    pass
