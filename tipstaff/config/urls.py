from django.urls import include, path

urlpatterns = [
    path("", include("tipstaff.web.urls")),
    path("", include("tipstaff.accounts.urls")),
    path("", include("tipstaff.compliance.urls")),
    path("registry/", include("tipstaff.registry.urls")),
    path("jobs/", include("tipstaff.jobs.urls")),
]

handler400 = "tipstaff.web.errors.bad_request"
handler403 = "tipstaff.web.errors.forbidden"
handler404 = "tipstaff.web.errors.not_found"
handler500 = "tipstaff.web.errors.failed"
