"""What this computer can do is found by trying, and being able to do little is told in words, not raised."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec

from lamplighter.engine.examination import examined
from lamplighter.engine.job import Workshop
from lamplighter.services.containment import Containment


async def test_it_tells_tier_attacks_tools_and_room(workshop: Workshop) -> None:
    told = await examined(workshop)
    assert told["tier"] == (await workshop.containment.probe()).tier
    attacks = told["probe"]
    assert isinstance(attacks, list)
    assert attacks
    assert all(set(one) == {"name", "stopped"} for one in attacks)
    assert isinstance(told["disk_free"], int)
    assert told["disk_free"] > 0
    assert told["home"] == str(workshop.home.root)
    assert "without a language model" in str(told["model"])
    assert msgspec.json.encode(told)


async def test_each_pack_says_whether_its_packages_are_there(workshop: Workshop) -> None:
    packages = (await examined(workshop))["packages"]
    assert isinstance(packages, dict)
    assert set(packages) == {pack.name for pack in workshop.packs}
    assert packages["static"] == "needs none"
    assert packages["web"] == "ready" or "not" in str(packages["web"])


async def test_a_computer_without_a_sandbox_is_told_what_to_install(bare_workshop: Workshop) -> None:
    told = await examined(bare_workshop)
    assert told["tier"] == 0
    assert told["why"]
    assert told["hint"]


async def test_no_node_is_an_empty_name(workshop: Workshop) -> None:
    toolchain = dataclasses.replace(workshop.containment.toolchain, node=None)
    contained = Containment(workshop.home.temp, toolchain, bwrap=Path("/nowhere/bwrap"))
    told = await examined(dataclasses.replace(workshop, containment=contained))
    assert told["node"] == ""
