"""The lines recipes are written in."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.body import feature, write
from lamplighter.domain.drafting.draft import ABLE
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.reading import read
from lamplighter.domain.drafting.sketch import Able, Sketch


@pytest.fixture
def sketch(lexicon: Lexicon) -> Sketch:
    return Sketch(read("tools and members", lexicon, "en"), lexicon, ABLE, "static")


@pytest.fixture
def german(lexicon: Lexicon) -> Sketch:
    return Sketch(read("Werkzeug", lexicon, "de"), lexicon, ABLE, "static")


def test_a_line_of_fields_adds_them_once(sketch: Sketch) -> None:
    tool = sketch.need("item")
    write(sketch, "+ {x}: price money | «Price» ; price int | Other", x=tool)
    assert tool.fields["price"] == "money | Price"


def test_a_rule_a_screen_rows_and_a_feature(sketch: Sketch) -> None:
    tool = sketch.need("item")
    body = """
    ! cap limit {x}: max=9;
        per=note
    # all list {x} «Who has what»: sort=name
    = {x}: name,note: Saw|{{sharp}} / Axe|
    * cap «Only so many a day» cap, all :: add {x} name=A => ok // add {x} name=Saw => refused by name
    """
    write(sketch, body.replace("\n    ", "\n"), x=tool)
    assert [(r.id, r.use, r.on, r.with_) for r in sketch.rules] == [("cap", "limit", "tool", "max=9; per=note")]
    assert [(s.id, s.type, s.label) for s in sketch.screens] == [("all", "list", "Who has what")]
    assert tool.rows[-2:] == [{"name": "Saw", "note": "{sharp}"}, {"name": "Axe", "note": ""}]
    assert sketch.features[0].checks == ("add tool name=A => ok", "add tool name=Saw => refused by name")


def test_a_guard_holds_a_line_back(sketch: Sketch) -> None:
    tool = sketch.need("item")
    write(sketch, "?queue + {x}: a int\n?!queue + {x}: b int\n?more + {x}: c int\n?!more + {x}: d int", x=tool, more="")
    assert {"a", "b", "c", "d"} & set(tool.fields) == {"b", "d"}


def test_a_rule_that_cannot_be_compiled_is_left_out_with_its_checks(sketch: Sketch) -> None:
    tool = sketch.need("item")
    body = "! line queue {x}: state=s\n* next «Next» line, {x} :: line.call_next => ok // add {x} name=A => ok"
    write(sketch, body, x=tool)
    assert sketch.rules == []
    assert sketch.features[0].uses == ("tool",)
    assert sketch.features[0].checks == ("add tool name=A => ok",)


def test_a_taken_id_gets_a_number_in_its_checks_too(sketch: Sketch) -> None:
    tool, member = sketch.need("item"), sketch.need("person")
    checks = "add {x} name=A => refused by once // once.run {x}[1] => ok"
    body = f"! once limit {{x}}: max=1; per=name\n* once «Once» once :: {checks}"
    write(sketch, body, x=tool)
    write(sketch, body, x=member)
    assert [r.id for r in sketch.rules] == ["once", "once_2"]
    assert sketch.features[1].uses == ("once_2",)
    assert sketch.features[1].checks == ("add member name=A => refused by once_2", "once_2.run member[1] => ok")


def test_phrases_speak_the_language_of_the_app(german: Sketch) -> None:
    tool = german.need("item")
    write(german, "+ {x}: back_on date | «Back on»", x=tool)
    assert tool.fields["back_on"] == "date | Zurück am"


def test_a_check_that_is_too_long_is_left_out(sketch: Sketch) -> None:
    tool = sketch.need("item")
    feature(sketch, "long", "Long", [tool.id], ["add tool name=" + "x" * 400 + " => ok", "add tool name=y => ok"])
    assert sketch.features[0].checks == ("add tool name=y => ok",)


def test_a_feature_without_anything_to_use_is_none(sketch: Sketch) -> None:
    feature(sketch, "gone", "Gone", ["nothing"], [])
    assert sketch.features == []


def test_two_rules_never_give_one_field_twice(sketch: Sketch) -> None:
    tool = sketch.need("item")
    assert sketch.rule("a", "due", tool.id, "date=today")
    assert not sketch.rule("b", "due", tool.id, "date=today")


def test_able_knows_constructs_and_screens() -> None:
    able = Able(frozenset({"loan"}), frozenset({"list"}), frozenset({"static"}))
    assert "loan" in able
    assert "list" in able
    assert "static" not in able
