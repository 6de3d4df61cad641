"""The one door to a running prototype: a random port of this computer that answers only who holds the token."""

from __future__ import annotations

from lamplighter.services.preview_gate.gate import PreviewGate

__all__ = ["PreviewGate"]
