from django.urls import include, path

urlpatterns = [
    path("", include("tipstaff.web.urls")),
    path("", include("tipstaff.accounts.urls")),
    path("", include("tipstaff.compliance.urls")),
    path("registry/", include("tipstaff.registry.urls")),
    path("jobs/", include("tipstaff.jobs.urls")),
]
