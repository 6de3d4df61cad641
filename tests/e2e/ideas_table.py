"""What the built-in drafter makes of sixty ideas: which of their must-do items a generated scenario really exercises.

`PROOFS` maps each countable must-do item (by its place in the idea) to the feature whose checks exercise it, or to a
screen (`screen:<id>`) where the item is a thing to look at; "" says that the draft does not do it. Countable are items
that can be said with what is compiled: the constructs and screens of `COUNTED`, roles and derived values.
`SHOWN` names the label under which a noun stands when the text has another word for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.drafting import drafted
from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.services.lexicon import read_lexicon

IDEAS = Path(__file__).parents[1] / "data" / "drafting" / "ideas.json"
COUNTED = frozenset(
    [
        "limit",
        "require",
        "act",
        "due",
        "alert",
        "flow",
        "lookup",
        "number",
        "booking",
        "loan",
        "csv",
        "history",
        "today",
        "list",
        "board",
        "calendar",
        "form",
        "detail",
        "chart",
        "print",
        "roles",
        "derived",
    ]
)
PROOFS: Mapping[str, Mapping[int, str]] = {
    "o01_tool_library": {0: "lending", 1: "most", 2: "screen:out_now", 3: "late", 4: "rule:file"},
    "o02_salon_book": {0: "book", 1: "ends", 2: "open", 6: "tomorrow"},
    "o03_putzplan": {1: "tick", 2: "late"},
    "o05_thirsty": {0: "care", 1: "care", 2: "late"},
    "o06_paniers_amap": {0: "order", 1: "closed", 3: "owe", 4: "own_rows", 5: "screen:sheet"},
    "o07_taller_de_bicis": {0: "steps", 1: "price", 2: "number", 3: "late"},
    "o08": {0: "pay", 1: "unpaid", 3: "screen:sheet"},
    "o09_cup_day": {1: "itself", 2: "pitch", 3: "pitch"},
    "o10_kennel_desk": {0: "reserve", 1: "papers_check", 2: "fits", 4: "price", 5: "paper"},
    "o11_potluck": {2: "once", 3: "missing", 4: "screen:who_comes"},
    "o12_grandma_s_kitchen": {0: "week", 2: "shopping", 4: "cook", 5: "scale"},
    "o13_piano_desk": {1: "plan", 2: "owe", 4: "cancel"},
    "o14_getr_nkeliste": {3: "settle", 4: "price"},
    "o15_our_wedding": {2: "tables", 3: "apart", 4: "screen:caterer", 5: "answers"},
    "o16_shop_rota": {1: "hours", 2: "short", 4: "swap"},
    "o17_latin_cards": {3: "rule:words"},
    "o18_book_club": {4: ""},
    "o19_carnet_d_entretien": {0: "due", 1: "km", 2: "screen:cost_chart", 3: "field:photo", 4: "done"},
    "o20_gastos_de_casa": {0: "rule:bank", 3: "over", 4: "screen:months", 5: "rule:bank"},
    "o21_sweat_league": {0: "count", 1: "cap", 4: ""},
    "o22_food_bank_line": {0: "number", 3: "once"},
    "o23_guest_parking": {0: "reserve", 1: "cap", 4: "before"},
    "o24_sitter_swap": {0: "ask", 4: "ask"},
    "o25": {0: "tick", 1: "open"},
    "o26_fair_judge": {0: "once", 1: "most", 2: "own", 5: ""},
    "o27_hofkasse": {0: "total", 1: "screen:paper", 2: "change", 3: "change", 4: "screen:takings"},
    "o28_lost_and_found": {0: "log", 2: "claim", 4: ""},
    "o29_plots": {1: "rent", 5: "key"},
    "o30_mum_s_reminders": {0: "due", 1: "screen:today", 2: "tick"},
    "w01_help_desk": {0: "steps", 1: "target", 3: "own_rows", 4: "log", 5: "screen:breach_chart"},
    "w02_days_off": {0: "ask", 2: "decide", 3: "crowd", 4: "screen:off"},
    "w03_room_desk": {0: "book", 1: "seats", 3: "free"},
    "w04_hiring_board": {0: "steps", 1: "steps", 2: "own_rows", 5: "field:cv"},
    "w05_clockwork": {3: "number", 4: "totals", 5: "paid", 6: "fixed", 7: "screen:paper"},
    "w06_pr_fmittel": {0: "care", 1: "valid", 2: "field:certificate", 3: "lending", 5: "late_2", 6: "rule:file"},
    "w07_cold_proof": {0: "log", 1: "range", 3: "final", 4: "screen:month_sheet", 5: "screen:curve"},
    "w08_calm_queue": {0: "number", 3: "screen:wait_chart"},
    "w09_chantiers": {0: "totals", 3: "number", 4: "left", 5: "accepted", 6: "field:photo"},
    "w10_shelf": {3: "screen:levels", 5: "rule:articles"},
    "w11_turnos": {1: "nights", 2: "swap", 4: "rule:file"},
    "w12_small_crm": {0: "deals", 1: "deals", 2: "call", 3: "silent", 6: "rule:file"},
    "w13_claims": {0: "receipt", 1: "above", 2: "approve", 4: ""},
    "w14_near_miss": {1: "risk", 3: "measure", 4: "screen:trend"},
    "w15_retro": {0: "screen:board", 1: "reveal", 3: "join", 4: "actions"},
    "c01_habit": {0: "tick", 3: "goal", 4: "tick"},
    "c02_todo": {0: "due", 2: "screen:open_list", 3: "tick"},
    "c03_hours": {3: "rule:file", 4: "fix"},
    "c04_spend": {0: "rule:bank", 2: "screen:months", 3: "screen:biggest", 4: "twice"},
    "c05_vokabel": {2: "rule:words", 3: "boxes"},
    "a01_shortlink_api": {3: "screen:per_day", 4: "rule:cap", 5: "own_rows"},
    "a02_flag_api": {0: "once", 1: "switch", 2: "sticky", 3: "log", 4: "reader"},
    "a03_parcel_rates_api": {0: "price", 1: "price", 2: "surcharge", 3: "book", 4: "book", 5: "rule:table"},
    "a04_sensor_api": {0: "rule:file", 2: "weak", 3: "screen:curve", 5: ""},
    "a05_api_p_del": {0: "book", 1: "cap", 2: "tariff_check", 3: "fee", 4: "own_rows"},
    "x01_night_notes": {0: "write", 1: "often", 4: "screen:moods"},
    "x02_ghost_map": {2: "screen:ranking", 3: "report"},
    "x04": {0: "offer", 2: "swap", 3: "held", 4: "rate"},
    "x05_initiative": {4: "dice", 5: "dice"},
}
SHOWN: Mapping[str, Mapping[str, str]] = {
    "o01_tool_library": {"member": "Person"},
    "o02_salon_book": {"service with length and price": "Length"},
    "o03_putzplan": {"Mitbewohner": "Leute"},
    "o04_flat_bills": {"expense": "Bill"},
    "o05_thirsty": {"watering": "Watered"},
    "o11_potluck": {"dish type": "Dish"},
    "o13_piano_desk": {"student": "Kid"},
    "o14_getr_nkeliste": {"Strichliste": "Strich"},
    "o17_latin_cards": {"child": "Kid", "card": "Flashcard"},
    "o20_gastos_de_casa": {"movimiento": "Gasto"},
    "o22_food_bank_line": {"wait time": "Wait in minutes"},
    "o30_mum_s_reminders": {"note": "Thing to remember", "reminder": "Due"},
    "w01_help_desk": {"technician": "Tech"},
    "w02_days_off": {"employee": "Person"},
    "w03_room_desk": {"free rooms": "Free now"},
    "w04_hiring_board": {"job": "Job applicant", "interview": "Interviewer"},
    "w06_pr_fmittel": {"Kalibrierung": "Kalibriert", "Ausgabe": "Ausleihe"},
    "w07_cold_proof": {"monthly sheet": "Month sheet"},
    "w13_claims": {"approval": "Approved"},
    "w14_near_miss": {"rating": "Severity"},
    "c02_todo": {"task": "Todo"},
    "c03_hours": {"spell": "Time entry"},
    "c04_spend": {"transaction": "Spending", "month summary": "Spending per month"},
    "c05_vokabel": {"Karte": "Wort", "Statistik": "Karten pro Fach"},
    "a04_sensor_api": {"alert": "Alarm"},
    "x03_secret_santa": {"draw": "Gives to"},
    "x04": {"会員": "人", "譲": "譲・求"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One idea: its draft, items that stand, those a feature's checks exercise, all of them, what is missing."""

    id: str
    blueprint: Blueprint
    works: int
    exercised: int
    countable: int
    failing: tuple[str, ...]
    not_shown: tuple[str, ...]


def ideas() -> list[dict[str, object]]:
    """The sixty ideas with what they must show and do."""
    found: list[dict[str, object]] = json.loads(IDEAS.read_text(encoding="utf-8"))
    return found


def measured(lexicon: Lexicon) -> list[Row]:
    """A row for each idea."""
    return [row for idea in ideas() if (row := _row(idea, lexicon))]


def _row(idea: dict[str, object], lexicon: Lexicon) -> Row | None:
    draft = drafted(str(idea["idea"]), lexicon)
    if draft.blueprint is None:
        return None
    name = str(idea["id"])
    items = _countable(idea)
    proofs = PROOFS.get(name, {})
    exercised = sum(":" not in proofs.get(p, ":") and proved(draft.blueprint, proofs.get(p, "")) for p, _ in items)
    failing = tuple(do for place, do in items if not proved(draft.blueprint, proofs.get(place, "")))
    shown = SHOWN.get(name, {})
    nouns = [str(n) for n in _list(idea["must_show"])]
    missing = tuple(n for n in nouns if not stands(draft.blueprint, shown.get(n, n)))
    return Row(name, draft.blueprint, len(items) - len(failing), exercised, len(items), failing, missing)


def _countable(idea: dict[str, object]) -> list[tuple[int, str]]:
    found = []
    for place, item in enumerate(_list(idea["must_do"])):
        if isinstance(item, dict) and item["covered"] and set(item["by"]) <= COUNTED:
            found.append((place, str(item["do"])))
    return found


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def proved(blueprint: Blueprint, proof: str) -> bool:
    """Whether the proof stands: a feature with at least one check, or the named rule, screen or field."""
    part, _, name = proof.rpartition(":")
    if part == "screen":
        return any(s.id == name for s in blueprint.screens)
    if part == "rule":
        return any(r.id == name for r in blueprint.rules)
    if part == "field":
        return any(line.startswith(f"{name} ") for e in blueprint.entities for line in e.fields)
    return any(f.id == name and f.checks for f in blueprint.features)


def stands(blueprint: Blueprint, noun: str) -> bool:
    """Whether a label of an entity, field, option or screen holds the noun (folded)."""
    labels = [e.label for e in blueprint.entities] + [s.label for s in blueprint.screens]
    labels += [line.partition(" ")[2] for e in blueprint.entities for line in e.fields]
    return any(fold(noun) in fold(label) for label in labels)


def main() -> None:
    """Prints the table and its totals."""
    rows = measured(read_lexicon())
    for row in rows:
        lacks = "; ".join([*(f"not done: {f}" for f in row.failing), *(f"not shown: {n}" for n in row.not_shown)])
        print(f"{row.id:24} {row.blueprint.kind:7} {row.works:2}/{row.countable:<2} {lacks}")
    works, countable = sum(r.works for r in rows), sum(r.countable for r in rows)
    exercised = sum(r.exercised for r in rows)
    print(f"{len(rows)} ideas drafted; {countable} countable items: {exercised} exercised by checks of a feature,")
    print(f"{works - exercised} more stand as a rule, screen or field without a check of their own")


if __name__ == "__main__":
    main()
