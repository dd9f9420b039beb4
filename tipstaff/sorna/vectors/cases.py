"""Vectors of the kinds asked of one case at a time: `ftr` (18 U.S.C. 2250) and `jurisdiction`."""

from collections.abc import Callable
from typing import Any

from tipstaff.sorna import ftr, where
from tipstaff.sorna.case import (
    Conviction,
    Defence,
    Failure,
    IndianCountryEvent,
    Journey,
    Knowledge,
    Matrix,
    Period,
    RegistrationCase,
    TravelCase,
)
from tipstaff.sorna.casebook import failure_law, where_law
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.publish import publish
from tipstaff.sorna.vectors.dates import due_after
from tipstaff.sorna.vectors.fields import BadInput, Fields

Result = dict[str, Any]

OFFENSES = ("2250(a)", "2250(b)")
COMMON = {"policy", "offense", "conviction", "duty", "knowledge", "defence", "as_of"}
REGISTRATION = COMMON | {"travel", "indian_country", "failure"}
TRAVEL = REGISTRATION | {"reported_on", "known_on", "jurisdiction_no_mechanism"}
AWARENESS = ("signed_ack", "prior_registration", "admission", "no_notice_proof", "official_advice_no_duty")
LEGS = ("uncontrollable", "contributed_recklessly", "complied_when_ceased")


def judge_case(values: Any, _policy: Policy) -> Result:
    """The matrix of section 10, as section 13 writes it."""
    offense = Fields(values, TRAVEL).needed_word("offense", OFFENSES)
    matrix = ftr.judge(_registration_case(values) if offense == "2250(a)" else _travel_case(values))
    return _as_written(matrix)


def _as_written(matrix: Matrix) -> Result:
    result: Result = {element.code: element.answer for element in matrix.elements}
    if matrix.offense == "2250(a)":
        result["E2_prongs"] = list(matrix.prongs)
    return result | {
        "summary": matrix.summary,
        "defence": matrix.defence.answer,
        "flags": list(matrix.flags),
    }


def _registration_case(values: Any) -> RegistrationCase:
    fields = Fields(values, REGISTRATION)
    failure = fields.child("failure", {"type", "due", "complied_on", "jurisdiction_no_mechanism"})
    return RegistrationCase(
        as_of=fields.date("as_of"),
        conviction=_conviction(fields),
        period=_period(fields),
        failure=Failure(
            failure.word("type"),
            failure.date("due"),
            failure.date("complied_on"),
            failure.flag("jurisdiction_no_mechanism"),
        ),
        travel=tuple(
            Journey(leg.date("date"), leg.word("from"), leg.word("to"), leg.flag("verified"))
            for leg in fields.children("travel", {"date", "from", "to", "verified"})
        ),
        indian_country=tuple(
            IndianCountryEvent(event.date("date"), event.word("kind"), event.flag("land_verified"))
            for event in fields.children("indian_country", {"date", "kind", "land_verified"})
        ),
        knowledge=_knowledge(fields),
        defence=_defence(fields),
    )


def _travel_case(values: Any) -> TravelCase:
    fields = Fields(values, TRAVEL)
    travel = fields.child("travel", {"departure", "outcome"})
    return TravelCase(
        as_of=fields.date("as_of"),
        conviction=_conviction(fields),
        period=_period(fields),
        departure=travel.date("departure"),
        outcome=travel.word("outcome"),  # a word beside engaged, attempted, cancelled leaves I3 unknown
        reported_on=fields.date("reported_on"),
        known_on=fields.date("known_on"),
        jurisdiction_no_mechanism=fields.flag("jurisdiction_no_mechanism"),
        knowledge=_knowledge(fields),
        defence=_defence(fields),
    )


def _conviction(fields: Fields) -> Conviction:
    law = failure_law()
    given = fields.child("conviction", {"source", "date", "registrable", "vacated"})
    source = given.word("source", law.no_travel_needed | law.travel_needed)
    return Conviction(source, given.date("date"), given.flag("registrable"), given.flag("vacated"))


def _period(fields: Fields) -> Period:
    given = fields.child("duty", {"life", "last_day", "in_custody_on_due"})
    return Period(given.flag("life"), given.date("last_day"), given.flag("in_custody_on_due"))


def _knowledge(fields: Fields) -> Knowledge:
    given = fields.child("knowledge", AWARENESS)
    return Knowledge(*(given.flag(name) for name in AWARENESS))


def _defence(fields: Fields) -> Defence | None:
    if not fields.has("defence"):
        return None
    given = fields.child("defence", LEGS)
    return Defence(*(given.flag(name) for name in LEGS))


def judge_jurisdiction(values: Any, policy: Policy) -> Result:
    """The questions of sections 4, 7, 8, 9 and of venue, told apart by `op`."""
    every = set().union(*(keys for keys, _ in OPS.values()))
    op = Fields(values, {"op", "policy"} | every).needed_word("op", OPS)
    keys, answer = OPS[op]
    return answer(Fields(values, {"op", "policy"} | keys), policy)


def _where(fields: Fields, _policy: Policy) -> Result:
    conviction = fields.child("conviction", {"source", "code"})
    places = where.register_in(
        fields.words("residences"),
        fields.words("employment"),
        fields.words("school"),
        initial=bool(fields.flag("initial")),
        convicted_by=conviction.word("source"),
        convicting_code=conviction.word("code"),
    )
    return {"register_in": list(places)}


def _resides(fields: Fields, policy: Policy) -> Result:
    found = where.resides(
        fields.flag("has_home"),
        fields.intervals("intervals"),
        mode=policy.habitual_mode,
        trigger_day=policy.habitual_trigger_day,
    )
    return {"resides": found.resides, "trigger": _iso(found.trigger)}


def _land(fields: Fields, _policy: Policy) -> Result:
    law = where_law()
    land = where.land(fields.needed_word("tribe_status", law.tribe_registers | law.state_registers))
    return {"registrar": land.registrar, "federal_prong_B_ic": land.federal_prong_B_ic}


def _is_jurisdiction(fields: Fields, _policy: Policy) -> Result:
    return {"is_sorna_jurisdiction": where.is_jurisdiction(fields.needed_word("entity"))}


def _share(fields: Fields, policy: Policy) -> Result:
    told = where.share_with(
        fields.word("acting"), fields.words("registered_in"), fields.words("change_from"), fields.words("change_to")
    )
    due = due_after("jurisdiction_share", fields.date("received_on"), policy)
    return {"jurisdictions": list(told), "nsor": True, "due": _iso(due)}


def _publish(fields: Fields, _policy: Policy) -> Result:
    found = publish(
        fields.needed_word("field"),
        fields.word("tier", ("I", "II", "III")),
        specified_offense_against_minor=fields.flag("specified_offense_against_minor"),
        juvenile_adjudication=fields.flag("juvenile_adjudication"),
    )
    return {"publish": found.answer}


def _venue(fields: Fields, _policy: Policy) -> Result:
    circuit = fields.raw("circuit")
    try:
        found = where.venue(str(circuit).lower())
    except ValueError as unknown:
        raise BadInput(f"circuit: {unknown}") from None
    return {"arrival": found.arrival, "departure": found.departure}


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


OPS: dict[str, tuple[set[str], Callable[[Fields, Policy], Result]]] = {
    "where": ({"residences", "employment", "school", "initial", "conviction"}, _where),
    "resides": ({"has_home", "intervals"}, _resides),
    "land": ({"tribe_status"}, _land),
    "is_jurisdiction": ({"entity"}, _is_jurisdiction),
    "share": ({"acting", "registered_in", "change_from", "change_to", "received_on"}, _share),
    "publish": ({"field", "tier", "specified_offense_against_minor", "juvenile_adjudication"}, _publish),
    "venue": ({"circuit"}, _venue),
}
