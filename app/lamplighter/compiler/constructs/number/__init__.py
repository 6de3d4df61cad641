"""Gives rows numbers without gaps, by year or day where wanted."""

from lamplighter.compiler.constructs.number.emit import emit as emit
from lamplighter.compiler.constructs.number.signature import SIGNATURE as SIGNATURE
