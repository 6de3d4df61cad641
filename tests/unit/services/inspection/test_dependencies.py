"""What a project declares, in each of the places where projects declare it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.services.inspection.dependencies import (
    declared_in_javascript,
    declared_in_python,
    normal,
    provided_by,
)
from lamplighter.services.inspection.subject import Subject


def subject(files: dict[str, str]) -> Subject:
    return Subject(Path("/nowhere"), {path: text.encode() for path, text in files.items()})


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        (
            "requirements.txt",
            "A_b.C>=1,<2 ; python_version>'3'\n# no\n-e .\n--hash=x\nd[e]@https://x/y\n",
            {"a-b-c", "d"},
        ),
        ("requirements/dev.txt", "x\n", {"x"}),
        ("requirements.lock", "x==1 \\\n    --hash=sha256:00\ny==2\n", {"x", "y"}),
        ("requirements-test.txt", "git+https://x/y#egg=Real_Name\n", {"real-name"}),
        ("pyproject.toml", '[project]\ndependencies = ["a>1", "b[c]"]\n', {"a", "b"}),
        ("pyproject.toml", '[dependency-groups]\nt = ["a", {include-group = "b"}]\n', {"a"}),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "3"\na = "*"\n', {"python", "a"}),
        ("pyproject.toml", '[tool.poetry.group.dev.dependencies]\na = "*"\n', {"a"}),
        ("pyproject.toml", '[tool.uv]\ndev-dependencies = ["a"]\n', {"a"}),
        ("pyproject.toml", "broken = ", set()),
        ("pyproject.toml", 'project = 1\ntool = []\ndependency-groups = "x"\n', set()),
        ("Pipfile", '[packages]\na = "*"\n[dev-packages]\nb = "*"\n', {"a", "b"}),
        ("setup.cfg", "[options]\ninstall_requires =\n  a>1\n  b\n[options.extras_require]\nx = c\n", {"a", "b", "c"}),
        ("setup.cfg", "broken", set()),
        (
            "setup.py",
            "setup(install_requires=['a', 'b>1'], extras_require={'x': ['c']}, name='n')",
            {"a", "b", "c", "x"},
        ),
        ("setup.py", "setup(", set()),
        ("environment.yml", "dependencies:\n  - a=1\n  - pip:\n    - b\n", {"a", "b", "pip"}),
        ("notes.txt", "a\n", set()),
    ],
)
def test_python_packages_are_found_where_they_are_declared(path: str, text: str, names: set[str]) -> None:
    assert declared_in_python(subject({path: text})) == names


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (
            {"package.json": '{"name": "me", "dependencies": {"a": "1"}, "peerDependencies": {"@s/b": "1"}}'},
            {"me", "a", "@s/b"},
        ),
        ({"web/package.json": '{"devDependencies": {"a": "1"}}'}, {"", "a"}),
        ({"package.json": "broken"}, set()),
        ({"package.json": "[1]"}, set()),
        ({"i.html": '<script type="importmap">{"imports": {"vue": "/v.js", "lib/": "/l/"}}</script>'}, {"vue", "lib"}),
        ({"i.html": '<script type="importmap">broken</script>'}, set()),
    ],
)
def test_javascript_packages_are_found_where_they_are_declared(files: dict[str, str], names: set[str]) -> None:
    assert declared_in_javascript(subject(files)) == names


def test_names_are_compared_as_the_index_does() -> None:
    assert normal("Foo__Bar.-baz") == "foo-bar-baz"


def test_packages_tell_what_they_provide(tmp_path: Path) -> None:
    record = tmp_path / "PyYAML-6.0.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("yaml/__init__.py,,\n_yaml.so,,\nPyYAML-6.0.dist-info/RECORD,,\n../../bin/x,,\nx.pth,,\n")
    assert provided_by((tmp_path,)) == {"yaml": "pyyaml", "_yaml": "pyyaml"}
