from django.conf import settings
from django.urls import path

from tipstaff.web import trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("trail/", trail.trail, name="trail"),
    path("trail/review/", trail.trail_review, name="trail-review"),
    path("healthz", views.health, name="health"),
]
if settings.LOCAL:
    from tipstaff.web import guide

    urlpatterns.append(path("style-guide/", guide.style_guide, name="style-guide"))
