"""Says of each row whether it is done, overdue, due soon or fine."""

from lamplighter.compiler.constructs.due.emit import emit as emit
from lamplighter.compiler.constructs.due.signature import SIGNATURE as SIGNATURE
