"""The sign-in form: one message whatever was wrong."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.forms import CharField, PasswordInput, TextInput

from tipstaff.accounts import services


class SignInForm(AuthenticationForm):
    """Paste and password managers work; nothing tells an unknown name from a wrong password or a locked account."""

    username = UsernameField(label="Name", widget=TextInput(attrs={"autocomplete": "username"}))
    password = CharField(
        label="Password", strip=False, widget=PasswordInput(attrs={"autocomplete": "current-password"})
    )
    refused = (
        "That did not let you in: the name or the password is wrong, or the account is locked after "
        f"{services.TRIES} wrong tries. Whoever looks after accounts at your agency can release it."
    )

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if self.request is not None and username and password:
            self.user_cache = services.sign_in_check(self.request, username, password)
            if self.user_cache is None:
                raise ValidationError(self.refused, code="refused")
        return self.cleaned_data
