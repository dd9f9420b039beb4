"""The words of explanations: short, dated, and about facts. No sentence says that anybody is guilty (SORNA-GEN-2)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]

BASIS = {
    "last_verification": "last full appearance",
    "registered_on": "first registration",
    "release_or_sentence": "release or sentence",
    "event_date": "the event",
    "lodging_trigger": "the stay became reportable",
    "departs_on": "departure",
    "died_on": "death",
    "last_day": "last day of the duty",
    "registration": "tier on file",
    "convictions": "convictions on file",
    "initial_incarcerated": "release from imprisonment",
    "initial_nonincarcerated": "sentence",
    "initial_federal_military": "entry to reside after federal or military custody",
    "initial_foreign": "entry to the United States",
    "enter_to_reside": "entry to reside",
}
MISSING = {
    "convictions": "the convictions",
    "registration": "an open registration",
    "registered_on": "the day of first registration",
    "initial_event": "what started the duty to register there",
    "last_verification": "the last appearance",
    "verification:fullness": "whether identity, photograph and all fields were checked at the last appearance",
    "tier": "a tier that is certain",
    "coverage": "whether the offence is a sex offense under the Act",
    "release_date": "the day of release or sentence",
    "local_period": "the period under this jurisdiction's own law",
    "address:transient": "whether the person has a fixed place",
    "date_of_birth": "the date of birth",
    "in_person": "whether it was reported in person",
    "planned_days": "the length of the stay that was planned",
    "actual_days": "the days stayed",
    "mechanism": "what the jurisdiction directed where it could not take the report",
    "event": "what kind of event it was",
    "departs_on": "the day of departure",
}
REPORTED = {
    "residence": "A change of residence",
    "name": "A change of name",
    "employment": "A change of work",
    "school": "A change of school",
    "vehicle": "A change of vehicle",
    "remote_identifier": "A change of e-mail address, telephone or handle",
    "temporary_lodging": "A stay away from home",
    "departure": "A departure",
    "termination": "An end of work or school",
    "travel": "Travel abroad",
}
FLAG = {
    "BEFORE_DUTY": "It happened before the duty began.",
    "COVERAGE_OPEN": "For one conviction it is open whether the Act covers it.",
    "DECEASED": "The person has died.",
    "EXCEPTION_REVIEW": "It was told at once when it became known: a person decides on an exception.",
    "FEDERAL_PERIOD_EXPIRED": "The federal period has ended.",
    "INITIAL_EVENT_NOT_RECORDED": "What started the duty is not on file, so whether it was in time cannot be told.",
    "KNOWN_AFTER_DUE": "The person learned of the journey only after that date.",
    "LOCAL_LAW_NOT_REVIEWED": "Only the federal floor is loaded for this jurisdiction; its own law may ask for more.",
    "LOCAL_PERIOD_EXPIRED": "The period under this jurisdiction's law has ended.",
    "NOT_COVERED": "No conviction on file is a sex offense under the federal Act; local law may reach further.",
    "NOT_IN_PERSON": "It was reported, but not in person as the law asks.",
    "NOT_STARTED": "The person is still imprisoned for the offence.",
    "NO_MECHANISM": "The jurisdiction had no way to take the report.",
    "REPORTED_AFTER_DEPARTURE": "It was told on or after the day of departure.",
    "TIER_AS_COMPUTED": "No tier is on file; it follows from the convictions.",
    "TIER_AS_RECORDED": "The tier is the one on file; the convictions do not allow a check.",
    "TIER_REVIEW": "A lawyer should look at the tier: the tables of offences differ, or a fact is open.",
    "UNMET_A": "A felony conviction has ended the clean record.",
    "UNMET_B": "A sex-offense conviction has ended the clean record.",
    "UNMET_C": "Completed supervision is not shown.",
    "UNMET_CLOCK": "The clean years are not complete.",
    "UNMET_D": "Completed, certified treatment is not shown.",
    "UNMET_FULL_PERIOD_ENDS_FIRST": "The full period ends first.",
    "UNMET_NOT_AVAILABLE": "No reduction is offered.",
}


def day(on: date | None) -> str:
    return f"{on:%b} {on.day}, {on.year}" if on else "a day not on file"


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def basis(name: str) -> str:
    return BASIS.get(name) or name.replace("_", " ")


def missing(word: str) -> str:
    if word.startswith("jurisdiction:"):
        return f"a jurisdiction with the code {word.removeprefix('jurisdiction:')}, which the lawbook does not have"
    return MISSING.get(word) or word.replace("_", " ")


def due_label(duty: str) -> str:
    return {"duration": "Last day of the duty", "reduction": "Earliest end"}.get(duty, "Due by")


def flag(name: str, row: Row) -> str:
    if name == "CUSTODY_READING":
        return _readings(row)
    if name == "TIER_CONTRADICTED":
        return _two_tiers(row)
    return FLAG.get(name) or name.replace("_", " ").capitalize() + "."


def standing(row: Row) -> str:
    """How the duty stands, in one sentence."""
    if row["status"] == "unknown":
        return f"{_NAMES.get(row['duty'], 'This duty')} cannot be judged on what is on file."
    if row["status"] == "not_required":
        return f"{_NAMES.get(row['duty'], 'This duty')}: nothing is required{_since(row)}."
    return _SENTENCES.get(row["duty"], _report)(row)


def ahead(row: Row) -> str:
    """What is due on the row's date, for a calendar."""
    if row["duty"] == "verification":
        return "Appearance in person"
    if row["duty"] == "duration":
        return "Last day of the duty to register"
    if row["duty"] == "reduction":
        return "Clean record complete at the earliest"
    return f"{REPORTED.get(row['duty'], 'Registration')}: report by this day"


_NAMES = {
    "registration": "Initial registration",
    "tier": "The tier",
    "duration": "The duration of the duty",
    "reduction": "A reduction for a clean record",
    "verification": "The appearance in person",
    "information": "The information on file",
} | REPORTED


def _since(row: Row) -> str:
    return f" since {day(row['since_on'])}" if row.get("since_on") else ""


def _counted(row: Row) -> str:
    if not row.get("basis_on"):
        return ""
    return f", {row['interval']} after the {basis(row['basis'])} of {day(row['basis_on'])}"


def _verification(row: Row) -> str:
    due, status = day(row["due_on"]), row["status"]
    if status == "suspended":
        return f"No appearance is due while the person is in custody{_since(row)}."
    if row["rule"] == "SORNA-VER-6":
        counted = ", three business days after release, because the date fell in custody"
    elif row["rule"] == "SORNA-VER-2":
        counted = f", by the jurisdiction's schedule; the last appearance was on {day(row['basis_on'])}"
    else:
        counted = _counted(row)
    if status == "overdue":
        closed = row.get("grace_through_on") and row["grace_through_on"] != row["due_on"]
        grace = f"; the office was closed, so it could be made up to {day(row['grace_through_on'])}" if closed else ""
        return f"An appearance in person was due by {due}{counted}{grace}. Nothing on file shows it."
    return f"The next appearance in person is due by {due}{counted}."


def _registration(row: Row) -> str:
    status = row["status"]
    if status in ("met", "late") and row.get("due_on"):
        when = "in time" if status == "met" else "after that day"
        return f"Registration was due by {day(row['due_on'])}; it was done {when}, on {day(row['since_on'])}."
    if status == "met":
        return f"Registered on {day(row['since_on'])}."
    if status == "overdue":
        return f"Registration was due by {day(row['due_on'])}. Nothing on file shows it."
    return f"Registration is due by {day(row['due_on'])}."


def _tier(row: Row) -> str:
    if row["status"] == "contradicted":
        return f"The facts do not agree on the tier: {row['interval']}."
    return f"Tier {row['tier']}."


def _duration(row: Row) -> str:
    start = day(row.get("basis_on"))
    if row["status"] == "suspended":
        if "NOT_STARTED" in (row.get("flags") or ""):
            return "The period has not begun."
        return f"The period stands still{_since(row)}: the person is in custody, and no last day can be stated."
    if row.get("interval") == "life":
        return f"The duty began on {start} and is for life."
    return f"The duty began on {start} and lasts through {day(row['due_on'])}."


def _reduction(row: Row) -> str:
    if row["status"] == "proposed":
        return f"The conditions of a reduction appear to be met since {day(row['due_on'])}; an officer decides."
    if row.get("due_on"):
        return f"A reduction is possible from {day(row['due_on'])} if the record stays clean."
    return "A reduction is possible once its conditions are met."


def _information(row: Row) -> str:
    return "All the information that the Act lists is on file." if row["status"] == "met" else (
        "Information that the law requires is not on file."
    )  # fmt: skip


def _report(row: Row) -> str:
    what, due, status = REPORTED.get(row["duty"], "An event"), day(row["due_on"]), row["status"]
    on = f" ({basis(row['basis'])}: {day(row['basis_on'])})" if row.get("basis_on") else ""
    if status == "met":
        return f"{what}{on} was to be told by {due}; it was told in time, on {day(row['since_on'])}."
    if status == "late":
        return f"{what}{on} was to be told by {due}; it was told on {day(row['since_on'])}."
    if status == "overdue":
        return f"{what}{on} was to be told by {due}. Nothing on file shows that it was."
    return f"{what}{on} is to be told by {due}."


def _readings(row: Row) -> str:
    lead = "Whether the federal duty is over turns on how time in custody is read (SORNA-DUR-4)"
    if row["duty"] != "duration":
        return f"{lead}; counsel should see it before any referral."
    dates = [
        day(row[name]) if row.get(name) else "no day that can be stated yet" for name in ("due_on", "grace_through_on")
    ]
    return (
        f"{lead}: the last day is {dates[0]} under one reading and {dates[1]} under the other; counsel should see it."
    )


def _two_tiers(row: Row) -> str:
    if row["duty"] == "verification" and row["status"] == "unknown" and row.get("grace_through_on"):
        return (
            f"The tiers on file and by the convictions differ: due by {day(row['due_on'])} under the higher, "
            f"by {day(row['grace_through_on'])} under the lower."
        )
    return "The tiers on file and by the convictions differ; an officer should settle which is right."


_SENTENCES: dict[str, Callable[[Row], str]] = {
    "verification": _verification,
    "registration": _registration,
    "tier": _tier,
    "duration": _duration,
    "reduction": _reduction,
    "information": _information,
}
