"""How long the work list takes at the server, whole pages through all middleware: `script/bench worklist [PEOPLE]`.

The filters are those that people use; 100,000 people in SQLite unless told otherwise.
"""

import statistics
import time

import rig
from django.conf import settings
from django.test import Client, override_settings

from tipstaff.compliance.models import WorkItem
from tipstaff.compliance.services import evaluate_all

TIMES = 40
people = rig.people_wanted()
agency, user = rig.registry(people)
evaluate_all(agency, because="bench", as_of=rig.AS_OF)
named = WorkItem.objects.exclude(officer="").values_list("officer", flat=True).first() or ""
family = WorkItem.objects.order_by("pk").values_list("family_name", flat=True)[1000]

ASKED = {
    "everybody": {},
    "overdue": {"status": "overdue"},
    "verification, tier III": {"duty": "verification", "tier": "III"},
    "one officer": {"officer": named},
    "a name": {"q": family},
    "overdue for 90 days, by name": {"status": "overdue", "lapse": "90", "sort": "name"},
    "federal law, by due date": {"track": "federal", "sort": "due"},
    "by officer, page 20": {"sort": "officer", "page": "20"},
}

client = Client()
client.force_login(user)
plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=plain):
    for name, query in ASKED.items():
        taken = []
        for _ in range(TIMES):
            started = time.perf_counter()
            answer = client.get("/work-list/", {"sort": "urgency", **query})
            taken.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, answer.status_code
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(f"{name}: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms")
