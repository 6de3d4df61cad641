"""Readings: values by device and day, in or out of range, who has not logged, final once written."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days, minutes
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {d}: low num{low} | «Lowest allowed» ; high num{high} | «Highest allowed»
?battery + {d}: battery_low num =20 | «Battery warning»
+ {r}: {d} ref({d})! | {d.one} ; at datetime! =now | «Time» ; {fields} ; note text | «Note»
+ {r}: out yesno := not blank({d}.high) and {main} > {d}.high or not blank({d}.low) and {main} < {d}.low | «Out of
    range»
+ {d}: today_count num := count({r} where day(at) = today) | «Logged today» ; last_at datetime := max({r}.at) | «Last
    reading» ; last_three_out num := count({r} where out and day(at) >= today - 1) | «Out of range lately»
?battery + {d}: weak num := count({r} where battery < this.battery_low and at >= now - 1440) | «Weak battery readings»
?capped ! most limit {r}: max={times}; per={d}, day(at); say=«Enough readings for this day.»
! missing alert {d}: when={quiet}; say={{{d.key}}}: {{last_at}}
! alarm alert {d}: when=last_three_out >= {alarm}; say={{{d.key}}}
?battery ! weak alert {d}: when=weak > 0; say={{{d.key}}}
?lock ! final require {r}: check=no; at=edit, delete; say=«What is written stays; correct it with a new one.»
?sane ! sane require {r}: check={main} > -100 and {main} < 1000; say=«That cannot be right.»
! file csv {r}: in={d}, at, {columns}; key={d}, at; out=csv
?expire ! forget expire {r}: after=day(at) + {keep}; do=delete
# missing_list list {d} «Not logged»: where={quiet}; columns={d.key}, last_at, today_count
# alarm_list list {d} «Alarm»: where=last_three_out >= {alarm}; columns={d.key}, last_three_out, last_at
# out_list list {r} «Out of range»: where=out; sort=-at; columns={d}, at, {columns}
# curve chart {r} «{r.many}»: kind=line; by={by}; value=avg({main}); series={d}
# month_sheet print {r} «Month sheet»: group={d}; where=month(day(at)) = month(today); sort=at; show=at, {columns},
    out, note
= {r}: {d},at,{columns}: {d.a}|today-1 05:00|{ok} / {d.a}|today-2 05:00|{ok} / {d.b}|today-1 06:00|{bad}
* log «So many readings a day, missing ones shown» most, missing, missing_list :: {most_check}
* range «Out of range is marked» alarm, out_list, curve :: add {r} {d}={d.c}, {badargs} => {r}[4].out = yes // =>
    still {r}[1].out = no
?lock * final «Nothing is changed afterwards» final, month_sheet :: edit {r}[1] note=x => refused by final // delete
    {r}[1] => refused by final
?sane * sane «Impossible values are refused» sane :: add {r} {d}={d.c}, {insane} => refused by sane
?battery * weak «A warning for a weak battery» weak :: add {r} {d}={d.c}, {okargs}, battery=5 => {d}[{d.c}].weak = 1
* file «Many readings at once» file ::
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    value = any(m.noun.classes[0] == "reading" for m in reading.mentions) or reading.has("temperature")
    return (
        value
        and any(m.noun.classes[0] == "device" for m in reading.mentions)
        and {"limit", "alert"} <= sketch.able.constructs
        and "event" not in sketch.slots
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    device = sketch.need("device", own=True)
    named = reading.has("temperature") or any("temperatur" in m.noun.word for m in reading.mentions)
    battery = reading.has("battery")
    reading_ = next(
        (
            sketch.event(" ".join(m.noun.classes), "")
            for m in reading.mentions
            if m.noun.word in ("reading", "measurement", "messwert", "mesure", "lectura")
        ),
        None,
    )
    entry = reading_ or sketch.event("", "Reading | Readings | 📈")
    main = "temperature" if named else "amount"
    times = "2" if reading.says("twice_day") else "1" if reading.says("once") else "48"
    silent = reading.quantity("span", "silent range", "hour")
    collects = sketch.wanted == "api"
    write(
        sketch,
        BODY,
        d=device,
        r=entry,
        main=main,
        capped="" if collects else "yes",
        low=" =0" if named else "",
        high=" =8" if named and not collects else " =40" if named else " =90",
        battery="yes" if battery else "",
        fields=f"{main} num! | {sketch.say('Temperature' if named else 'Value')}"
        + (f" ; battery num min 0 max 100 | {sketch.say('Battery')}" if battery else ""),
        times="1000" if collects else times,
        quiet=f"blank(last_at) or last_at < now - {minutes(silent, '120')}"
        if silent or collects
        else f"today_count < {times if times != '48' else '1'}",
        alarm="3",
        lock="yes" if reading.says("lock", "inspection", "history") else "",
        sane="yes" if named else "",
        by="hour(at)" if collects or "hour" in reading.folded else "day(at)",
        keep=days(reading.quantity("span", "expire", "day|month|week"), "90"),
        columns=f"{main}, battery" if battery else main,
        ok="5|80" if battery else "5",
        bad="99|80" if battery else "99",
        badargs=f"{main}=99",
        okargs=f"{main}=5",
        insane=f"{main}=5000",
        most_check=_most_check(entry, device, main, times == "2" and not collects),
    )
    sketch.slots["event"] = entry
    sketch.grant(f"see|add {entry}", f"see {device}")
    sketch.serve(
        "twice_day range missing silent lock print chart import remind inspection limit low interval once due",
    )
    if "expire" in sketch.able:
        sketch.serve("expire")
    if reading.says("streak"):
        sketch.not_built.append(
            sketch.say("Counting only readings in a row; the alarm counts those out of range since yesterday.")
        )
        sketch.serve("streak")


def _most_check(entry: Thing, device: Thing, main: str, capped: bool) -> str:
    add = f"add {entry} {device}={device.c}, {main}=5"
    once = f"{add} => {device}[{device.c}].today_count = 1"
    return f"{once} // {add}; {add}; {add} => refused by most" if capped else once


RECIPE = Recipe("readings", 28, _fits, _apply)
