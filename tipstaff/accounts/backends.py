"""Sign-in by password, with the agency read in the same query as the person."""

from django.contrib.auth.backends import ModelBackend

from tipstaff.accounts.models import User


class PasswordBackend(ModelBackend):
    """Permissions are not asked here: `accounts.permissions` alone answers them."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("agency").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) and user.locked_at is None else None
