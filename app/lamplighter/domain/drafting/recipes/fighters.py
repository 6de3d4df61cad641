"""Turns in a fight: who is next, hit points within their borders, conditions, every change kept."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {f}: monster yesno =no | «Monster» ; dex int! =0 | «Dexterity» ; roll int | «Roll» ; top_hp int! =20 min 1 |
    «Maximum hit points» ; hp int! =20 min 0 | «Hit points» ; turn choice(waiting:«Waiting»,now:«Now»,done:«Done»)
    =waiting | «Turn»
+ {c}: {f} ref({f})! owned | {f.one} ; what text! | «What» ; to_round int! min 1 | «Until round»
+ {c}: over yesno := to_round < settings.round | «Over»
! cap require {f}: check=hp <= top_hp; say=«More than the maximum.»
! dice act {f}: label=«Roll»; many=monster; set=roll=random(1, 20) + dex
! ready act {f}: label=«Turn begins»; when=turn = 'waiting'; set=turn='now'
! next act {f}: label=«Turn is over»; when=turn = 'now'; set=turn='done'
! again act {f}: label=«New round»; many=turn = 'done'; set=turn='waiting'
?queue ! order queue {f}: state=turn; waiting=waiting; calling=now; done=done; by=-roll, -dex, {f.key}; each=0;
    servers=1; loop=yes; count=settings.round
! log history {f}: fields=hp, roll, turn
# order_list list {f} «Turn order»: sort=-roll, -dex, {f.key}; columns={f.key}, roll, dex, hp, top_hp, turn
# active list {c} «Conditions»: where=not over; columns={f}, what, to_round
# log_list list {f} «Log»: where=changes > 0; sort=-changed_at; columns={f.key}, hp, turn, changes, changed_at
= {f}: {f.key},monster,dex,roll,top_hp,hp: Ogre|yes|0|12|59|59 / Ayla|no|3|18|24|20 / Finn|no|2|12|20|20
= {c}: {f},what,to_round: Finn|{w}|3
* turn «Whose turn it is» ready, next, order_list :: ready.run {f}[Ayla] => {f}[Ayla].turn = 'now' // next.run
    {f}[Ayla] => refused by next
* points «Hit points within their borders» cap :: edit {f}[Ogre] hp=99 => refused by cap // edit {f}[Ogre] hp=-1 =>
    refused by hp
* fade «Conditions end with their round» active, {c} :: edit settings round=4 => count({c} where over) = 1
* dice «Roll for all monsters» dice, log, log_list :: edit {f}[Ogre] roll=50; dice.run {f}[Ogre] => {f}[Ogre].roll <=
    20 and {f}[Ogre].changes >= 1
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("dice") and {"act", "require", "history"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    fighter = sketch.event("", "Fighter | Fighters | ⚔️")
    fighter.add("name", f"text! | {sketch.say('Name')}")
    condition = sketch.event("", "Condition | Conditions | ✨")
    settings(sketch, round=f"int! =1 min 1 | {sketch.say('Round')}")

    write(sketch, BODY, f=fighter, c=condition, w=sketch.say("poisoned"))
    sketch.slots["event"] = fighter
    sketch.serve("dice", "queue", "history", "score", "standings", "turns", "limit", "points", "expire")


RECIPE = Recipe("fighters", 1, _fits, _apply)
