from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tipstaff.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The pages of `jobs`, a room below this one, are guarded by the same table as all others."""
        from tipstaff.accounts.permissions import permission_required
        from tipstaff.jobs.access import guard_with

        guard_with(permission_required)
