"""A tournament or league: results in, table out; no pitch and no team twice at once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import RoleLine, Sketch
from lamplighter.domain.drafting.spans import minutes
from lamplighter.domain.drafting.thing import Thing

BODY = """
?g + {t}: {g} ref({g}) | {g.one}
+ {m}: home ref({t})! | «Home» ; away ref({t})! | «Away» ; {f} ref({f})! | {f.one} ; start datetime! | «Start» ;
    home_goals int min 0 | «Home goals» ; away_goals int min 0 | «Away goals»
?score ! table score {m}: sides=home:home_goals, away:away_goals; win=3; draw=1; loss=0; ties=points, diff, scored
?!score + {t}: won num := count({m} via home where home_goals > away_goals) + count({m} via away where away_goals >
    home_goals) | «Won» ; drawn num := count({m} via home where home_goals = away_goals and not blank(home_goals)) +
    count({m} via away where home_goals = away_goals and not blank(home_goals)) | «Drawn» ; scored num :=
    sum({m}.home_goals via home) + sum({m}.away_goals via away) | «Scored» ; conceded num := sum({m}.away_goals via
    home) + sum({m}.home_goals via away) | «Conceded» ; diff num := scored - conceded | «Difference» ; points num :=
    3 * won + drawn | «Points»
! itself require {m}: check=home != away; say=«A team cannot play itself.»
! pitch booking {m}: what={f}; from=start; minutes={length}; say=«Taken at that time.»
! twice require {m}: check=count(all {m} where (home = this.home or away = this.home or home = this.away or away =
    this.away) and start < this.start + {length} and start + {length} > this.start) <= 1; say=«One of them plays at
    that time.»
! both require {m}: check=blank(home_goals) = blank(away_goals); say=«Both numbers, please.»
?public # page public {t} «Standings»: show={t.key}, points, diff, scored; sort=-points, -diff, -scored
# table list {t} «Standings»: sort={gsort}-points, -diff, -scored; columns={t.key}, {gcol}points, diff, scored, won,
    drawn{ggroup}
# plan calendar {m} «Schedule»: date=start; show=home, away, {f}; color={f}
# open_games list {m} «Still to play»: where=blank(home_goals); sort=start; columns=start, {f}, home, away
= {m}: home,away,{f},start,home_goals,away_goals: {t.a}|{t.b}|{f.a}|today 06:00|2|1 / {t.c}|{t.d}|{f.b}|today
    06:00|0|0 / {t.a}|{t.c}|{f.a}|today+1 10:00|| / {t.b}|{t.d}|{f.b}|today+1 10:00||
* table «The table follows the results» table, open_games :: edit {m}[3] home_goals=0, away_goals=4 =>
    {t}[{t.c}].points = 4 // edit {m}[4] home_goals=1, away_goals=1 => {t}[{t.d}].points = 2
* itself «Nobody plays itself» itself, both :: add {m} home={t.a}, away={t.a}, {f}={f.a}, start=today+2 10:00 =>
    refused by itself
* pitch «No place and no team twice at once» pitch, twice, plan :: add {m} home={t.a}, away={t.b}, {f}={f.a},
    start=today+1 10:10 => refused by pitch // add {m} home={t.a}, away={t.b}, {f}={f.c}, start=today+1 10:10 =>
    refused by twice
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("standings")
        and {"require", "booking"} <= sketch.able.constructs
        and not reading.says("judge", "poll")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    team = _team(sketch)
    game = sketch.event("game", "Match | Matches | ⚽", but=[team])
    pitch = sketch.need("room", fresh="Pitch | Pitches | 🟩", but=[team])
    group = sketch.pick("group", but=[team], own=True)
    if group:
        for index, row in enumerate(team.rows):
            row[group.id] = group.named(index % 2)
    length = reading.quantity("span", "standings booking", "minute")
    write(
        sketch,
        BODY,
        t=team,
        m=game,
        f=pitch,
        g=group,
        length=minutes(length, "30"),
        public="yes" if reading.says("public") else "",
        gsort=f"{group}, " if group else "",
        gcol=f"{group}, " if group else "",
        ggroup=f"; group={group}" if group else "",
    )
    if reading.says("public") and sketch.wanted != "static" and "public" not in sketch.able:
        sketch.boss()
        sketch.roles.append(
            RoleLine(
                "public", sketch.say("Visitor"), "", [f"see {team}, {game}, {pitch}" + (f", {group}" if group else "")]
            )
        )
    if not length:
        sketch.assumed.append(sketch.say("A match takes 30 minutes."))
    sketch.slots["event"] = game
    sketch.slots["who"] = team
    sketch.serve(
        "standings",
        "booking",
        "calendar",
        "score",
        "points",
        "print",
        *(("public", "roles") if sketch.roles else ()),
    )


def _team(sketch: Sketch) -> Thing:
    word = next(
        (
            m
            for m in sketch.reading.mentions
            if m.noun.word in ("team", "mannschaft", "equipe", "equipo", "チーム", "verein")
        ),
        None,
    )
    return sketch.adopt(word) if word else sketch.need("group person household", fresh="Team | Teams | 👥")


RECIPE = Recipe("standings", 8, _fits, _apply)
