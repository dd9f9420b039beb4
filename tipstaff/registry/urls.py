from django.urls import URLPattern, path

from tipstaff.registry.views import exports, facts, imports, people

urlpatterns: list[URLPattern] = [
    path("people/", people.person_search, name="person-search"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/<int:pk>/verification/", facts.verification_new, name="verification-record"),
    path("people/<int:pk>/<slug:sheet>/add/", facts.fact_add, name="fact-add"),
    path("people/<int:pk>/<slug:sheet>/<int:fact>/correct/", facts.fact_correct, name="fact-correct"),
    path("people/<int:pk>/<slug:sheet>/<int:fact>/withdraw/", facts.fact_withdraw_page, name="fact-withdraw"),
    path("import/", imports.import_list, name="import-list"),
    path("import/new/", imports.import_new, name="import-new"),
    path("import/<int:pk>/", imports.import_detail, name="import-detail"),
    path("import/<int:pk>/progress/", imports.import_progress, name="import-progress"),
    path("import/<int:pk>/problems.csv", imports.import_problems, name="import-problems"),
    path("import/<int:pk>/columns/", imports.import_map, name="import-map"),
    path("import/<int:pk>/check/", imports.import_check, name="import-check"),
    path("import/<int:pk>/commit/", imports.import_commit, name="import-commit"),
    path("import/<int:pk>/withdraw/", imports.import_withdraw, name="import-withdraw"),
    path("import/<int:pk>/stop/", imports.import_stop, name="import-stop"),
    path("export/", exports.export_new, name="export-new"),
    path("export/list/", exports.export_list, name="export-list"),
    path("export/<int:pk>/fetch/", exports.export_fetch, name="export-fetch"),
]
