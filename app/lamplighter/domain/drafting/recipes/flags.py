"""Feature flags: on and off by environment, a share of users that stays the same, every change kept."""

from __future__ import annotations

from lamplighter.domain.drafting.body import feature, write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import RoleLine, Sketch

BODY = """
+ {e}: name text! unique | «Name»
+ {f}: name text! | «Name» ; {e} ref({e})! | {e.one} ; on yesno =no | «On» ; percent int! =100 min 0 max 100 unit % |
    «Percent of users»
+ {t}: {f} ref({f})! | {f.one} ; user text! | «User» ; answer yesno := {f}.on and bucket(user & {f}.name) <
    {f}.percent | «Is on for this user»
! once limit {f}: max=1; per=lower(name), {e}; say=«There is one of this name already.»
! log history {f}: fields=*
! switch act {f}: label=«Switch on»; when=not on; set=on=yes
! switch_off act {f}: label=«Switch off»; when=on; set=on=no
# state list {f} «{f.many}»: group={e}; sort=name; columns=name, on, percent
# change_log list {f} «Change log»: where=changes > 0; sort=-changed_at; columns=name, {e}, changes, changed_at
= {e}: name: dev / prod
= {f}: name,{e},on,percent: new-menu|dev|yes|100 / new-menu|prod|no|10 / dark-mode|prod|yes|50
= {t}: {f},user: #3|user-1 / #3|user-2
* once «One of a name for each» once :: add {f} name=New-Menu, {e}=dev => refused by once
* switch «Switch on and off» switch, switch_off, state :: switch.run {f}[2] => {f}[2].on = yes
* sticky «The same user gets the same answer» {t} :: edit {f}[3] percent=0 => count({t} where answer) = 0 // edit
    {f}[3] percent=100 => count({t} where answer) = 2
* log «Every change is kept» log, change_log :: switch.run {f}[2] => {f}[2].changes >= 1
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("flag") and {"limit", "history", "act"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    flag = sketch.event("", "Flag | Flags | 🚩")
    where = sketch.event("", "Environment | Environments | 🗂️")
    test = sketch.event("", "Evaluation | Evaluations | 🔎")
    write(sketch, BODY, f=flag, e=where, t=test)
    sketch.slots["event"] = flag
    sketch.boss()
    sketch.roles.append(RoleLine("reader", sketch.say("App, read only"), "", ["see *"], "invite"))
    feature(
        sketch,
        "reader",
        sketch.say("Apps may only read"),
        [flag.id],
        [f"as reader; edit {flag}[1] percent=5 => refused by may"],
    )
    sketch.serve("flag", "rollout", "history", "roles", "once", "unique")


RECIPE = Recipe("flags", 1, _fits, _apply)
