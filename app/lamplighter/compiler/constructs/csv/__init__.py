"""Reads rows from a file after a preview, and writes them to CSV, JSON or a calendar."""

from lamplighter.compiler.constructs.csv.emit import emit as emit
from lamplighter.compiler.constructs.csv.signature import SIGNATURE as SIGNATURE
