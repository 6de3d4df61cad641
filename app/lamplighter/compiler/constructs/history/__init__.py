"""Keeps who changed what and when; nothing in the app can alter it."""

from lamplighter.compiler.constructs.history.emit import emit as emit
from lamplighter.compiler.constructs.history.signature import SIGNATURE as SIGNATURE
