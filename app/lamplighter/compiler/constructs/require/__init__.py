"""Refuses, or warns of, a change that leaves a condition unmet."""

from lamplighter.compiler.constructs.require.emit import emit as emit
from lamplighter.compiler.constructs.require.signature import SIGNATURE as SIGNATURE
