"""Keys and passwords that must not leave: only formats that are certain, since nothing can override a hit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lamplighter.services.exporter.parcel import Past

# Formats as their issuers document them for secret scanning.
_FORMATS = {
    "a private key": rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "an Anthropic key": rb"\bsk-ant-[A-Za-z0-9_-]{20,}",
    "an OpenAI key": rb"\bsk-(?:proj-)?[A-Za-z0-9]{32,}",
    "an AWS key": rb"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b",
    "a GitHub token": rb"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})",
    "a GitLab token": rb"\bglpat-[A-Za-z0-9_-]{20,}",
    "a Slack token": rb"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a Google key": rb"\bAIza[A-Za-z0-9_-]{35}",
    "a Stripe key": rb"\b[rs]k_live_[A-Za-z0-9]{20,}",
    "an npm token": rb"\bnpm_[A-Za-z0-9]{36}\b",
    "a PyPI token": rb"\bpypi-[A-Za-z0-9_-]{50,}",
    "a web address with a password": rb"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>{}]+:[^\s/@\"'<>{}$]{6,}@",
}
_PATTERNS = {what: re.compile(pattern) for what, pattern in _FORMATS.items()}
_SECRET_NAMES = frozenset({".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".pgpass"})


def secrets_in(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What was found and where (`path:line`), never the secret itself."""
    return tuple(place for path in sorted(files) for place in _in_file(path, files[path]))


def without_secrets(versions: Sequence[Past]) -> tuple[Past, ...]:
    """The versions that hold none; bytes that many versions share are looked at once."""
    distinct = {pair for version in versions for pair in version.files.items()}
    leaky = {pair for pair in distinct if _in_file(*pair)}
    return tuple(version for version in versions if leaky.isdisjoint(version.files.items()))


def _in_file(path: str, content: bytes) -> list[str]:
    found = []
    if path.rpartition("/")[2].casefold() in _SECRET_NAMES and content.strip():
        found.append(f"{path}: a file that holds secrets by its name")
    for what, pattern in _PATTERNS.items():
        hit = pattern.search(content)
        if hit:
            found.append(f"{path}:{content.count(10, 0, hit.start()) + 1}: {what}")
    return found
