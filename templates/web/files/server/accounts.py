"""Who is there: accounts, passwords, sessions, one-time links. One account has one role."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

from .commit import Refused, tables
from .data_file import DataFile, Person
from .messages import say
from .refusal import Refusal
from .fields import Field
from .rights import Role, may, may_all
from .rules import RULES
from .tables import Tables

TABLES = (
    """CREATE TABLE IF NOT EXISTS _accounts (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, row_id INTEGER, salt BLOB NOT NULL, hash BLOB NOT NULL) STRICT""",
    "CREATE TABLE IF NOT EXISTS _sessions (token BLOB PRIMARY KEY, role TEXT, row_id INTEGER, until REAL) STRICT",
    "CREATE TABLE IF NOT EXISTS _links (token BLOB PRIMARY KEY, role TEXT, row_id INTEGER, until REAL) STRICT",
)
PUBLIC = "public"
SESSION_SECONDS = 30 * 24 * 3600.0
LINK_SECONDS = 7 * 24 * 3600.0
SHORTEST = 8  # characters of a password
TRIES, WAIT = 5, 60.0  # so many wrong passwords for a name, then so many seconds of rest
MOST_DEMO = 6
FIRST = "\0first"  # stands for the code of the first account among the names
Json = dict[str, Any]


class TooMany(Exception):
    """Too many wrong passwords; the answer is "later"."""


class Accounts:
    """`preview` lets anybody act as one of the example people; it is set only where nobody else can reach the app."""

    def __init__(self, data: DataFile, preview: bool = False) -> None:
        self.data = data
        self.preview = preview
        self.first_code = secrets.token_hex(4)
        self._wrong: dict[str, tuple[int, float]] = {}
        for statement in TABLES:
            data.ask(statement)

    # -- who asks

    def person(self, token: str | None) -> Person | None:
        """The person of a session; without one a visitor where the app has a public side, else nobody."""
        found = self.data.ask(
            "SELECT role, row_id FROM _sessions WHERE token = ? AND until > ?", hashed(token or ""), time.time()
        )
        if found and self._stands(*found[0]):
            role, row_id = found[0]
            return Person(role, RULES.roles[role].person, row_id)
        return Person(PUBLIC) if PUBLIC in RULES.roles else None

    def _stands(self, role: str, row_id: int | None) -> bool:
        """Whether the app still has the role, and the row of the person."""
        if role not in RULES.roles:
            return False
        entity = RULES.roles[role].person
        with self.data.reading(Person()) as db:
            return not entity or db.get(entity, row_id) is not None

    def state(self, token: str | None) -> Json:
        """What the sign-in page offers."""
        person = self.person(token)
        return {
            "signed_in": person is not None and person.role != PUBLIC,
            "first": not self.data.ask("SELECT 1 FROM _accounts LIMIT 1") and not self.preview,
            "join": [self._join(name, role) for name, role in RULES.roles.items() if role.join == "self"],
            "demo": list(self._people()) if self.preview else [],
        }

    def _join(self, name: str, role: Role) -> Json:
        fields = [one for one in to_fill_in(role) if one.name != RULES.entities[role.person].shown]
        told = [{"id": one.name, "label": one.label, "kind": one.kind, "options": one.options} for one in fields]
        return {"role": name, "label": role.label, "fields": told}

    def _people(self) -> Iterator[Json]:
        """One may act as the first people of each role, or as the role itself."""
        with self.data.reading(Person()) as db:
            for name, role in RULES.roles.items():
                if name == PUBLIC:
                    continue
                rows = db.all(role.person)[:MOST_DEMO] if role.person else ()
                yield from ({"role": name, "id": r.id, "name": f"{db.name_of(role.person, r)} ({role.label})"} for r in rows)
                if not role.person:
                    yield {"role": name, "id": None, "name": role.label}

    def people(self) -> set[tuple[str, int]]:
        """The rows of those who have an account."""
        found = self.data.ask("SELECT role, row_id FROM _accounts WHERE row_id IS NOT NULL")
        return {(RULES.roles[role].person, row_id) for role, row_id in found if role in RULES.roles}

    # -- coming in; each gives the token of a new session

    def sign_in(self, name: str, password: str) -> str:
        """Raises Refused, or TooMany after some wrong passwords."""
        key = folded(name)
        self._rested(key)
        found = self.data.ask("SELECT role, row_id, salt, hash FROM _accounts WHERE name = ?", key)
        role, row_id, salt, kept = found[0] if found else ("", None, b"", b"")
        if not hmac.compare_digest(scrambled(password, salt or b"nobody"), kept):
            self._went_wrong(key)
            raise Refused([Refusal("account", say("wrong_password"))])
        self._wrong.pop(key, None)
        return self._session(role, row_id)

    def _rested(self, key: str) -> None:
        """Raises TooMany while it is too early for another try."""
        count, until = self._wrong.get(key, (0, 0.0))
        if count >= TRIES and until > time.monotonic():
            raise TooMany

    def _went_wrong(self, key: str) -> None:
        now = time.monotonic()
        self._wrong = {one: tries for one, tries in self._wrong.items() if tries[1] > now}
        self._wrong[key] = (self._wrong.get(key, (0, 0.0))[0] + 1, now + WAIT)

    def first(self, code: str, name: str, password: str) -> str:
        """The first account, with the code that was printed where the app was started."""
        self._rested(FIRST)
        is_right = hmac.compare_digest(code.strip().encode(), self.first_code.encode())
        if self.data.ask("SELECT 1 FROM _accounts LIMIT 1") or not is_right:
            self._went_wrong(FIRST)
            raise Refused([Refusal("account", say("wrong_code"), "code")])
        self._checked(name, password)
        role = self.first_role()
        return self._account(role, self._own_row(role, name), name, password)

    def first_role(self) -> str:
        """The first role that may do everything, else the first."""
        names = [name for name in RULES.roles if name != PUBLIC]
        return next((name for name in names if does_everything(name)), names[0])

    def join(self, role: str, values: Json, name: str, password: str) -> str:
        """Open sign-up: adds the person's row from the fields that are asked for, and from nothing else."""
        if role not in RULES.roles or RULES.roles[role].join != "self":
            raise Refused([Refusal("may", say("not_allowed"))])
        self._checked(name, password)
        entity = RULES.roles[role].person
        given = {one.name: values.get(one.name) for one in to_fill_in(RULES.roles[role])}
        shown = RULES.entities[entity].shown
        if shown in given and not given[shown]:
            given[shown] = name
        done = self.data.change(Person(), {"kind": "add", "entity": entity, "values": given})
        return self._account(role, done.made[0][1], name, password)

    def use_link(self, token: str, name: str, password: str) -> str:
        """A one-time link: sets the password of the person it was made for, anew when there was one."""
        found = self.data.ask("SELECT role, row_id FROM _links WHERE token = ? AND until > ?", hashed(token), time.time())
        if not found:
            raise Refused([Refusal("account", say("link_is_over"))])
        role, row_id = found[0]
        if not self._stands(role, row_id):
            raise Refused([Refusal("account", say("link_is_over"))])
        known = self.data.ask("SELECT name FROM _accounts WHERE role = ? AND row_id = ?", role, row_id)
        if known:
            session = self._renewed(known[0][0], role, row_id, password)
        else:
            session = self._account(role, row_id, name or self._name(role, row_id), password)
        self.data.ask("DELETE FROM _links WHERE token = ?", hashed(token))
        return session

    def _renewed(self, name: str, role: str, row_id: int, password: str) -> str:
        """A new password ends all sessions that stood on the old one."""
        long_enough(password)
        salt = secrets.token_bytes(16)
        scrambled_now = scrambled(password, salt)
        self.data.ask("UPDATE _accounts SET salt = ?, hash = ? WHERE name = ?", salt, scrambled_now, name)
        self.data.ask("DELETE FROM _sessions WHERE role = ? AND row_id = ?", role, row_id)
        return self._session(role, row_id)

    def become(self, role: str, row_id: int | None) -> str:
        """Act as an example person, in the preview only."""
        if not self.preview or role not in RULES.roles:
            raise Refused([Refusal("may", say("not_allowed"))])
        return self._session(role, row_id)

    def sign_out(self, token: str | None) -> None:
        self.data.ask("DELETE FROM _sessions WHERE token = ?", hashed(token or ""))

    # -- one-time links

    def invite(self, person: Person, role: str, row_id: int | None) -> str:
        """A link for somebody; only for who may add such people. A password is set anew only by who may do everything."""
        with self.data.reading(person) as db:
            known = self.data.ask("SELECT 1 FROM _accounts WHERE role = ? AND row_id = ?", role, row_id)
            if role not in self.invitable(db) or (known and not may_all(db, RULES)):
                raise Refused([Refusal("may", say("not_allowed"))])
        if bool(RULES.roles[role].person) != (row_id is not None) or not self._stands(role, row_id):
            raise Refused([Refusal("account", say("choose_a_row"))])
        token = secrets.token_urlsafe(24)
        values = (hashed(token), role, row_id, time.time() + LINK_SECONDS)
        self.data.ask("INSERT INTO _links VALUES (?, ?, ?, ?)", *values)
        return f"#/link/{token}"

    def invitable(self, db: Tables) -> list[str]:
        """The roles the person set in `db` may make links for: everybody, or such people as they may add."""
        everything = may_all(db, RULES)
        names = [name for name in RULES.roles if name != PUBLIC]
        return names if everything else [name for name in names if self._open_to(db, name)]

    def _open_to(self, db: Tables, name: str) -> bool:
        entity = RULES.roles[name].person
        return bool(entity) and may(db, RULES, "add", entity, None) and not does_everything(name)

    # -- inside

    def _own_row(self, role: str, name: str) -> int | None:
        """The row of a person by name; made with nothing but the name where there is none."""
        entity = RULES.roles[role].person
        if not entity:
            return None
        with self.data.reading(Person()) as db:
            found = db.find(entity, name.strip())
        if found is not None:
            return found
        shown = RULES.entities[entity].shown
        done = self.data.change(Person(), {"kind": "add", "entity": entity, "values": {shown: name} if shown else {}})
        return done.made[0][1]

    def _name(self, role: str, row_id: int | None) -> str:
        with self.data.reading(Person()) as db:
            return db.name(RULES.roles[role].person, row_id) or ""

    def _account(self, role: str, row_id: int | None, name: str, password: str) -> str:
        self._checked(name, password)
        salt = secrets.token_bytes(16)
        values = (folded(name), role, row_id, salt, scrambled(password, salt))
        try:
            self.data.ask("INSERT INTO _accounts VALUES (?, ?, ?, ?, ?)", *values)
        except sqlite3.IntegrityError as fault:
            raise Refused([Refusal("account", say("name_taken"), "name")]) from fault
        return self._session(role, row_id)

    def _checked(self, name: str, password: str) -> None:
        faults = []
        if not folded(name):
            faults.append(Refusal("account", say("name_missing"), "name"))
        elif self.data.ask("SELECT 1 FROM _accounts WHERE name = ?", folded(name)):
            faults.append(Refusal("account", say("name_taken"), "name"))
        if faults:
            raise Refused(faults)
        long_enough(password)

    def _session(self, role: str, row_id: int | None) -> str:
        token = secrets.token_urlsafe(32)
        now = time.time()
        self.data.ask("DELETE FROM _sessions WHERE until < ?", now)
        self.data.ask("INSERT INTO _sessions VALUES (?, ?, ?, ?)", hashed(token), role, row_id, now + SESSION_SECONDS)
        return token


def does_everything(name: str) -> bool:
    """Whether nothing is forbidden to a role."""
    db = tables(RULES)
    db.role = name
    return may_all(db, RULES)


def to_fill_in(role: Role) -> list[Field]:
    """What somebody who joins must say about themselves."""
    return [one for one in RULES.entities[role.person].stored if one.required and not one.auto and one.default is None]


def long_enough(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused([Refusal("account", say("password_short", least=SHORTEST), "password")])


def hashed(token: str) -> bytes:
    """Tokens are kept as their hash, so that the data file lets nobody in."""
    return hashlib.sha256(token.encode()).digest()


def scrambled(password: str, salt: bytes) -> bytes:
    """scrypt (RFC 7914) with 16 MiB of memory."""
    return hashlib.scrypt(unicodedata.normalize("NFKC", password).encode(), salt=salt, n=2**14, r=8, p=1)


def folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
