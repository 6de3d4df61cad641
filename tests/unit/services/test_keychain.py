"""Which keychains may hold a key, and what is said where none may."""

from __future__ import annotations

from collections.abc import Callable

import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest

from lamplighter.services.keychain import judged_backend, keychain_state


def backend_of(module: str) -> keyring.backend.KeyringBackend:
    """A back end that says it comes from a module of another system."""
    made = type("Keyring", (keyring.backends.null.Keyring,), {"__module__": module, "priority": -1})
    found: keyring.backend.KeyringBackend = made()
    return found


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keyring.backends.macOS", "macOS keychain"),
        ("keyring.backends.Windows", "Windows Credential Manager"),
        ("keyring.backends.SecretService", "Secret Service"),
        ("keyring.backends.libsecret", "Secret Service"),
        ("keyring.backends.kwallet", "KWallet"),
    ],
)
def test_a_system_keychain_is_accepted_and_named(module: str, name: str) -> None:
    state = judged_backend(backend_of(module))
    assert (state.accepted, state.backend) == (True, module)
    assert name in state.sentence


@pytest.mark.parametrize("kind", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_no_keychain_means_memory_only_and_says_so(kind: Callable[[], keyring.backend.KeyringBackend]) -> None:
    state = judged_backend(kind())
    assert not state.accepted
    assert state.sentence.startswith("No system keychain found. Your key stays in memory only")


@pytest.mark.parametrize("module", ["keyrings.alt.file", "keyring_pass", "keyring.backends.macOS_fake", "my.backend"])
def test_a_backend_that_keeps_keys_in_the_open_is_refused_by_name(module: str) -> None:
    state = judged_backend(backend_of(module))
    assert not state.accepted
    assert module in state.sentence
    assert "memory only" in state.sentence


@pytest.mark.parametrize(
    ("modules", "accepted"),
    [
        (["keyring.backends.SecretService", "keyrings.alt.file"], True),
        (["keyrings.alt.file", "keyring.backends.SecretService"], False),
        ([], False),
    ],
)
def test_of_a_chain_the_first_counts_for_it_would_get_the_key(
    monkeypatch: pytest.MonkeyPatch, modules: list[str], accepted: bool
) -> None:
    chainer: Callable[[], keyring.backend.KeyringBackend] = keyring.backends.chainer.ChainerBackend
    monkeypatch.setattr(chainer, "backends", [backend_of(module) for module in modules])
    assert judged_backend(chainer()).accepted is accepted


def test_this_computer_has_an_answer() -> None:
    assert keychain_state().sentence.endswith(".")
