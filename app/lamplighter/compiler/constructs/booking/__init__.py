"""Keeps spans of time on one thing from overlapping beyond its places, and inside open hours."""

from lamplighter.compiler.constructs.booking.emit import emit as emit
from lamplighter.compiler.constructs.booking.signature import SIGNATURE as SIGNATURE
