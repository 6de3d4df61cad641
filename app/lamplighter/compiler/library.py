"""What the fixed library of compiled apps offers: which name stands in which module, the same in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_OFFERED = {
    "values": (
        "ONE add subtract times divide negative rounded floored ceiled absolute less at_most more at_least lesser "
        "greater is_blank or_else plus_days plus_minutes days_between minutes_between year month week weekday day_of "
        "hour hour_of add_months workdays folded compared decimal number_from joined length lower has holds "
        "common bucket count total average smallest largest first last listed minute_of moment_at ordinal day_at alike"
    ),
    "fields": "Entity Field changed money said read Unreadable",
    "messages": "say shown shown_day",
    "tables": "derived given shown_reference",
    "rights": "EVERY Role may can_do is_me",
    "refusal": "Refusal",
    "examples": "day moment",
    "commit": "Refused",
    "rulebook": "Action Alert Due Rules",
}
BASE: Mapping[str, str] = {name: module for module, names in _OFFERED.items() for name in names.split()}
"""Name → module of the base library."""
