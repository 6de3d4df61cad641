# mypy: disable-error-code="import-not-found,no-any-return,unreachable"
"""What the tests inside the sandbox share: a server over a fresh data file, and people who ask it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from server.accounts import Accounts
from server.api import made_app
from server.data_file import DataFile

WRITES = {"x-app": "1"}
NOON = "2026-11-20T12:00"


class Desk:
    """A server; `now` is what its clock says."""

    def __init__(self, folder: Path, preview: bool = True) -> None:
        self.now = NOON
        self.file = folder / "data.sqlite"
        self.data = DataFile(self.file, lambda zone: self.now)
        self.accounts = Accounts(self.data, preview=preview)
        self.app = made_app(self.data, self.accounts)

    def stranger(self) -> Guest:
        return Guest(TestClient(self.app))

    def as_(self, role: str, row_id: int | None = None) -> Guest:
        guest = self.stranger()
        guest.post("/api/session/become", role=role, id=row_id)
        return guest


class Guest:
    """A browser with its own cookies."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def post(self, path: str, **body: object) -> Response:
        return self.client.post(path, json=body, headers=WRITES)

    def commit(self, change: Mapping[str, object], confirm: str | None = None) -> Response:
        return self.post("/api/commit", change=change, confirm=confirm)

    def add(self, entity: str, **values: object) -> Response:
        return self.commit({"kind": "add", "entity": entity, "values": values})

    def edit(self, entity: str, row_id: int, v: int | None = None, **values: object) -> Response:
        return self.commit({"kind": "edit", "entity": entity, "id": row_id, "v": v, "values": values})

    def do(self, action: str, row_id: int | None = None, **args: object) -> Response:
        return self.commit({"kind": "do", "action": action, "id": row_id, "args": args})

    @property
    def view(self) -> Any:  # noqa: ANN401  # JSON
        answer = self.client.get("/api/view")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, entity: str) -> dict[str, Any]:
        """The rows of the view by their names."""
        return {row["$name"]: row for row in self.view["rows"][entity]}

    def send(self, name: str, content: bytes) -> Response:
        return self.client.post("/api/files", content=content, headers={**WRITES, "x-file-name": name})


def rules(answer: Response) -> list[str]:
    """Which rules refused."""
    return [one["rule"] for one in answer.json()["refusals"]]
