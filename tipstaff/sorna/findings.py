"""What the law kernel says: one row for each person, track and duty that bears on the person.

`track` is "federal" or the code of a jurisdiction that registers the person (SORNA-GEN-1). A finding is never a
verdict (SORNA-GEN-2): it says how a duty stands on the facts given, and which facts and dates made it so.
"""

import polars as pl

# How a duty stands, most urgent first. The order is the order of every work list.
STATUSES = (
    "overdue",  # the date and its grace are past and nothing shows compliance
    "contradicted",  # facts on file disagree with one another: tier as set against tier as computed
    "unknown",  # cannot be judged; `missing` names what is needed
    "incomplete",  # information that the law requires is not on file; `missing` names it
    "due_soon",  # due within the lawbook's warning days
    "late",  # done, after its date
    "proposed",  # a reduction may be granted: an officer decides (SORNA-RED-8)
    "current",  # nothing to do before `due_on`
    "met",  # done in time
    "suspended",  # in custody (SORNA-VER-6)
    "not_required",  # not covered, period over, or dead
)

# Duties, in the order in which a person page shows them.
DUTIES = (
    "registration",  # initial registration, SORNA-INIT
    "tier",  # what tier, and whether the facts agree, SORNA-TIER
    "duration",  # how long: `since_on` start, `due_on` last day, SORNA-DUR
    "reduction",  # clean record, SORNA-RED
    "verification",  # periodic appearance in person, SORNA-VER
    "residence", "name", "employment", "school",  # in person within three business days, SORNA-CHG-1
    "vehicle", "remote_identifier", "temporary_lodging",  # not in person, SORNA-VEH/RCI/LODG
    "departure", "termination",  # before the event, SORNA-DEP
    "travel",  # 21 days before departure, SORNA-TRAV
    "information",  # what must be on file, SORNA-INFO, section 7
)  # fmt: skip

STATUS = pl.Enum(STATUSES)
DUTY = pl.Enum(DUTIES)

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "person": pl.UInt32,
    "track": pl.Categorical(),
    "duty": DUTY,
    "subject": pl.String,  # which event or journey, where a duty can arise more than once; "" otherwise
    "status": STATUS,
    "due_on": pl.Date,  # the legal date, which no closed day moves (SORNA-VER-5)
    # Overdue only after this day. Where two dates must be shown, the other one: for a duration flagged CUSTODY_READING
    # the last day under the other reading, for an appearance that is unknown the date in the mildest case.
    "grace_through_on": pl.Date,
    "since_on": pl.Date,  # the day from which it has stood like this; null if it cannot be told
    "rule": pl.Categorical(),  # the rule that decided, such as SORNA-VER-2; citation and sentence are in `rules`
    "basis": pl.Categorical(),  # which fact the date is counted from: last_verification, release_date, event_date …
    "basis_on": pl.Date,  # that fact's date
    "tier": pl.Categorical(),  # the tier used, null if none could be
    "interval": pl.Categorical(),  # the length used, such as "6 months", "3 business days", "15 years"
    "missing": pl.Categorical(),  # what is needed to judge or to complete, words joined with ";"; null if nothing
    "flags": pl.Categorical(),  # codes joined with ";", sorted; null if none
}
KEY = ("person", "track", "duty", "subject")


def urgency(status: str) -> int:
    """Place in a work list, 0 first."""
    return STATUSES.index(status)
