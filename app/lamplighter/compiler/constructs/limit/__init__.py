"""Caps how many rows, or what sum over them, share the same keys."""

from lamplighter.compiler.constructs.limit.emit import emit as emit
from lamplighter.compiler.constructs.limit.signature import SIGNATURE as SIGNATURE
