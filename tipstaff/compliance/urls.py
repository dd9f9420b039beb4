from django.urls import path

from tipstaff.compliance.views import person, worklist

urlpatterns = [
    path("work-list/", worklist.work_list, name="work-list"),
    path("work-list/print/", worklist.work_list_print, name="work-list-print"),
    path("work-list/export/", worklist.work_list_export, name="work-list-export"),
    path("work-list/views/", worklist.view_save, name="view-save"),
    path("work-list/views/<int:pk>/", worklist.view_change, name="view-change"),
    path("work-list/evaluate/", worklist.evaluation_ask, name="evaluation-ask"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/status/", person.person_status, name="person-status"),
]
