"""Copies values from the first fitting row of another entity: a price, a rate, a deadline."""

from lamplighter.compiler.constructs.lookup.emit import emit as emit
from lamplighter.compiler.constructs.lookup.signature import SIGNATURE as SIGNATURE
