"""A board of notes: columns, votes, like notes joined, actions with an owner."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {n}: words text! | «Words» ; column choice({columns}) ={first} | «Column» ; under ref({n}) | «Joined under»
+ {v}: {n} ref({n})! | {n.one} ; {p} ref({p})! | {p.one}
+ {a}: what text! | «What» ; {p} ref({p})! | «Owner» ; due_on date | «Due» ; done_on date | «Done on»
+ {n}: votes num := count({v}) | «Votes»
! three limit {v}: max={most}; per={p}; say=«No votes are left.»
! join act {n}: label=«Join under»; ask=under
! loop require {n}: check=blank(under) or under != this; say=«A note cannot stand under itself.»
! late due {a}: date=due_on; done=not blank(done_on); soon=2
! finish act {a}: label=«Done»; when=blank(done_on); set=done_on=today
?poll ! vote poll {v}: for={n}; choice={n}; who={p}; max={most}; same=yes
# board board {n} «Board»: by=column; show=words, votes; where=blank(under){shown}; sort=-votes; live=5
# joined list {n} «Joined notes»: where=not blank(under); group=under; columns=words
# actions list {a} «Open actions»: where=blank(done_on); sort=due_on; columns=what, {p}, due_on
= {n}: words,column: {n1}|{first} / {n2}|{second} / {n3}|{first}
= {v}: {n},{p}: #1|{p.a} / #1|{p.a} / #2|{p.b}
= {a}: what,{p},due_on: {w1}|{p.b}|today-2 / {w2}|{p.a}|today+5
* vote «Everybody has three votes» three :: add {v} {n}=1, {p}={p.a}; add {v} {n}=1, {p}={p.a} => refused by three //
    add {v} {n}=1, {p}={p.a} => {n}[1].votes = 3
* join «Join notes that say the same» join, loop, joined, board :: join.run {n}[3] under=1 => count({n} where
    blank(under)) = 2
* actions «Actions with an owner» late, finish, actions :: finish.run {a}[1] => count({a} where blank(done_on)) = 1
?hidden * reveal «Hidden until everybody is done» board :: as {p}[{p.a}] => cannot see {n}[1] // edit settings
    revealed=yes; as {p}[{p.a}] => sees {n}[1]
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    note = any(m.noun.classes[0] in ("note", "diary") for m in reading.mentions)
    return (
        note
        and reading.says("board")
        and reading.says("poll", "live")
        and {"limit", "act", "due"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    note = sketch.event("note", "Note | Notes | 📝")
    person = sketch.who()
    vote = sketch.make("topic", "Vote | Votes | 🗳️", bare=True)
    action = next(
        (sketch.event("task", "Action | Actions | ✅") for m in reading.mentions if m.noun.classes[0] == "task"), None
    ) or sketch.make("task", "Action | Actions | ✅", bare=True)
    columns = ["good", "bad", "try"]
    names = reading.tongue.names.get("note", ("A", "B", "C"))

    write(
        sketch,
        BODY,
        n=note,
        p=person,
        v=vote,
        a=action,
        most=reading.number("count", "poll", far=16) or "3",
        columns=",".join(f"{c}:{sketch.say(c.capitalize())}" for c in columns),
        first="good",
        second="bad",
        n1=names[0],
        n2=names[1],
        n3=names[2],
        w1=sketch.say("First part"),
        w2=sketch.say("Second part"),
        hidden="yes" if sketch.wanted == "web" else "",
        shown="",
    )
    if sketch.wanted == "web":
        sketch.boss()
    settings(sketch, revealed=f"yesno =no | {sketch.say('Votes shown')}")
    sketch.slots["event"] = note
    sketch.grant(
        f"see {note} where settings.revealed",
        f"see|add|edit {note} own",
        f"see|add {vote} own",
        f"see {action}",
        "do join, finish",
        f"see {person}({person.key})",
    )
    sketch.serve(
        "board",
        "poll",
        "due",
        "done",
        "flow",
        "limit",
        "missing",
        "anonymous" if sketch.wanted == "web" else "board",
    )
    if reading.says("live"):
        sketch.not_built.append(
            sketch.say(
                "Seen by all at the very moment; the board looks again every few seconds where there is a server."
            )
        )
        sketch.serve("live")


RECIPE = Recipe("retro", 3, _fits, _apply)
