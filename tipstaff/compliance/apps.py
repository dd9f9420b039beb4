from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "tipstaff.compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Findings follow the record: the registry tells this room of every change (docs/decisions/0008)."""
        from tipstaff.compliance.tasks import people_changed
        from tipstaff.registry.changed import on_person_changed

        on_person_changed.append(people_changed)
