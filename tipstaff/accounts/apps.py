from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from django.db import models


class AccountsConfig(AppConfig):
    name = "tipstaff.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """`jobs` stands below this room: its pages get the table of permissions here, and its acts their trace."""
        from tipstaff.accounts.permissions import permission_required
        from tipstaff.jobs import access, services

        access.guard_with(permission_required)
        services.on_act.append(leave_trace)


def leave_trace(action: str, subject: "models.Model", by: "models.Model | None") -> None:
    """Record an act on a job in the transaction of the act."""
    from tipstaff.audit import services as audit

    audit.record(action, subject, by=by)
