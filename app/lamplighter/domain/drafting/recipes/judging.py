"""Judging and interviews: each judge scores once, nobody their own, the mean ranks."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days
from lamplighter.domain.drafting.thing import Thing

BODY = """
?own + {x}: school text | «School»
?own + {j}: school text | «School»
?stages + {x}: stage choice({states}) ={first} | «Stage» ; reason text | «Reason» ; decided_on date auto | «Decided
    on»
?cv + {x}: cv file | «CV»
+ {s}: {x} ref({x})! | {x.one} ; {j} ref({j})! | {j.one} ; {points} ; note text | «Note» ; total num := {sum} |
    «Total»
+ {x}: mean num := avg({s}.total) | «Mean» ; sheets num := count({s}) | «Scores given»
! once limit {s}: max=1; per={x}, {j}; say=«Has been scored by this one already.»
?most ! most limit {s}: max=settings.most; per={x}; say=«Enough have scored this one.»
?own ! own require {s}: check=blank({j}.school) or {x}.school != {j}.school; say=«Not the own school.»
?stages ! steps flow {x}: field=stage; moves={moves}; {who}when={no}: not blank(reason); stamp={yes}: decided_on |
    {no}: decided_on
?score ! ranking score {s}: for={x}; points=total; agg=avg
?assign ! deal assign {s}: field={j}; mode=least
?stages ?expire ! forget expire {x}: after=decided_on + {keep}; do=delete
# ranking_list list {x} «Ranking»: sort=-mean; columns={x.key}, mean, sheets; where=sheets > 0{role}
?stages # board board {x} «Stages»: by=stage; show={x.key}, mean{role}
?most # missing list {x} «Still to score»: where=sheets < settings.most; sort=sheets; columns={x.key}, sheets{role}
= {s}: {x},{j},{cells}: {x.a}|{j.a}|{high} / {x.a}|{j.b}|{mid} / {x.b}|{j.a}|{mid}
* once «Each scores once» once :: add {s} {x}={x.a}, {j}={j.a}, {args} => refused by once
?most * most «Not more than the judges it needs» most, missing :: {most_check}
?own * own «Nobody judges their own school» own :: edit {j}[{j.c}] school=North; edit {x}[{x.c}] school=North; add
    {s} {x}={x.c}, {j}={j.c}, {args} => refused by own
* rank «The mean ranks» ranking_list :: add {s} {x}={x.c}, {j}={j.a}, {args} => {x}[{x.c}].mean = {total}
?stages * steps «Stages on a board» steps, board :: steps.move {x}[{x.a}] to={no} => refused by steps // edit
    {x}[{x.a}] reason=x; steps.move {x}[{x.a}] to={no} => not blank({x}[{x.a}].decided_on)
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("judge")
        and "limit" in sketch.able
        and reading.mention("work", "person", "recipe", "media", "item", "animal", "product", "plant", "food")
        is not None
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    judge = sketch.need("staff", "judge", fresh="Judge | Judges | 🧑", own=False)
    subject = _subject(sketch, judge)
    sheet = sketch.event("", "Score sheet | Score sheets | 📝")
    criteria, top = _criteria(sketch), _top(sketch)
    most = _most(sketch)
    stages = _stages(sketch)
    signed = "web" in sketch.able.packs
    boss = sketch.boss() if signed else ""
    points = " ; ".join(
        f"{name} int! min 1 max {top} | {sketch.say('Criterion')} {n}"
        if len(criteria) > 1
        else f"{name} int! min 1 max {top} | {sketch.say('Points')}"
        for n, name in enumerate(criteria, 1)
    )
    write(
        sketch,
        BODY,
        x=subject,
        j=judge,
        s=sheet,
        own="yes" if reading.says("not_own") else "",
        most=most,
        cv="yes" if stages else "",
        stages="yes" if stages else "",
        states=",".join(f"{i}:{sketch.say(i.replace('_', ' ').capitalize())}" for i in stages),
        first=stages[0] if stages else "",
        no=stages[-1] if stages else "",
        yes=stages[-2] if stages else "",
        moves=">".join(stages[:-1]) + f", *>{stages[-1]}" if stages else "",
        who=f"who=*: {boss}; " if boss else "",
        keep=days(reading.quantity("span", "expire", "day|month|week"), "180"),
        points=points,
        sum=" + ".join(criteria),
        cells=",".join(criteria),
        high="|".join([top] * len(criteria)),
        mid="|".join([str(int(top) // 2 + 1)] * len(criteria)),
        args=", ".join(f"{c}={top}" for c in criteria),
        total=str(int(top) * len(criteria)),
        role=f"; role={boss}" if boss and reading.says("roles", "judge") else "",
        most_check=_most_check(sheet, subject, judge, criteria, int(most or 0)),
    )
    if most:
        settings(sketch, most=f"int! ={most} min 1 | {sketch.say('Judges for each')}")
    sketch.slots["event"], sketch.slots["who"] = sheet, judge
    sketch.grant(f"see|add {sheet} own", f"see {subject}({subject.key})", f"see {judge}({judge.key})")
    sketch.serve(
        "judge score points rate limit once not_own chart",
        *(
            ("flow", "reject", "board", "expire")
            if stages and "expire" in sketch.able
            else ("flow", "reject", "board")
            if stages
            else ()
        ),
        *(("roles", "own", "anonymous") if boss else ()),
    )


def _subject(sketch: Sketch, judge: Thing) -> Thing:
    applicant = next((m for m in sketch.reading.mentions if m.noun.word in APPLICANTS), None)
    return (
        sketch.adopt(applicant)
        if applicant
        else sketch.need("work recipe plant animal food item media product person", but=[judge])
    )


APPLICANTS = ("applicant", "candidate", "bewerber", "candidat", "candidato", "応募者")


def _criteria(sketch: Sketch) -> list[str]:
    mention = sketch.reading.mention("criterion")
    number = next(
        (q for q in sketch.reading.quantities if mention and q.kind == "count" and 0 <= mention.start - q.end <= 3),
        None,
    )
    count = min(6, int(number.value)) if number else 1
    return ["points"] if count == 1 else [f"mark_{n}" for n in range(1, count + 1)]


def _top(sketch: Sketch) -> str:
    match = re.search(r"\b1 ?(?:-|–|to|bis|a|à) ?(5|6|10|20|100)\b", sketch.reading.folded)
    return match[1] if match else "10"


def _most(sketch: Sketch) -> str:
    match = re.search(
        r"\bby (\d) |(\d) (?:judges|interviewers) (?:each|per)|von (\d) |par (\d) |por (\d) ", sketch.reading.folded
    )
    return next((g for g in match.groups() if g), "") if match else ""


def _stages(sketch: Sketch) -> list[str]:
    """Stages of an application, when the text is about applicants that move along."""
    if "flow" not in sketch.able or not (
        sketch.reading.says("flow", "reject") and any(m.noun.word in APPLICANTS for m in sketch.reading.mentions)
    ):
        return []
    return ["new", "interview", "offer", "hired", "rejected"]


def _most_check(sheet: Thing, subject: Thing, judge: Thing, criteria: list[str], most: int) -> str:
    """The first example has two sheets already."""
    if not most:
        return ""
    marks = ", ".join(f"{c}=5" for c in criteria)
    return f"edit settings most=2; add {sheet} {subject}={subject.a}, {judge}={judge.c}, {marks} => refused by most"


RECIPE = Recipe("judging", 7, _fits, _apply)
