"""18 U.S.C. 2250 as a fact matrix: each element met, not met or unknown, with reasons.

Never a verdict (SORNA-GEN-2).
"""

from collections.abc import Mapping
from datetime import date, timedelta

from tipstaff.sorna.case import (
    Answer,
    Conviction,
    Defence,
    DefenceFinding,
    Element,
    Failure,
    Knowledge,
    Matrix,
    Period,
    Reason,
    RegistrationCase,
    Said,
    Summary,
    TravelCase,
)  # fmt: skip
from tipstaff.sorna.casebook import FlagLaw, failure_law
from tipstaff.sorna.hook import federal_hook
from tipstaff.sorna.lawbook import FEDERAL, load


def judge(case: RegistrationCase | TravelCase) -> Matrix:
    """The matrix of one case."""
    return judge_registration(case) if isinstance(case, RegistrationCase) else judge_travel(case)


def judge_registration(case: RegistrationCase) -> Matrix:
    """18 U.S.C. 2250(a): E1 required to register, E2 federal hook, E3 failure, E4 knowingly."""
    due = case.failure.due
    hook, prongs = federal_hook(case, due)
    elements = {
        "E1": required(case.conviction, case.period, due),
        "E2": hook,
        "E3": failed(case.failure, case.as_of),
        "E4": knew(case.knowledge),
    }
    return Matrix(
        offense="2250(a)",
        elements=_beside_the_law(elements),
        summary=summary([said.answer for said in elements.values()]),
        defence=defence(case.defence),
        flags=_flags(elements),
        prongs=prongs,
    )


def judge_travel(case: TravelCase) -> Matrix:
    """18 U.S.C. 2250(b): I1 required to register, I2 no timely notice, I3 travelled or tried to, I4 knowingly."""
    notice = timedelta(days=load().policy(FEDERAL, case.departure).travel_notice_days)
    due = case.departure - notice if case.departure else None
    elements = {
        "I1": required(case.conviction, case.period, due),
        "I2": gave_no_notice(case, due),
        "I3": travelled(case.outcome),
        "I4": knew(case.knowledge),
    }
    return Matrix(
        offense="2250(b)",
        elements=_beside_the_law(elements),
        summary=summary([said.answer for said in elements.values()]),
        defence=defence(case.defence),
        flags=_flags(elements),
    )


def required(conviction: Conviction, period: Period, due: date | None) -> Said:
    """E1, I1 (SORNA-FTR-1): covered conviction, period not over, not in custody, and bound at the time."""
    if conviction.vacated:
        return _say("not_met", "SORNA-WHO-15", "The conviction no longer counts: vacated or set aside on the merits")
    if conviction.registrable is False:
        return _say("not_met", "SORNA-FTR-1", "The conviction is not one that SORNA covers")
    if due is None:
        return _say("unknown", "SORNA-GEN-3", "The due date is not known")
    if period.in_custody_on_due:
        return _say("not_met", "SORNA-VER-6", f"In custody on the due date, {due}", "IN_CUSTODY")
    if period.last_day and not period.life and due > period.last_day:
        says = f"The federal period ended on {period.last_day}, before the due date, {due}"
        return _say("not_met", "SORNA-FTR-11", says, "FEDERAL_PERIOD_EXPIRED")
    early = _before_the_act_bound(conviction, due)
    if early:
        return early
    if conviction.registrable is None:
        return _say("unknown", "SORNA-GEN-3", "Whether SORNA covers the conviction is not known")
    if not period.life and period.last_day is None:
        return _say("unknown", "SORNA-GEN-3", "The last day of the federal period is not known")
    through = "for life" if period.life else f"through {period.last_day}"
    return _say("met", "SORNA-FTR-1", f"Required to register {through}; the duty fell due on {due}")


def _before_the_act_bound(conviction: Conviction, due: date) -> Said | None:
    """Reynolds (SORNA-FTR-10): offenders from before the Act were bound only once the Attorney General said so."""
    law = failure_law()
    if due >= law.guidelines_in_force:
        return None
    if conviction.convicted_on is None:
        says = f"Due on {due}: whether the conviction is older than the Act decides, and its date is not known"
        return _say("unknown", "SORNA-FTR-10", says)
    if conviction.convicted_on >= law.act:
        return None
    says = f"Convicted on {conviction.convicted_on}, before the Act; due on {due}"
    if due < law.interim_rule:
        return _say("not_met", "SORNA-FTR-10", says, "REYNOLDS")
    return _say("unknown", "SORNA-FTR-10", says, "REYNOLDS_WINDOW")


def failed(failure: Failure, as_of: date | None) -> Said:
    """E3 (SORNA-FTR-3): the due date passed without compliance, for a duty that federal law then imposed."""
    due, done = failure.due, failure.complied_on
    if due is None:
        return _say("unknown", "SORNA-GEN-3", "The due date is not known")
    if _place_left_behind(failure.type, due):
        says = f"On {due} no federal duty to tell the place left behind had to be met"
        return _say("not_met", "SORNA-FTR-12", says, "NICHOLS")
    if done and done <= due:
        return _say("not_met", "SORNA-FTR-3", f"Complied on {done}; due on {due}")
    if as_of and as_of <= due:
        return _say("not_met", "SORNA-FTR-3", f"Due on {due}; the day of this answer is {as_of}", "NOT_YET_DUE")
    if failure.jurisdiction_no_mechanism:
        return _say("unknown", "SORNA-FTR-7", "The jurisdiction had no way to take the report", "NO_MECHANISM")
    if done:
        return _say("met", "SORNA-FTR-3", f"Due on {due}; complied late, on {done}", "LATE_COMPLIANCE")
    if as_of is None:
        return _say("unknown", "SORNA-GEN-3", "The day of this answer is not known")
    return _say("met", "SORNA-FTR-3", f"Due on {due}; nothing on file shows compliance by {as_of}")


def _place_left_behind(kind: str | None, due: date) -> bool:
    law = failure_law()
    return kind in law.never_a_failure or (kind in law.failure_from_departure_rule and due < law.departure_rule)


def gave_no_notice(case: TravelCase, due: date | None) -> Said:
    """I2 (SORNA-FTR-5): notice of the journey was not given, or later than the law asks."""
    said = _without_notice(case, due)
    if said.answer == "met" and case.jurisdiction_no_mechanism:
        reason = Reason("SORNA-FTR-7", "The jurisdiction had no way to take the notice")
        return Said("unknown", (*said.because, reason), said.flags | {"NO_MECHANISM"})
    return said


def _without_notice(case: TravelCase, due: date | None) -> Said:
    law, reported = failure_law(), case.reported_on
    if case.departure is None or due is None:
        return _say("unknown", "SORNA-GEN-3", "The day of departure is not known")
    if case.departure < law.international_megans_law:
        return _say("not_met", "SORNA-FTR-12", f"Departed on {case.departure}, before 2250(b) was law", "PRE_IML")
    if reported and reported <= due:
        return _say("not_met", "SORNA-TRAV-1", f"Notice was given on {reported}; due on {due}")
    if due < law.international_megans_law:
        says = f"Notice fell due on {due}, before 2250(b) was law; departed on {case.departure}, after"
        return _say("unknown", "SORNA-FTR-12", says, "IML_WINDOW")
    if reported:
        late = f"Notice was given on {reported}; due on {due}"
        surprise = case.known_on is not None and case.known_on > due
        flags = ("LATE_NOTICE", "EXCEPTION_REVIEW") if surprise else ("LATE_NOTICE",)
        return _say("met", "SORNA-FTR-5", late, *flags)
    if case.as_of is None:
        return _say("unknown", "SORNA-GEN-3", "The day of this answer is not known")
    if case.as_of <= due:
        says = f"Notice is due on {due}; the day of this answer is {case.as_of}"
        return _say("not_met", "SORNA-FTR-5", says, "NOT_YET_DUE")
    return _say("met", "SORNA-FTR-5", f"Notice was due on {due}; none is on file by {case.as_of}")


def travelled(outcome: str | None) -> Said:
    """I3 (SORNA-FTR-5): engaged in the travel, or attempted it."""
    law = failure_law()
    if outcome in law.travelled:
        return _say("met", "SORNA-FTR-5", f"The journey was {outcome}")
    if outcome in law.not_travelled:
        return _say("not_met", "SORNA-FTR-5", f"The journey was {outcome}, before any attempt")
    return _say("unknown", "SORNA-GEN-3", "What became of the journey is not known")


def knew(knowledge: Knowledge) -> Said:
    """E4, I4 (SORNA-FTR-4): aware of the requirement that was breached."""
    shows = {
        "a signed acknowledgement": knowledge.signed_ack,
        "an earlier registration": knowledge.prior_registration,
        "an admission": knowledge.admission,
    }
    aware = [what for what, present in shows.items() if present]
    if knowledge.official_advice_no_duty:
        says = "An official said that there was no duty" + (f", against {', '.join(aware)}" if aware else "")
        return _say("unknown", "SORNA-FTR-4", says, "CONFLICTING_ADVICE")
    if aware:
        return _say("met", "SORNA-FTR-4", f"On file: {', '.join(aware)}")
    if knowledge.no_notice_proof:
        return _say("not_met", "SORNA-FTR-4", "Records show that no notice was given")
    return _say("unknown", "SORNA-GEN-3", "Nothing on file shows notice, or that none was given")


def defence(facts: Defence | None) -> DefenceFinding:
    """SORNA-FTR-6: all three legs, or none of it; a leg that nothing documents is unknown."""
    law = failure_law().defence
    if facts is None:
        return DefenceFinding("not_raised", (Reason(law.rule, "The defence has not been raised"),), law)
    legs = {
        "uncontrollable circumstances prevented compliance": facts.uncontrollable,
        "no contribution to them in reckless disregard": _not(facts.contributed_recklessly),
        "complied as soon as they ceased": facts.complied_when_ceased,
    }
    words = {True: "shown", False: "the contrary is shown", None: "undocumented"}
    because = tuple(Reason(law.rule, f"{leg}: {words[shown]}") for leg, shown in legs.items())
    if False in legs.values():
        return DefenceFinding("not_supported", because, law)
    return DefenceFinding("unknown" if None in legs.values() else "supported", because, law)


def summary(answers: list[Answer]) -> Summary:
    """SORNA-FTR-8."""
    if "not_met" in answers:
        return "not_met"
    return "incomplete" if "unknown" in answers else "all_met"


def _say(answer: Answer, rule: str, says: str, *flags: str) -> Said:
    return Said(answer, (Reason(rule, says),), frozenset(flags))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _beside_the_law(elements: Mapping[str, Said]) -> tuple[Element, ...]:
    law = failure_law().elements
    return tuple(Element(code, said.answer, said.because, law[code]) for code, said in elements.items())


def _flags(elements: Mapping[str, Said]) -> dict[str, FlagLaw]:
    law = failure_law().flags
    return {flag: law[flag] for flag in sorted({flag for said in elements.values() for flag in said.flags})}
