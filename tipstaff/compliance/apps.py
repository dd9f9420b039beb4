from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "tipstaff.compliance"
    default_auto_field = "django.db.models.BigAutoField"
