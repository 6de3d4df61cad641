"""Does it start, answer, deliver all that its first screen loads, and speak of what the blueprint is about?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lamplighter.domain.blueprint.model import Blueprint, Entity, Role, Screen
from lamplighter.domain.findings import Finding, Recompile, Severity
from lamplighter.services.checks import Subject, starts
from lamplighter.services.checks.starts import main_nouns
from lamplighter.services.containment import Containment, Limits
from lamplighter.services.inspection import start as starting

Checked = Callable[..., Awaitable[tuple[Finding, ...]]]
PAGE = "<!doctype html><html><head><title>t</title>{}</head><body></body></html>"


def blueprint(*labels: str, screens: tuple[str, ...] = (), roles: bool = False) -> Blueprint:
    """A blueprint about these things; `screens` names those that have one."""
    return Blueprint(
        *(1, "b", "B", "", "en", "web", ()),
        (Role("boss", "Boss", "", ""),) if roles else (),
        tuple(Entity(f"e{number}", label, ()) for number, label in enumerate(labels)),
        (),
        tuple(Screen(f"s{of}", "list", of, "S", "") for of in screens),
        *((), (), (), (), ()),
    )


async def test_a_page_and_all_it_loads_is_asked_for(check: Checked) -> None:
    head = "<link rel=stylesheet href='a.css'><link rel=icon href='data:,x'>"
    head += "<script type=module src='src/a.js?v=1'></script>"
    files = {
        "index.html": PAGE.format(head),
        "a.css": "@import './b.css'; a { background: url(img/x.svg) }",
        "b.css": "b { background: url('data:image/png;base64,xx') url(#local) }",
        "img/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "src/a.js": "import { b } from './lib/b.js';\nexport { c } from './c.js';\nconst s = `import './${b}.js'`;\n",
        "src/lib/b.js": "export const b = 1; const late = () => import('../late.js');\n",
        "src/c.js": "export const c = 'https://elsewhere.example/x.js';\n",
        "src/late.js": "",
    }
    assert await check("starts", files) == ()


@pytest.mark.parametrize(
    ("files", "address"),
    [
        ({"index.html": PAGE.format("<script src='gone.js'></script>")}, "/gone.js"),
        ({"index.html": PAGE.format("<link rel='stylesheet' href='css/gone.css'>")}, "/css/gone.css"),
        ({"index.html": PAGE.format('<style>x</style><img src="pic%20ture.png">')}, "/pic%20ture.png"),
        (
            {
                "index.html": PAGE.format("<script type=module src=a.js></script>".replace("=a.js", "='a.js'")),
                "a.js": "import './b/gone.js';\n",
            },
            "/b/gone.js",
        ),
        (
            {
                "index.html": PAGE.format("<link rel=stylesheet href='a.css'>"),
                "a.css": "a { background: url(gone.svg) }",
            },
            "/gone.svg",
        ),
    ],
)
async def test_a_part_that_is_missing_is_named(check: Checked, files: dict[str, str], address: str) -> None:
    (found,) = await check("starts", files)
    assert found.severity is Severity.ERROR
    assert found.message.startswith(f"“{address}”")
    assert "404" in found.message


async def test_a_lost_compiled_part_is_written_again(check: Checked) -> None:
    files = {"index.html": PAGE.format("<script src='src/gone.js'></script>")}
    (found,) = await check("starts", files, compiled=frozenset({"src/gone.js"}))
    assert found.repair == Recompile("src/gone.js")


async def test_nouns_are_looked_for_in_everything_delivered(check: Checked) -> None:
    files = {
        "index.html": PAGE.format("<script type=module src='a.js'></script>"),
        "a.js": 'export const words = ["Werkzeuge", "L\\u00f6wen &amp; Tiger", "Mum\\\'s"];\n',
    }
    known = blueprint(
        "Werkzeug | Werkzeuge | tool", "Löwe | Löwen & Tiger", "Mum's | Mum's", screens=("e0", "e1", "e2")
    )
    assert await check("starts", files, blueprint=known) == ()
    (found,) = await check("starts", files, blueprint=blueprint("Drill | Drills | x", screens=("e0",)))
    assert found.severity is Severity.ERROR
    assert "“Drills”" in found.message
    assert "no browser" in found.proof


def test_main_nouns_are_those_with_a_screen_else_the_first() -> None:
    assert main_nouns(blueprint("Tool | Tools | t", "Loan | Loans", screens=("e1",))) == (("Loans", "Loan"),)
    assert main_nouns(blueprint("Tool | Tools | t", "Loan | Loans")) == (("Tools", "Tool"),)
    assert main_nouns(blueprint("Rice | Rice", screens=("e0",))) == (("Rice",),)
    assert main_nouns(blueprint("Box", " | | x", screens=("e0", "e1"))) == (("Boxes", "Box"), ("E1",))
    assert main_nouns(blueprint()) == ()


SERVER = """
import argparse, json, os
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
import uvicorn

app = FastAPI()

@app.get("/")
def page():
    return HTMLResponse("<!doctype html><title>Tools</title><script type='module' src='/app.js'></script>")

@app.get("/app.js")
def script():
    return Response("export const a = 'Tool';", media_type="text/javascript")

@app.get("/api/view")
def view():
    return VIEW

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--uds")
    uvicorn.run(app, uds=parser.parse_args().uds, log_level="warning")
"""


def server(view: str) -> dict[str, str]:
    return {"server/__init__.py": "", "server/__main__.py": SERVER.replace("VIEW", view)}


async def test_a_web_project_is_started_and_asked_for_its_state(check: Checked) -> None:
    known = blueprint("Tool | Tools | t", screens=("e0",))
    assert await check("starts", server('{"rows": {"tool": []}}'), pack="web", blueprint=known) == ()


@pytest.mark.parametrize("view", ["{'no': 1}", "Response('x', 500)", "Response('not json', media_type='text/plain')"])
async def test_a_web_project_without_a_state_is_an_error(check: Checked, view: str) -> None:
    (found,) = await check("starts", server(view), pack="web", blueprint=blueprint("Tool | Tools"))
    assert found.severity is Severity.ERROR
    assert "/api/view" in found.message


async def test_a_state_for_known_people_only_is_fine_when_there_are_roles(check: Checked) -> None:
    files = server("Response('who are you?', 401)")
    assert await check("starts", files, pack="web", blueprint=blueprint("Tool | Tools", roles=True)) == ()
    assert len(await check("starts", files, pack="web", blueprint=blueprint("Tool | Tools"))) == 1


async def test_a_server_that_breaks_says_why(check: Checked) -> None:
    files = {"server/__init__.py": "", "server/__main__.py": "raise RuntimeError('no such table: tools')\n"}
    (found,) = await check("starts", files, pack="web")
    assert found.message == "the project does not start: it ended before it answered"
    assert "no such table: tools" in found.proof


async def test_a_server_that_never_listens_is_given_up(check: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "START_SECONDS", 0.5)
    files = {"server/__init__.py": "", "server/__main__.py": "import time\ntime.sleep(60)\n"}
    (found,) = await check("starts", files, pack="web")
    assert found.message == "the project does not start: it did not answer in time"


async def test_a_server_that_answers_with_an_error_is_named(check: Checked) -> None:
    files = server("{}")
    files["server/__main__.py"] = SERVER.replace("VIEW", "{'rows': {}}").replace(
        "return HTMLResponse(", "raise ValueError("
    )
    found = await check("starts", files, pack="web")
    assert found[0].message == "the first screen does not answer as it should: 500"
    assert "ValueError" in found[0].proof


FOREIGN: dict[str, dict[str, str]] = {
    "a FastAPI app": {
        "src/shop/api.py": "from fastapi import FastAPI\napi = FastAPI(title='x')\n@api.get('/')\ndef a(): return 1\n"
    },
    "a server of Python's own": {
        "server.py": "from http.server import *\nHTTPServer(('', 8123), SimpleHTTPRequestHandler).serve_forever()\n"
    },
    "a Node server": {
        "package.json": '{"scripts": {"start": "node server.js"}}',
        "server.js": "require('http').createServer((q, r) => r.end('hi')).listen(process.env.PORT);\n",
    },
    "a script": {"main.py": "print('done')\n"},
    "a command that wants words": {
        "main.py": "import argparse\np = argparse.ArgumentParser(); p.add_argument('x'); p.parse_args()\n"
    },
    "a command that asks": {"main.py": "input('name? ')\n"},
    "a program that waits": {"main.py": "import time\ntime.sleep(60)\n"},
    "a package": {"shop/__init__.py": "", "shop/__main__.py": "print('hi')\n"},
    "a page in a folder": {"public/index.html": PAGE.format("<script src='/a.js'></script>"), "public/a.js": ""},
}


@pytest.mark.parametrize("what", FOREIGN)
async def test_a_foreign_project_is_started_as_its_files_say(check: Checked, what: str) -> None:
    assert await check("starts", FOREIGN[what]) == ()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"main.py": "raise SystemExit('no settings file')\n"}, "ends with 1"),
        (
            {"app.py": "from fastapi import FastAPI\napp = FastAPI()\nraise ValueError('boom')\n"},
            "ended before it answered",
        ),
        ({"package.json": '{"scripts": {"start": "node a.js"}}', "a.js": "throw new Error('boom')"}, "ends with 1"),
        (
            {
                "main.py": (
                    "from http.server import *\n"
                    "class H(BaseHTTPRequestHandler):\n    def do_GET(self): self.send_error(500)\n"
                    "HTTPServer(('', 8000), H).serve_forever()\n"
                )
            },
            "first answer is 500",
        ),
    ],
)
async def test_a_foreign_project_that_breaks_is_named(check: Checked, files: dict[str, str], words: str) -> None:
    (found,) = await check("starts", files)
    assert found.severity is Severity.ERROR
    assert words in found.message


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "# Nothing to start\n"},
        {"main.py": "import flask\n", "requirements.txt": "flask\n"},
        {"app.py": "from fastapi import FastAPI\nimport numpy\napp = FastAPI()\n"},
        {"package.json": '{"scripts": {"start": "node a.mjs"}}', "a.mjs": "import 'express';\n"},
    ],
    ids=["nothing to start", "a package is missing", "a package of a server", "a package of Node"],
)
async def test_what_cannot_be_started_here_is_said(check: Checked, files: dict[str, str]) -> None:
    (found,) = await check("starts", files)
    assert found.severity is Severity.NOTE
    assert found.message.startswith("not run: ")


async def test_starting_writes_only_in_a_copy(check: Checked, project: Path, containment: Containment) -> None:
    assert await check("starts", {"main.py": "open('made', 'w').close()\n"}) == ()
    assert sorted(path.name for path in project.iterdir()) == ["main.py"]
    assert list(containment.temp.iterdir()) == []


async def test_a_long_temp_path_does_not_hinder_a_socket(
    tmp_path: Path, project: Path, containment: Containment
) -> None:
    temp = tmp_path / ("long-" * 20) / ("longer-" * 10)
    temp.mkdir(parents=True)
    content = PAGE.format("").encode()
    (project / "index.html").write_bytes(content)
    deep = Containment(temp, containment.toolchain)
    assert await starts.run(Subject(project, {"index.html": content}), deep) == ()
    assert list(temp.iterdir()) == []


async def test_limits_hold_for_what_is_started(check: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "ALONE_LIMITS", Limits(wall=1))
    (found,) = await check("starts", {"main.py": "import os\nos.kill(1, 9)\nwhile True: os.getppid()\n"})
    assert found.severity is Severity.ERROR
