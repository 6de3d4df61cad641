"""A button: asks for some fields, sets others, in one step."""

from lamplighter.compiler.constructs.act.emit import emit as emit
from lamplighter.compiler.constructs.act.signature import SIGNATURE as SIGNATURE
