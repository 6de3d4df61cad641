"""What this computer can do, found by trying: containment, interpreters, disk, the packs' packages, the keychain."""

from __future__ import annotations

import platform
import shutil
import sys

from lamplighter.domain.errors import ToolMissing
from lamplighter.engine.job import Workshop
from lamplighter.services.keychain import keychain_state
from lamplighter.services.packages import pack_packages
from lamplighter.services.store import JSON


async def examined(workshop: Workshop) -> dict[str, JSON]:
    """Plain values: `tier` 0, 1 or 2; `probe` what was attacked and whether it was stopped; `disk_free` in bytes."""
    probe = await workshop.containment.probe()
    node = workshop.containment.toolchain.node
    return {
        "tier": probe.tier,
        "probe": [{"name": result.name, "stopped": result.stopped} for result in probe.results],
        "why": probe.why,
        "hint": probe.hint,
        "python": f"{platform.python_version()} ({sys.executable})",
        "node": str(node) if node else "",
        "disk_free": shutil.disk_usage(workshop.home.root).free,
        "home": str(workshop.home.root),
        "packages": {pack.name: _packages(workshop, pack.name) for pack in workshop.packs},
        "keychain": keychain_state().sentence,
        "model": "none: prototypes are built by rules, without a language model",
    }


def _packages(workshop: Workshop, name: str) -> str:
    pack = workshop.pack(name)
    if pack is None:
        return "unknown pack"
    try:
        folder = pack_packages(pack, workshop.home.cache)
    except ToolMissing as missing:
        return f"{missing.message} {missing.hint}"
    return "ready" if folder else "needs none"
