"""A made-up club that uses every part of the server: roles, files, lists, numbers, bookings, loans, a history."""

from __future__ import annotations

CLUB: dict[str, object] = {
    "v": 1, "id": "club", "name": "Club", "pitch": "", "lang": "en", "kind": "web",
    "pains": [{"id": "p", "who": "x", "pain": "y"}],
    "roles": [
        {"id": "boss", "label": "Boss", "is": "person", "may": "all *", "join": "list"},
        {"id": "worker", "label": "Worker", "is": "person", "may":
         "see person(name, hours, everybody); see|add|edit job own; "
         "see item(name, photo, out); see|add loan own; do lend own person; "
         "see room where not closed; see|add slot", "join": "self"},
        {"id": "desk", "label": "Desk", "is": "", "may": "see|add person; see job; see room", "join": "invite"},
    ],
    "entities": [
        {"id": "settings", "label": "", "fields": ["zone text =Asia/Tokyo"]},
        {"id": "person", "label": "Person | People", "fields": [
            "name text! unique", "born date!", "pay money", "hours num := sum(job.hours)",
            "everybody int := count(all job)"]},
        {"id": "item", "label": "", "fields": [
            "name text! unique", "photo photo", "secret text", "paper file", "out yesno := not available"]},
        {"id": "room", "label": "", "fields": ["name text! unique", "closed yesno =no"]},
        {"id": "slot", "label": "", "fields": ["room ref(room)!", "begins datetime!", "ends datetime!"]},
        {"id": "job", "label": "", "fields": [
            "nr text auto", "title text!", "owner ref(person)! =me", "hours num =1 min 0", "v text"]},
        {"id": "loan", "label": "", "fields": [
            "item ref(item)!", "person ref(person)! =me", "out_on date =today", "back_on date"]},
    ],
    "rules": [
        {"id": "count", "use": "number", "on": "job", "with": "field=nr; form={000}"},
        {"id": "free", "use": "booking", "on": "slot", "with": "what=room; from=begins; to=ends; places=2"},
        {"id": "lend", "use": "loan", "on": "loan", "with": "what=item; who=person; out=out_on; back=back_on"},
        {"id": "long", "use": "require", "on": "job", "with": "check=hours < 100; mode=warn; say=That is long."},
        {"id": "trace", "use": "history", "on": "job", "with": ""},
        {"id": "list", "use": "csv", "on": "job", "with": "in=title, hours; key=title; out=csv, json"},
        {"id": "pricey", "use": "alert", "on": "item", "with": "when=not blank(secret); say={name}: {secret}"},
    ],
    "screens": [],
    "demo": [
        {"of": "person", "cols": "name,born", "keep": "",
         "rows": ["Ann|1990-01-01", "Bob|1991-01-01", "Cyd|1992-01-01"]},
        {"of": "item", "cols": "name,secret", "rows": ["Drill|code 7", "Saw|"], "keep": ""},
        {"of": "room", "cols": "name,closed", "rows": ["Oak|no", "Vault|yes"], "keep": "yes"},
        {"of": "job", "cols": "title,owner,hours", "rows": ["Sweep|Bob|2", "Paint|Cyd|5"], "keep": ""},
        {"of": "loan", "cols": "item,person,out_on", "rows": ["Drill|Cyd|today"], "keep": ""},
    ],
    "features": [{"id": "f", "label": "F", "pain": "p", "when": "must", "uses": "", "checks": []}],
    "measures": [], "not_covered": [], "assumed": [],
}  # fmt: skip
