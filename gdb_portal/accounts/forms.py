"""What people type into account pages."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .enums import Farewell, LockReason
from .models import User
from .pseudonyms import MAXIMUM, MINIMUM, clean_pseudonym

PSEUDONYM_HINT: Final = _(
    "Unter diesem Namen erscheinen Ihre Beiträge. Er muss nicht Ihr wirklicher Name sein."
)
NEW_PASSWORD_HINT: Final = _(
    "Mindestens 10 Zeichen. Am besten drei oder vier Wörter, die nichts miteinander zu tun haben."
)
# Nobody reads and fills in the form faster; programs do.
SHORTEST_SECONDS: Final = 2
_signer = TimestampSigner(salt="sign-up form")


class PseudonymField(forms.CharField):
    """A pseudonym nobody has and no office could have."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Pseudonym"),
            help_text=PSEUDONYM_HINT,
            min_length=MINIMUM,
            max_length=MAXIMUM,
            **kwargs,
        )
        self.widget.attrs["autocomplete"] = "nickname"
        self.person: User | None = None

    def clean(self, value: str) -> str:
        name = clean_pseudonym(super().clean(value))
        user = User(pk=self.person.pk if self.person else None, pseudonym=name)
        # Known to the database: else one's own name would count as somebody else's.
        user._state.adding = self.person is None
        constraint = next(c for c in User._meta.constraints if c.name == "pseudonym_is_unique")
        constraint.validate(User, user)
        return name


class SignupForm(forms.Form):
    """What our sign-up asks beyond allauth's own form (ACCOUNT_SIGNUP_FORM_CLASS)."""

    field_order = ["pseudonym", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pseudonym"] = PseudonymField()
        self.fields["shown_at"] = forms.CharField(
            widget=forms.HiddenInput, initial=lambda: _signer.sign("shown"), required=False
        )

    def clean_shown_at(self) -> str:
        value = self.cleaned_data["shown_at"]
        try:
            _signer.unsign(value)
        except BadSignature:
            raise ValidationError(_("Bitte laden Sie die Seite neu.")) from None
        try:
            _signer.unsign(value, max_age=SHORTEST_SECONDS)
        except BadSignature:
            return value
        # The next try with the same form comes later and passes: nobody is locked out.
        raise ValidationError(
            _("Das ging sehr schnell. Bitte senden Sie das Formular noch einmal.")
        )

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Nothing more: the adapter has saved the pseudonym with the account."""


class ChangePseudonymForm(forms.Form):
    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = PseudonymField()
        field.person = person
        self.fields["pseudonym"] = field


class ClaimForm(forms.Form):
    """What makes a guest's account one that can be signed in to."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        field = PseudonymField()
        field.person = person
        self.fields["pseudonym"] = field
        self.fields["password"] = forms.CharField(
            label=_("Passwort"),
            strip=False,
            help_text=NEW_PASSWORD_HINT,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password"):
            pseudonym = cleaned.get("pseudonym", self.person.pseudonym)
            person = User(email=self.person.email, pseudonym=pseudonym)
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned


class DeleteAccountForm(forms.Form):
    farewell = forms.TypedChoiceField(
        label=_("Was soll mit Ihren Beiträgen geschehen?"),
        choices=Farewell.choices,
        coerce=Farewell,
        widget=forms.RadioSelect,
    )
    confirmed = forms.BooleanField(
        label=_("Ja, mein Konto soll endgültig gelöscht werden."),
        error_messages={
            "required": _("Bitte bestätigen Sie, dass das Konto gelöscht werden soll.")
        },
    )


class LockForm(forms.Form):
    """Why an account is locked: a reason for the record, an explanation for the person."""

    reason = forms.ChoiceField(
        label=_("Grund"),
        choices=[("", _("Bitte wählen")), *LockReason.choices],
        error_messages={"required": _("Wählen Sie den Grund.")},
    )
    explanation = forms.CharField(
        label=_("Begründung für die Person"),
        help_text=_("Was ist geschehen? Die Person bekommt diesen Text per Mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=15,
        max_length=2000,
        error_messages={
            "required": _("Ohne Begründung wird kein Konto gesperrt."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )


class PersonSearchForm(forms.Form):
    q = forms.CharField(
        label=_("E-Mail-Adresse oder Pseudonym"),
        required=False,
        max_length=254,
        help_text=_("Die E-Mail-Adresse bitte vollständig, vom Pseudonym genügt ein Teil."),
    )
