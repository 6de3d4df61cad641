"""The wine shop with its three roles over real HTTP: its server in the sandbox, people on its Unix socket."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import socket
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import toolkit
from lamplighter.domain.blueprint.schema import loads
from lamplighter.services.containment import Containment
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.inspection.recognise import Start
from lamplighter.services.inspection.start import started
from lamplighter.services.packages import pack_packages

BLUEPRINT = Path(__file__).parents[1] / "data" / "own_blueprints" / "cave_du_village.json"
PASSWORD = "du vin et du pain"
AT_ONCE = 20
PRINTED = re.compile(r"code: (\w+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is read as JSON where it is."""

    status: int
    body: Any
    headers: http.client.HTTPMessage


class Person:
    """A browser on the socket, with its cookie."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cookie = ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("app", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(self.path))
        own = {"Cookie": self.cookie, "Content-Type": "application/json", "x-app": "1"}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, content if method == "POST" else None, {**own, **headers})
        answer = connection.getresponse()
        read = answer.read()
        given = answer.getheader("Set-Cookie")
        self.cookie = given.split(";")[0] if given else self.cookie
        connection.close()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return Answer(answer.status, json.loads(read) if is_json else read, answer.headers)

    def add(self, entity: str, **values: object) -> Answer:
        return self.commit({"kind": "add", "entity": entity, "values": values})

    def do(self, action: str, row_id: int | None, **args: object) -> Answer:
        return self.commit({"kind": "do", "action": action, "id": row_id, "args": args})

    def commit(self, change: object) -> Answer:
        answer = self.ask("POST", "/api/commit", {"change": change})
        confirm = answer.body.get("confirm")
        return answer if confirm is None else self.ask("POST", "/api/commit", {"change": change, "confirm": confirm})

    def rows(self, entity: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/api/view").body["rows"][entity]
        return [row for row in found if not row.get("$hidden")]


@dataclass(frozen=True, slots=True)
class Shop:
    """The server: a door for each person, and what it has printed."""

    enter: Callable[[], Person]
    code: str


@pytest.fixture
async def shop(containment: Containment, project: Path) -> AsyncIterator[Shop]:
    tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES))
    pack = tools.packs["web"]
    for name, content in compile_blueprint(loads(BLUEPRINT.read_text("utf-8")), pack, tools).files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    packages = pack_packages(pack)
    assert packages is not None
    async with started(Start(on_socket=(*pack.argv, "--uds")), project, [packages], containment) as running:
        assert running.answers, running.served.printed()
        printed = PRINTED.search(running.served.printed())
        assert printed is not None
        yield Shop(lambda: Person(running.socket), printed[1])


def owner(shop: Shop) -> Person:
    person = shop.enter()
    first = {"code": shop.code, "name": "Marcel", "password": PASSWORD}
    assert person.ask("POST", "/api/session/first", first).status == 204
    return person


def joined(shop: Shop, name: str) -> Person:
    person = shop.enter()
    values = {"courriel": f"{name.lower()}@example.org"}
    join = {"role": "client", "name": name, "password": PASSWORD, "values": values}
    assert person.ask("POST", "/api/session/join", join).status == 204
    return person


def wine(person: Person, name: str) -> dict[str, Any]:
    return next(row for row in person.rows("vin") if row["$name"] == name)


async def test_three_roles_meet_over_http(shop: Shop) -> None:
    await asyncio.to_thread(three_roles, shop)


def three_roles(shop: Shop) -> None:
    passer_by = shop.enter()
    assert set(wine(passer_by, "Tavel")) == {"id", "$v", "$name", "$can", "created", "nom", "prix"}
    assert passer_by.rows("commande") == passer_by.rows("membre") == []
    assert passer_by.add("avis", vin=1, etoiles="5", membre=1).status == 403
    marcel, jeanne, paul = owner(shop), joined(shop, "Jeanne"), joined(shop, "Paul")
    assert {row["nom"] for row in marcel.rows("membre")} >= {"Jeanne", "Paul"}
    assert jeanne.rows("membre") == []
    order = jeanne.add("commande", mot="pour dimanche").body["made"][0]["id"]
    assert jeanne.add("ligne", commande=order, vin=wine(jeanne, "Tavel")["id"], bouteilles="12").status == 200
    assert [row["total"] for row in jeanne.rows("commande")] == ["118.8"]
    assert paul.rows("commande") == paul.rows("ligne") == []
    assert paul.add("ligne", commande=order, vin=1, bouteilles="6").status in (403, 422)
    assert paul.do("etat.move", order, to="annulee").status in (403, 422)
    assert jeanne.do("etat.move", order, to="passee").status == 200
    assert jeanne.do("etat.move", order, to="prete").status == 422
    assert marcel.do("etat.move", order, to="prete").status == 200
    assert [row["etat"] for row in jeanne.rows("commande")] == ["prete"]
    assert jeanne.ask("POST", "/api/start-empty", {}).status == 403
    assert jeanne.do("carte.import", None, text="nom,prix\nTavel,0.01\n", preview=False).status == 403
    assert marcel.do("carte.import", None, text="nom;prix\nTavel;9,95\n", preview=False).body["result"]["changed"] == 1
    assert wine(passer_by, "Tavel")["prix"] == "9.95"


async def test_a_session_ends_when_it_is_signed_out(shop: Shop) -> None:
    def steps() -> None:
        person = owner(shop)
        thief = shop.enter()
        thief.cookie = person.cookie
        assert thief.ask("GET", "/api/view").body["role"]["id"] == "caviste"
        assert person.ask("DELETE", "/api/session").status == 204
        assert thief.ask("GET", "/api/view").body["role"]["id"] == "public"

    await asyncio.to_thread(steps)


async def test_orders_placed_at_once_are_numbered_without_gaps(shop: Shop) -> None:
    def steps() -> None:
        marcel = owner(shop)
        tavel = wine(marcel, "Tavel")["id"]
        marcel.commit({"kind": "edit", "entity": "vin", "id": tavel, "values": {"stock": "10000"}})
        orders = []
        for number in range(AT_ONCE):
            member = marcel.add("membre", nom=f"Membre {number}", courriel="m@example.org").body["made"][0]["id"]
            orders.append(marcel.add("commande", membre=member).body["made"][0]["id"])
            marcel.add("ligne", commande=orders[-1], vin=tavel, bouteilles="6")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            placed = list(pool.map(lambda order: marcel.do("etat.move", order, to="passee").status, orders))
        assert placed == [200] * AT_ONCE
        numbers = sorted(row["numero"] for row in marcel.rows("commande") if row["id"] in orders)
        assert [int(number[-4:]) for number in numbers] == list(range(1, AT_ONCE + 1))

    await asyncio.to_thread(steps)


async def test_a_file_is_sent_and_read_by_who_may(shop: Shop) -> None:
    def steps() -> None:
        marcel, jeanne = owner(shop), joined(shop, "Jeanne")
        sent = marcel.ask("POST", "/api/files", b"<svg onload='x'/>", **{"x-file-name": "fiche.svg"})
        address = f"/api/files/{sent.body['value'][:32]}"
        tavel = wine(marcel, "Tavel")["id"]
        marcel.commit({"kind": "edit", "entity": "vin", "id": tavel, "values": {"fiche": sent.body["value"]}})
        answer = marcel.ask("GET", address)
        assert (answer.body, answer.headers["Content-Type"]) == (b"<svg onload='x'/>", "application/octet-stream")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert jeanne.ask("GET", address).status == 404
        assert jeanne.ask("POST", "/api/files", b"x", **{"x-file-name": "x"}).status == 403

    await asyncio.to_thread(steps)
