from typing import Any

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tipstaff.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        connection_created.connect(lend_hash, dispatch_uid="tipstaff.audit.lend_hash")


def lend_hash(connection: Any, **kwargs: Any) -> None:
    """SQLite's trigger calls a function of ours (`guards.sqlite`)."""
    from tipstaff.audit.guards import sqlite

    if connection.vendor == "sqlite":
        sqlite.lend_hash(connection)
