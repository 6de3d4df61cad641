"""Lists a row on the start page while a condition holds, with a message to copy."""

from lamplighter.compiler.constructs.alert.emit import emit as emit
from lamplighter.compiler.constructs.alert.signature import SIGNATURE as SIGNATURE
