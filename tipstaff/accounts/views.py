"""Sign in and out, and change one's password."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy

from tipstaff.accounts import services
from tipstaff.accounts.forms import SignInForm
from tipstaff.accounts.permissions import public, signed_in
from tipstaff.audit import services as audit


class SignIn(auth.LoginView):
    """The use notice stands on this page, and pressing the button acknowledges it (security rule I8)."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        with transaction.atomic():
            response = super().form_valid(form)  # begins a session under a new id
            services.signed_in_record(self.request, user)
        return response


class SignOut(auth.LogoutView):
    """Ends the session on the server; the old cookie opens nothing any more."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]  # as untyped as its parent
        with transaction.atomic():
            if request.user.is_authenticated:
                audit.record("accounts.sign_out.done", request.user, by=request.user)
            return super().post(request, *args, **kwargs)


class PasswordChange(auth.PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            audit.record("accounts.password.changed", form.user, by=form.user)
        messages.success(self.request, "Your password is changed. Your sessions on other machines have ended.")
        return response


sign_in = public("one cannot be signed in before signing in")(SignIn.as_view())
sign_out = public("signing out twice is no error")(SignOut.as_view())
password_change = signed_in(PasswordChange.as_view())
