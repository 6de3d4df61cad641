"""What can be taken back for some seconds, by the person who did it."""

from __future__ import annotations

import secrets
import time

from .data_file import Person
from .tables import Image

SECONDS = 12.0  # the page offers it for ten; two more for the way


class Undoing:
    """Kept in memory: after a restart nothing can be taken back."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Person, tuple[Image, ...]]] = {}

    def keep(self, person: Person, images: tuple[Image, ...]) -> str | None:
        """A token for what was just written; None when nothing was."""
        now = time.monotonic()
        self._kept = {token: kept for token, kept in self._kept.items() if kept[0] > now}
        if not images:
            return None
        token = secrets.token_urlsafe(16)
        self._kept[token] = (now + SECONDS, person, images)
        return token

    def take(self, person: Person, token: str) -> tuple[Image, ...]:
        """What the token stands for, once; nothing when it is too late or somebody else's."""
        until, owner, images = self._kept.get(token, (0.0, person, ()))
        if owner != person or until < time.monotonic():
            return ()
        del self._kept[token]
        return images
