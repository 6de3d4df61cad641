"""Every app has a face: one that fits its words, that can be read, and that is the same each time."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from lamplighter.compiler.colour import contrast, hex_of
from lamplighter.compiler.faces import Faces
from lamplighter.compiler.identity import faint_pairs, identity, palette, subject_of, tokens_css
from lamplighter.compiler.toolkit import Toolkit

HUES = ("rose", "clay", "honey", "moss", "leaf", "pine", "teal", "sea", "blue", "iris", "plum", "berry")


@pytest.fixture
def faces(tools: Toolkit) -> Faces:
    return tools.front.faces


def test_a_known_colour_comes_out_as_the_screen_shows_it() -> None:
    assert hex_of((1.0, 0.0, 0.0)) == "#ffffff"
    assert hex_of((0.0, 0.0, 0.0)) == "#000000"
    assert hex_of((0.627955, 0.257683, 29.234)) == "#ff0000"


def test_a_colour_no_screen_can_show_keeps_its_lightness_and_loses_chroma() -> None:
    impossible, possible = hex_of((0.7, 0.4, 150)), hex_of((0.7, 0.15, 150))
    assert impossible != possible
    assert abs(contrast(impossible, "#000000") - contrast(possible, "#000000")) < 1.0


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("name", HUES)
def test_every_text_can_be_read_on_every_ground_in_both_themes(faces: Faces, name: str) -> None:
    hue = next(h for h in faces.hues if h.name == name)
    assert faint_pairs(faces, hue) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_four_states_can_be_told_apart_from_each_other(faces: Faces, theme: str) -> None:
    colours = palette(faces, faces.hues[0], theme)
    assert len({colours[state] for state in ("late", "soon", "good", "info")}) == 4


def test_a_faint_pair_would_be_told(faces: Faces) -> None:
    harder = msgspec.structs.replace(faces.floors[0], floor=22.0)
    strict = dataclasses.replace(faces, floors=(harder,))
    assert any("below 22" in told for told in faint_pairs(strict, faces.hues[0]))


@pytest.mark.parametrize(
    ("words", "hue", "icon", "tone"),
    [
        (["Tool Library", "Lend tools in the village", "Tool", "Member"], "pine", "wrench", "crafted"),
        (["Salon Rosa", "Hair and beauty", "Stylist", "Client"], "plum", "scissors", "friendly"),
        (["Hofkasse", "Was der Hofladen einnimmt", "Kasse"], "honey", "basket", "crisp"),
        (["Notre jardin", "Les plantes à arroser", "Plante"], "leaf", "leaf", "crafted"),
        (["読書会", "本と感想", "本"], "berry", "book", "crafted"),
    ],
)
def test_words_choose_the_face(faces: Faces, words: list[str], hue: str, icon: str, tone: str) -> None:
    chosen = identity(faces, app_id="x", texts=words, first=words[-1])
    assert (chosen.hue.name, chosen.icon, chosen.tone.name) == (hue, icon, tone)


def test_without_a_hit_the_id_chooses_the_hue_and_a_letter_stands_for_the_icon(faces: Faces) -> None:
    chosen = identity(faces, app_id="ab", texts=["Zzyzx", "Qwrt"], first="über")
    assert chosen.hue == faces.hues[(ord("a") + ord("b")) % 12]
    assert (chosen.icon, chosen.letter, chosen.tone.name) == ("", "Ü", "friendly")


def test_the_settings_of_the_app_win_and_an_unknown_wish_does_not(faces: Faces) -> None:
    texts = ["Tool Library", "Tool"]
    chosen = identity(
        faces, app_id="x", texts=texts, first="Tool", chosen={"hue": "rose", "icon": "cup", "tone": "crisp"}
    )
    assert (chosen.hue.name, chosen.icon, chosen.tone.name) == ("rose", "cup", "crisp")
    other = identity(faces, app_id="x", texts=texts, first="Tool", chosen={"hue": "mauve", "icon": "dragon"})
    assert (other.hue.name, other.icon) == ("pine", "wrench")


def test_a_short_word_hits_only_as_a_whole(faces: Faces) -> None:
    assert subject_of(faces, "Cats") == "paw"
    assert subject_of(faces, "Catering") != "paw"


def test_tokens_hold_both_themes_and_the_series_only_when_they_are_used(faces: Faces) -> None:
    face = identity(faces, app_id="x", texts=["Tool"], first="Tool")
    plain, full = tokens_css(faces, face, series=False), tokens_css(faces, face, series=True)
    assert "--bg: light-dark(#" in plain
    assert ".key-1" not in plain
    assert full.count(".key-") == 8
    assert tokens_css(faces, face, series=True) == full


def test_every_icon_is_one_path_on_its_grid(faces: Faces) -> None:
    assert len(faces.subjects) >= 40
    assert len(faces.controls) >= 20
    assert not set(faces.controls) & set(faces.subjects)
    assert all(set(path) <= set("MmLlHhVvAaCcSsQqZz0123456789.- ") for path in faces.icons.values())
