"""Assessments made by hand, in the shapes that the engine gives, about an alliance that never was."""

from __future__ import annotations

from foedus.assess.answers import (
    Assessment,
    Cell,
    ClaimShown,
    NormConflictShown,
    OptionAnswer,
    QuestionShown,
    Reason,
    RecordConflictShown,
    StanceShown,
    TurnsOn,
)

AS_OF, KNOWN = "2031-03-07T00:00+02:00", "2031-06-01T09:30Z"
STANCES = (
    StanceShown("text", "text", "", "disinterested speakers and admissions", ""),
    StanceShown(
        "Council 2031",
        "organs",
        "Council of the League",
        "the requester's word counts",
        "",
        (
            {
                "kind": "reading",
                "word": "attacker",
                "option": "any",
                "source": "Gazette 7",
                "pinpoint": "p. 2",
                "date": "2031-03-06",
                "basis": "stated",
            },
        ),
    ),
    StanceShown("Chancellor 2019", "states", "the Chancellor of Norland", "B2 or better", "transposed from the wording of 1999"),
    StanceShown("Journal of Leagues", "commentators", "N. N.", "disinterested speakers and admissions", "said 8-13 March 2031"),
    StanceShown("Harbour Observer", "commentators", "N. N.", "disinterested speakers and admissions", "said 8-13 March 2031"),
    StanceShown("Daily Quay", "commentators", "A. Author", "disinterested speakers and admissions", ""),
    StanceShown("League Review", "commentators", "B. Author", "disinterested speakers and admissions", ""),
)
QUESTIONS = (
    QuestionShown("request", "Did the state in trouble request help?"),
    QuestionShown("article-4", "Is article 4 triggered?"),
    QuestionShown("decision-mode", "How was the decision taken?"),
    QuestionShown("decision-adopted", "Was the decision adopted?"),
    QuestionShown("consent/SUD", "Sudland: was consent at home given to sending anybody at all beyond the river?"),
)

CLAIM = ClaimShown(
    "H-12",
    "Sudland, Ministry",
    "Gazette 7",
    "p. 2",
    "for",
    True,
    "speech act: any report affirms it",
    "asks the League for help",
    "2031-03-05",
    "2031-03-06",
    "B2",
)
REFUSED = ClaimShown(
    "H-13",
    "Norland",
    "Wire 3",
    "",
    "for",
    False,
    "in the speaker's interest",
    "gangs were trained abroad",
    "2031-03",
    "2031-03-06",
)
FACT = Reason("fact", "Sudland requests help by the appeal", "yes", status="affirmed", claims=(CLAIM,), label="request")
ALLEGED = Reason("fact", "the raiders are trained abroad", "open", status="alleged", claims=(REFUSED,), label="attacker")
RULE = Reason(
    "rule", "attacked within article 4", "open", provision="LT:4@2010", pinpoint="4(1)", verified=False, steps=(FACT, ALLEGED)
)
OUT = Reason(
    "rule",
    "attacked by a member of the League",
    "no",
    provision="LT:4@2010",
    pinpoint="4(3)",
    steps=(Reason("fact", "the raiders are a member of the League", "no", status="denied", claims=()),),
)


def cell(question: str, stance: str, verdict: str = "yes", status: str = "settled", **more: object) -> Cell:
    """A cell at the sample's dates."""
    return Cell(question, stance, AS_OF, KNOWN, "2031-03-05", verdict, status, **more)  # type: ignore[arg-type]


def _row(question: str, stance: str) -> Cell:
    if question == "request":
        return cell(question, stance, marks=("uncontested",), because=(FACT,))
    if question == "article-4":
        return _article(stance)
    if question == "decision-mode":
        options = {"all": OptionAnswer("open", "open"), "announced": OptionAnswer("yes", "settled")}
        return cell(question, stance, "open", "open", answer=options, turns_on=TurnsOn(unknown=("the minutes are published",)))
    if question == "decision-adopted":
        defeaters = ("Westland objects to the decision", "Sudland objects to the decision")
        return cell(
            question,
            stance,
            "yes",
            "presumed",
            statuses=("presumed",),
            burden_on=("whoever objects",),
            turns_on=TurnsOn(defeaters=defeaters),
        )
    return cell(question, stance, "no", marks=("unverified",) if stance == "text" else ("derived",))


def _article(stance: str) -> Cell:
    if stance == "Council 2031":
        return cell("article-4", stance, marks=("derived",))
    if stance in ("Chancellor 2019", "Journal of Leagues"):
        statuses = ("settled", "presumed") if stance == "Journal of Leagues" else ("presumed",)
        return cell(
            "article-4", stance, "no", "presumed", statuses=statuses, burden_on=("whoever pleads an attack",), marks=("derived",)
        )
    if stance == "Harbour Observer":
        return cell("article-4", stance, "no-position", "open")
    turns = TurnsOn(
        alleged=("the raiders are trained abroad",), judgement=("the attack is grave enough",), readings=("attacker", "goods")
    )
    return cell("article-4", stance, "open", "open", turns_on=turns, because=(RULE, OUT), marks=("unverified",))


def assessment(stances: tuple[StanceShown, ...] = STANCES, questions: tuple[QuestionShown, ...] = QUESTIONS) -> Assessment:
    """The sample: five questions, seven stances."""
    cells = {(q.id, s.name): _row(q.id, s.name) for q in questions for s in stances}
    return Assessment(
        case="harbour-2031",
        title="The harbour, March 2031",
        regime="league",
        as_of=AS_OF,
        known_to=KNOWN,
        law_at="",
        supposed=("the raiders are trained abroad",),
        questions=questions,
        stances=stances,
        cells=cells,
        conflicts=(RecordConflictShown(("the first ballot was put off", "the first ballot was lost"), "B2 or better"),),
        norm_conflicts=(
            NormConflictShown(
                "article-4", "text", "act", "Westland helps Sudland", ("LT:4@2010/assist",), ("WL:7/ban",), "open", "2031-03-05"
            ),
            NormConflictShown(
                "article-4",
                "Daily Quay",
                "act",
                "Westland helps Sudland",
                ("LT:4@2010/assist",),
                ("WL:7/ban",),
                "yes",
                "2031-03-05",
            ),
        ),
        set_aside=({"claim": "H-3", "reason": "misread date", "author": "the editors", "date": "2031-04-01"},),
        perhaps_known=(
            {"claim": "H-40", "speaker": "Wire 3", "says": "units cross the river", "available": "2031-03-06/2031-03-08"},
        ),
        not_asked={"charter-103": "nobody fills the role “the Charter”"},
        sources={"Gazette 7": "Gazette of the League, no. 7, 6 March 2031"},
    )
