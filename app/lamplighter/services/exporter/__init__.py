"""The way out: what the gate lets leave becomes a folder or a zip in one step, old or new, never mixed.

A folder carries its history as a git repository. Whatever leaves carries the sheet VIABILITY.md.
"""

from lamplighter.services.exporter.export import export
from lamplighter.services.exporter.parcel import Exported, Form, Parcel, Past

__all__ = ["Exported", "Form", "Parcel", "Past", "export"]
