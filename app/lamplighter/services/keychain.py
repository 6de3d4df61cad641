"""Whether this computer has a keychain that a key may be kept in. No key is read or written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# By module, since the classes of the other systems cannot be imported here.
_ACCEPTED = {
    "keyring.backends.macOS": "the macOS keychain",
    "keyring.backends.Windows": "the Windows Credential Manager",
    "keyring.backends.SecretService": "the Secret Service",
    "keyring.backends.libsecret": "the Secret Service",
    "keyring.backends.kwallet": "KWallet",
}
_CHAINER = "keyring.backends.chainer"


@dataclass(frozen=True, slots=True)
class KeychainState:
    """`backend` is what was found, by module; only an `accepted` one may hold a key."""

    backend: str
    accepted: bool
    sentence: str


def keychain_state() -> KeychainState:
    """What the system offers; a back end that keeps keys in plain text, or nowhere, is not accepted."""
    import keyring

    return judged_backend(keyring.get_keyring())


def judged_backend(backend: KeyringBackend) -> KeychainState:
    """The state for one back end; of several in a chain the first counts, for that one would get the key."""
    module = type(backend).__module__
    if module == _CHAINER:
        first = next(iter(getattr(backend, "backends", ())), None)
        return judged_backend(first) if first is not None else _refused(module)
    for accepted, name in _ACCEPTED.items():
        if module == accepted or module.startswith(f"{accepted}."):
            return KeychainState(module, accepted=True, sentence=f"A key is kept in {name}.")
    return _refused(module)


def _refused(module: str) -> KeychainState:
    sentence = (
        "No system keychain found. Your key stays in memory only and must be entered again next time."
        if module in ("keyring.backends.fail", "keyring.backends.null", _CHAINER)
        else f"The keychain back end {module} does not protect a key, so it is not used: "
        "your key stays in memory only and must be entered again next time."
    )
    return KeychainState(module, accepted=False, sentence=sentence)
