"""The only place that starts a process: what is generated runs in here, cut off from the computer, or not at all."""

from __future__ import annotations

from lamplighter.services.containment.runner import Containment, Served
from lamplighter.services.containment.toolchain import found_toolchain
from lamplighter.services.containment.values import PREVIEW_LIMITS, Limits, Outcome, Probe, ProbeResult, Toolchain

__all__ = [
    "PREVIEW_LIMITS",
    "Containment",
    "Limits",
    "Outcome",
    "Probe",
    "ProbeResult",
    "Served",
    "Toolchain",
    "found_toolchain",
]
