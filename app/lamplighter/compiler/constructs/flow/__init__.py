"""Moves a choice field from state to state: who may, when, what is stamped and what is locked."""

from lamplighter.compiler.constructs.flow.emit import emit as emit
from lamplighter.compiler.constructs.flow.signature import SIGNATURE as SIGNATURE
