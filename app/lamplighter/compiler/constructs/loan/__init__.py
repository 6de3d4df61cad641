"""Lends a thing to one person at a time and takes it back."""

from lamplighter.compiler.constructs.loan.emit import emit as emit
from lamplighter.compiler.constructs.loan.signature import SIGNATURE as SIGNATURE
