"""What time it is on the wall: in the zone of the settings, or of this computer when they name none."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .fields import value_of
from .tables import Tables


def zone_of(db: Tables) -> str:
    """The zone the settings name, such as Europe/Berlin; empty when they name none that is known here."""
    kind = db.entities.get("settings")
    if kind is None or kind.field("zone") is None or not db.all("settings"):
        return ""
    named = value_of(db.settings, "zone") or ""
    return named if is_zone(named) else ""


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def wall_time(zone: str) -> str:
    """The wall time to the minute, without an offset."""
    return datetime.now(ZoneInfo(zone) if zone else None).strftime("%Y-%m-%dT%H:%M")
