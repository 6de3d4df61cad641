"""Each recipe, by an idea that asks for it in plain words: what it draws, and that its wish counts as answered."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.lexicon import Lexicon

from .conftest import OWN, SIXTY, Drafting, labels, made, uses

WORLDS = {
    "loan": ("neighbours borrow my books for three weeks, max 2 at once", {"loan", "due", "alert"}),
    "appointment": ("massage practice: clients book appointments, massage 60 min", {"booking", "alert"}),
    "stay": ("cat hotel: cats stay some nights in a room, price per night", {"booking"}),
    "booking": (
        "members book the tennis court, max 2 bookings at once, cancel until 12 hours before",
        {"booking", "flow", "limit"},
    ),
    "lessons": ("I give guitar lessons to pupils, who owes me money", {"booking", "flow", "alert"}),
    "rota": ("shift rota for volunteers, at least 2 per shift, they swap shifts", {"limit", "require", "act", "alert"}),
    "leave": (
        "days off: staff ask for leave, the manager approves, remaining days",
        {"flow", "booking", "lookup", "require"},
    ),
    "tickets": (
        "IT helpdesk: tickets go new, in work, solved; urgent 4h, normal 2 days SLA",
        {"flow", "lookup", "due", "history"},
    ),
    "orders": (
        "members order a vegetable box every week until the deadline, who has not paid",
        {"limit", "require", "alert"},
    ),
    "jobs": ("cake orders of customers with a deposit", {"flow", "due", "act"}),
    "invoice": ("write invoices for my clients with 19% VAT", {"number", "act", "due", "require"}),
    "till": (
        "till for our farm shop: receipt with change to give, VAT 7% and 19%",
        {"number", "lookup", "require", "act"},
    ),
    "standings": ("football league with results and standings", {"require", "booking"}),
    "judging": ("cake judging: judges score each cake on 3 criteria 1-10", {"limit"}),
    "guests": ("wedding guests: who is coming, meals, max 8 per table", {"limit", "alert"}),
    "meals": ("our recipes, week plan and shopping list", {"act"}),
    "dues": ("membership fees of our club every month, who has not paid", {"limit", "alert", "due"}),
    "budget": ("household budget with categories, import the bank csv", {"alert", "csv"}),
    "splitting": ("split expenses with my flatmates", {"require", "alert"}),
    "challenge": ("step challenge: workouts give points (run 5, swim 4), leaderboard", {"lookup"}),
    "waiting": ("walk-in clinic: patients get a number, call the next, urgent ones first", {"number", "flow"}),
    "tally": ("office drinks list: everyone ticks what they drank, settle monthly", {"lookup", "require", "act"}),
    "stock": ("stock of my shop with suppliers, low stock list", {"require", "alert", "csv"}),
    "tokens": ("babysitting co-op with tokens, nobody below -5", {"require", "act"}),
    "medicine": ("medicine of my mum, morning and evening, how many pills are left", {"limit", "due", "alert"}),
    "service_book": ("service book for our cars: oil change every 15000 km, inspection", {"due", "act", "require"}),
    "upkeep": ("water my houseplants every 5 days", {"due", "act", "history"}),
    "cards": ("flashcards for Spanish vocabulary", {"due", "act", "csv"}),
    "voting": ("vote on the next film, 2 votes each", {"limit"}),
    "hours": ("track time per project with start and stop", {"limit", "act", "csv"}),
    "contacts": ("contacts I have not talked to for 60 days, next follow-up", {"due", "alert", "act", "csv"}),
    "habits": ("habit tracker with weekly goals", {"limit", "alert"}),
    "readings": ("fridge temperature log twice a day, entries must not be changed", {"limit", "alert", "require"}),
    "figures": ("my weight every week, warn above 90", {"alert"}),
    "rates": ("price table by zone and weight, a quote is valid 7 days", {"lookup", "require", "limit", "csv"}),
    "flags": ("feature flags per environment with percentage rollout", {"limit", "history", "act"}),
    "links": ("url shortener with custom alias and clicks per day", {"limit", "require"}),
    "diary": ("dream diary with moods", set()),
    "drawing": ("secret santa with couples who must not draw each other", {"require", "limit"}),
    "trading": ("toy swap between parents", {"flow", "limit", "require"}),
    "fighters": ("initiative tracker: monsters roll dice, hit points", {"act", "require", "history"}),
    "claims": ("expense claims: staff upload receipts, the manager approves", {"flow", "require", "csv"}),
    "retro": ("retro board with sticky notes in columns and 3 votes", {"limit", "act", "due"}),
    "lost": ("lost property of our school", {"number", "flow", "limit"}),
    "plots": ("allotment plots, rent every year, waiting list", {"due", "alert", "limit", "flow"}),
    "signups": ("sign up for workshops, max 10 places, waiting list", {"limit", "require", "act"}),
    "tasks": ("todo list with due dates", {"due", "act"}),
    "chores": ("chores rotate each week between flatmates", {"due", "act", "limit"}),
    "hosts": ("whose turn is it to host our dinner meetings", {"limit", "alert"}),
    "measures": ("near-miss reports and measures with a deadline", {"due", "act", "alert"}),
    "repairs": ("bike repair shop: bikes, customers, price, when ready", {"number", "flow", "due"}),
    "attendance": ("attendance of my choir singers", {"limit", "alert"}),
    "wishes": ("gift list so that nobody buys twice", {"act", "require"}),
    "accounts": ("pocket money balance of my kids", {"require"}),
    "activities": ("runs of our club with distance and a leaderboard", {"require"}),
    "rollcall": ("class trip: who has paid, who has returned the slip", {"alert"}),
    "numbers": ("log of letters with a running number", {"number"}),
    "approvals": ("articles are approved by the editor", {"flow"}),
}


@pytest.mark.parametrize("name", WORLDS)
def test_plain_words_bring_the_behaviour(name: str, draft: Drafting) -> None:
    text, wanted = WORLDS[name]
    assert wanted <= uses(draft(text)), uses(draft(text))


def test_every_recipe_is_used_by_some_idea(draft: Drafting, lexicon: Lexicon) -> None:
    texts = [*SIXTY, *OWN, *(text for text, _ in WORLDS.values())]
    used = {name for text in texts for name in _recipes(text, lexicon)}
    assert {recipe.name for recipe in lexicon.recipes} - used == set()


def _recipes(text: str, lexicon: Lexicon) -> set[str]:
    from lamplighter.domain.drafting.draft import ABLE
    from lamplighter.domain.drafting.language import spoken
    from lamplighter.domain.drafting.reading import read
    from lamplighter.domain.drafting.sketch import Sketch

    sketch = Sketch(read(text, lexicon, spoken(text, lexicon, "en")[0]), lexicon, ABLE, "web")
    used = set()
    for recipe in lexicon.recipes:
        if recipe.fits(sketch):
            recipe.apply(sketch)
            used.add(recipe.name)
    return used


def test_recipes_have_names_of_their_own(lexicon: Lexicon) -> None:
    names = [recipe.name for recipe in lexicon.recipes]
    assert len(names) == len(set(names))
    assert [r.order for r in lexicon.recipes] == sorted(r.order for r in lexicon.recipes)


@pytest.mark.parametrize(
    ("text", "labels_"),
    [
        ("people borrow drills from our tool library", {"Tool", "Loan"}),
        ("Verleih von Kostümen im Theaterverein", {"Kostüm", "Ausleihe"}),
        ("prêt de livres entre voisins", {"Livre", "Voisin", "Prêt"}),
        ("préstamo de herramientas entre vecinos", {"Herramienta", "Vecino", "Préstamo"}),
        ("本の貸し出し管理", {"本", "貸出"}),
    ],
)
def test_lending_speaks_five_languages(text: str, labels_: set[str], draft: Drafting) -> None:
    assert labels_ <= labels(draft(text))
    assert "loan" in uses(draft(text))


@pytest.mark.parametrize(
    ("text", "with_"),
    [
        ("people borrow tools for two weeks, max 3 at a time", "days=14; max=3"),
        ("friends borrow games for 10 days", "days=10"),
        ("Nachbarn leihen Werkzeug für 3 Wochen, höchstens 2", "days=21; max=2"),
    ],
)
def test_numbers_reach_the_rule(text: str, with_: str, draft: Drafting) -> None:
    loan = next(r for r in made(draft(text)).rules if r.use == "loan")
    assert loan.with_.endswith(with_)


def test_nobody_approves_their_own(draft: Drafting) -> None:
    flow = next(
        r
        for r in made(draft("staff ask for days off, the manager approves, 28 days a year, remaining days")).rules
        if r.use == "flow"
    )
    assert "!= me" in flow.with_


def test_the_states_of_the_text_become_the_steps(draft: Drafting) -> None:
    flow = next(
        r for r in made(draft("track my commissions with stages idea, sketch, ink, sold")).rules if r.use == "flow"
    )
    assert "moves=idea>sketch>ink>sold" in flow.with_


def test_properties_land_on_the_thing_they_belong_to(draft: Drafting) -> None:
    blueprint = made(draft("my wines with vintage, winery, rating and a photo"))
    fields = {line.split(" ")[0] for line in blueprint.entities[0].fields}
    assert {"year", "maker", "stars", "photo"} <= fields


def test_listed_things_are_joined_to_what_they_are_about(draft: Drafting) -> None:
    blueprint = made(draft("beekeeping log: hives, inspections, treatments"))
    joined = [e for e in blueprint.entities if any(line.startswith("hive ref(hive)") for line in e.fields)]
    assert {e.label.split(" | ")[0] for e in joined} >= {"Inspection", "Treatment"}
