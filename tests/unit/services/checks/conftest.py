"""Projects in memory, and a way to run one check over them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from lamplighter.domain.findings import Finding
from lamplighter.services.checks import Subject, run_checks
from lamplighter.services.containment import Containment
from lamplighter.services.discover import TEMPLATES, bundled
from lamplighter.services.inspection.foreign import write_copy
from lamplighter.services.packages import folder_name

Checked = Callable[..., Awaitable[tuple[Finding, ...]]]


@pytest.fixture(scope="session")
def web_packages() -> tuple[Path, ...]:
    """The web pack's packages, made at set-up."""
    import sys

    lock = bundled(TEMPLATES) / "web" / "requirements.lock"
    folder = Path(sys.prefix) / "lamplighter-packs" / folder_name("web", lock.read_bytes())
    assert folder.is_dir(), "fetch them: python -m lamplighter.services.packages"
    return (folder,)


@pytest.fixture
def check(containment: Containment, project: Path, web_packages: tuple[Path, ...]) -> Checked:
    """`await check("parse", {"a.py": "x = 1"})` gives the findings; keywords go to the subject."""

    async def checked(only: str, files: Mapping[str, str | bytes], **subject: object) -> tuple[Finding, ...]:
        content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        write_copy(content, project)
        whole = Subject(project, content, packages=web_packages, **subject)  # type: ignore[arg-type]  # as given
        return await run_checks(whole, containment, only, lambda event: None)

    return checked
