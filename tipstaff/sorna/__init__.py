"""THE LAW: who must register, tier, how long, what is due when, the elements of 18 U.S.C. 2250. No Django.

Facts come in as columns and answers go out as columns, so one rule judges one person at the counter and a million at
night. A column that is absent counts as all-unknown; extra columns pass through untouched.

`policy` is a `lawbook.Policy`: `load().policy("federal")`, `load().policy("RM", on=date)`, or, for a case that states
its own parameters, `load().policy_with({"month_end_rule": "roll_forward"})`; `PolicyError.code` names what is wrong.

| function | takes | gives |
| --- | --- | --- |
| `tier.judge(offenses, policy)` | statute, category, conduct, victim_age, punishable_gt_1yr, analogue_gt_1yr, offense_date, convicting, convicting_code, offender_is_parent, juvenile_adjudication, juvenile_comparable, consensual, custodial_authority, within_four_years, offender_born_on, victim_born_on, state_dept_fair_trial, jurisdiction_finding_fair, vacated | covered, tier, review |
| `tier.with_history(offenses, policy)` | the same with person, conviction_date, sentencing_date | covered, tier after recidivism, review |
| `tier.of_person(judged)` | what with_history gives | per person: covered, tier, tier_known, coverage_open, review |
| `duration.periods(convictions, custody, policy, absconded=None)` | person, tier, release_date, sentencing_date, sentenced_to_imprisonment; person, from_on, to_on | start, last_day, life, excluded_days, state |
| `duration.duty(periods)` | the above | per person: start, latest_start, last_day, life, state |
| `reduction.judge(cases, custody, convictions_since, policy)` | person, tier, juvenile_adjudication, start, as_of, supervision_status, supervision_completed_on, treatment_completed_on, treatment_certified; custody as above; person, date, punishable_gt_1yr, sex_offense | available, earliest, last_day_after_reduction, eligible_on_as_of, unmet |
| `verification.judge(cases, custody, policy)` | person, tier, last_verification, registration_date, birth_month, transient, as_of | due, recommended_by, grace_through, status |
| `deadlines.judge(events, policy)` | event, event_date, planned_days, actual_days, extended_on | due, in_person, before_event, triggered, trigger |
| `deadlines.travel(journeys, policy)` | departure, reported_on, known_on | due, notice_days, status |
| `evaluate.evaluate(facts, as_of)` | `facts.Facts` | rows of `findings.SCHEMA` |

Rows of `offenses`, `convictions`, `cases`, `events` and `journeys` come back in the order in which they went in.
Null is unknown everywhere: section 13's stated defaults (`punishable_gt_1yr`, `treatment_certified`: true) are the
caller's to fill in. A conviction by a foreign court is `convicting == "foreign"`, `convicting_code` its country.
"""  # noqa: E501 - a table
