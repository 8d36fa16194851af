"""Where names and keys come from, what is refused at entry, and that they show themselves nowhere."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest

from explorer.core.errors import CredentialError
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources import keyrings
from explorer.sources.credentials import (
    KEY_VARIABLE,
    LONGEST,
    SECRET_VARIABLE,
    USER_VARIABLE,
    Credentials,
    Held,
    Origin,
    Pair,
    Secret,
    check_entry,
    check_key,
    check_pair,
)
from explorer.sources.http import PreparedParts
from explorer.sources.keyrings import Backend, KeyringDoor, KeyringError, find_backend
from explorer.sources.shottracker.signing import signature, signer
from tests.servers import canary
from tests.servers.leftovers import nothing_left_over

HOST = "api.example.com"
ROOT = Path(__file__).resolve().parents[1]
PAIR = Pair(canary.SHOTTRACKER_USER, Secret(canary.SHOTTRACKER_SECRET))


@pytest.fixture(autouse=True)
def leaves_nothing() -> Iterator[None]:
    with nothing_left_over():
        yield


class MemoryBackend:
    """A keyring that keeps, and counts how often it was asked."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[(service, username)]


class RaisingBackend(MemoryBackend):
    """A keyring that complains, with the secret in its complaint."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"locked: {canary.CTG_KEY}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot keep {password}")


class ForgetfulBackend(MemoryBackend):
    """A keyring that takes what it does not keep, as the null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class SleepingBackend(MemoryBackend):
    """A keyring that answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.release.wait(5)
        return super().get_password(service, username)


def with_backend(backend: Backend, environ: dict[str, str] | None = None, within_s: float = 5.0) -> Credentials:
    return Credentials(KeyringDoor(lambda: backend, within_s), environ or {})


def nowhere() -> Backend:
    raise KeyringError("This system has no keyring in which a key can be kept.")


# Entry


@pytest.mark.parametrize("text", ["abc", "  abc\n", "\tabc\r\n", "a-b_c.d@e+f/g=h:i!", "x" * LONGEST])
def test_what_a_vendor_gives_out_is_taken_without_the_space_around_it(text: str) -> None:
    assert check_entry(text, "The key") == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("a b", r"holds a space \(character 2\)"),
        ("ab\N{NO-BREAK SPACE}c", r"holds a space \(character 3\)"),
        ("a\r\nX: 1", "goes over several lines"),
        ("a\N{LINE SEPARATOR}b", "goes over several lines"),
        ("\N{CYRILLIC SMALL LETTER A}bc", r"cannot be sent \(character 1\)"),
        ("ab\x00", r"cannot be sent \(character 3\)"),
        ("ab\N{ZERO WIDTH SPACE}c", r"cannot be sent \(character 3\)"),
        ('a"b', "quotation mark"),
        ("a\\b", "backslash"),
        ("x" * (LONGEST + 1), "more than a key was pasted"),
    ],
)
def test_what_no_vendor_gives_out_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(CredentialError, match=f"^The secret .*{words}.*[.]$") as caught:
        check_pair("someone", text)
    assert not text.strip() or text not in str(caught.value)
    with pytest.raises(CredentialError, match=r"^The key "):
        check_key(text)
    with pytest.raises(CredentialError, match=r"^The user name "):
        check_pair(text, "secret")


# Secrets


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(canary.CTG_KEY)
    held = Held(PAIR, Origin.KEYRING)
    credentials = with_backend(MemoryBackend())
    credentials.keep_ctg(HOST, secret)
    credentials.keep_shottracker(HOST, PAIR, this_run_only=True)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", "%s %r" % (secret, secret), repr([secret])]  # noqa: UP031  # one of the ways a secret may be written
    shown += [repr(PAIR), str(held), held.words, repr(credentials), repr(vars(credentials)), repr(signer(PAIR))]
    assert canary.found_in("".join(shown).encode()) == []
    assert secret.reveal() == canary.CTG_KEY


def test_a_secret_is_neither_pickled_nor_copied_into_json() -> None:
    for write in (pickle.dumps, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            write(Secret(canary.CTG_KEY))


def test_secrets_are_compared_by_what_they_hold() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


def test_a_secret_is_in_no_frame_of_a_failure() -> None:
    credentials = with_backend(RaisingBackend())
    found = credentials.ctg(HOST)
    held = credentials.keep_ctg(HOST, Secret(canary.CTG_KEY))
    assert found is None
    assert held.origin is Origin.THIS_RUN
    assert canary.found_in((credentials.keyring_trouble + held.words).encode()) == []
    broken = MemoryBackend()
    broken.kept[("io.github.possession_explorer.PossessionExplorer", f"{SHOTTRACKER} {HOST}")] = (
        '{"secret": "' + canary.SHOTTRACKER_SECRET
    )
    with pytest.raises(CredentialError, match="cannot be read: enter user name and secret anew") as caught:
        with_backend(broken).shottracker(HOST)
    assert caught.value.__context__ is None
    told = "".join(traceback.TracebackException.from_exception(caught.value).format())
    assert canary.found_in(told.encode()) == []


# Origins


def test_the_keyring_keeps_for_a_host_and_for_that_host_alone() -> None:
    backend = MemoryBackend()
    first = with_backend(backend)
    assert first.shottracker(HOST) is None
    assert first.keep_shottracker(HOST, PAIR) == Held(PAIR, Origin.KEYRING)
    assert first.keep_ctg(HOST, Secret(canary.CTG_KEY)).words == "from the keyring of this system"
    later = with_backend(backend)
    assert later.shottracker(HOST) == Held(PAIR, Origin.KEYRING)
    assert later.ctg(HOST) == Held(Secret(canary.CTG_KEY), Origin.KEYRING)
    assert later.shottracker("other.example.com") is None
    assert later.ctg("127.0.0.1:8000") is None
    later.forget(SHOTTRACKER, HOST)
    later.forget(CTG, HOST)
    later.forget(CTG, HOST)
    assert with_backend(backend).shottracker(HOST) is None
    assert backend.kept == {}


def test_the_keyring_is_asked_once_for_each_host() -> None:
    backend = MemoryBackend()
    credentials = with_backend(backend)
    for _ in range(5):
        credentials.ctg(HOST)
    assert backend.asked == 1
    backend.set_password("io.github.possession_explorer.PossessionExplorer", f"{CTG} {HOST}", "k")
    assert credentials.ctg(HOST) is None
    credentials.ask_keyring_again()
    assert credentials.ctg(HOST) == Held(Secret("k"), Origin.KEYRING)


def test_this_run_comes_before_the_environment_and_that_before_the_keyring() -> None:
    backend = MemoryBackend()
    with_backend(backend).keep_ctg(HOST, Secret("from-keyring"))
    credentials = with_backend(backend, {KEY_VARIABLE: "from-environment"})
    assert credentials.ctg(HOST) == Held(Secret("from-environment"), Origin.ENVIRONMENT)
    held = credentials.keep_ctg(HOST, Secret("from-run"), this_run_only=True)
    assert held.words == "entered for this run only; it is forgotten at the end"
    assert credentials.ctg(HOST) == held
    assert with_backend(backend).ctg(HOST) == Held(Secret("from-keyring"), Origin.KEYRING)


def test_the_environment_needs_no_keyring() -> None:
    def explode() -> Backend:
        raise AssertionError("the keyring was asked")

    environ = {USER_VARIABLE: f" {canary.SHOTTRACKER_USER}\n", SECRET_VARIABLE: canary.SHOTTRACKER_SECRET}
    credentials = Credentials(KeyringDoor(explode), environ)
    assert credentials.shottracker(HOST) == Held(PAIR, Origin.ENVIRONMENT)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({USER_VARIABLE: "someone"}, f"{SECRET_VARIABLE} is empty"),
        ({SECRET_VARIABLE: "x"}, f"{USER_VARIABLE} is empty"),
        ({USER_VARIABLE: "some one", SECRET_VARIABLE: "x"}, f"{USER_VARIABLE} holds a space"),
        ({USER_VARIABLE: "someone", SECRET_VARIABLE: "x\ny"}, f"{SECRET_VARIABLE} goes over several lines"),
    ],
)
def test_half_a_pair_in_the_environment_is_told(environ: dict[str, str], words: str) -> None:
    with pytest.raises(CredentialError, match=words):
        Credentials(KeyringDoor(nowhere), environ).shottracker(HOST)


@pytest.mark.parametrize(
    ("find", "words"),
    [
        (nowhere, "has no keyring"),
        (RaisingBackend, "is locked or refuses"),
        (ForgetfulBackend, "did not keep what it was given"),
    ],
)
def test_without_a_keyring_a_key_is_kept_for_this_run_and_that_is_said(find: Callable[[], Backend], words: str) -> None:
    credentials = Credentials(KeyringDoor(find), {})
    assert credentials.ctg(HOST) is None
    held = credentials.keep_ctg(HOST, Secret(canary.CTG_KEY))
    assert held.origin is Origin.THIS_RUN
    assert words in held.words
    assert credentials.ctg(HOST) == held


def test_a_keyring_that_does_not_answer_holds_nothing_up() -> None:
    backend = SleepingBackend()
    credentials = with_backend(backend, within_s=0.15)
    begin = time.monotonic()
    assert credentials.ctg(HOST) is None
    assert credentials.keyring_trouble == "The keyring of this system did not answer within 0.15 seconds."
    assert credentials.shottracker(HOST) is None
    assert credentials.keep_ctg(HOST, Secret("k")).origin is Origin.THIS_RUN
    assert time.monotonic() - begin < 0.4
    backend.release.set()
    credentials.ask_keyring_again()
    assert credentials.shottracker(HOST) is None
    assert credentials.keyring_trouble == ""


# The real door


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
def test_what_is_no_keyring_counts_as_none(backend: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", backend)
    with pytest.raises(KeyringError, match="has no keyring"):
        find_backend()


def test_a_backend_that_is_not_the_systems_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = MemoryBackend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: plain)
    credentials = Credentials(KeyringDoor(), {})
    assert credentials.keep_ctg(HOST, Secret(canary.CTG_KEY)).origin is Origin.THIS_RUN
    assert plain.kept == {}


def test_of_a_chain_of_keyrings_only_a_real_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    other, real = ForgetfulBackend(), MemoryBackend()

    class ChainerBackend:
        backends = (other, real)

    ChainerBackend.__module__ = "keyring.backends.chainer"
    ChainerBackend.__qualname__ = "ChainerBackend"
    monkeypatch.setattr(keyring, "get_keyring", ChainerBackend)
    monkeypatch.setattr(keyrings, "REAL_BACKENDS", frozenset({keyrings.name_of(real)}))
    assert find_backend() is real


def test_the_known_keyrings_are_those_of_the_library() -> None:
    folder = Path(keyring.backend.__file__).parent / "backends"
    for name in keyrings.REAL_BACKENDS:
        _, _, module, kind = name.split(".")
        found = [folder / f"{module}.py", folder / module / "__init__.py"]
        text = next(path for path in found if path.exists()).read_text("utf-8")
        assert f"class {kind}(" in text


@pytest.mark.parametrize(
    "backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "hanging.Keyring"]
)
def test_a_keyring_that_a_variable_names_cannot_hang_the_program(backend: str, tmp_path: Path) -> None:
    (tmp_path / "hanging.py").write_text("import time\ntime.sleep(60)\n")
    code = (
        "from explorer.sources.credentials import Credentials\n"
        "from explorer.sources.keyrings import KeyringDoor\n"
        "credentials = Credentials(KeyringDoor(within_s=1.0), {})\n"
        "print(credentials.ctg('a'), credentials.keyring_trouble)\n"
    )
    begin = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": f"{ROOT}:{tmp_path}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    words = "did not answer" if "hanging" in backend else "has no keyring"
    assert run.stdout.startswith(
        "None The keyring of this system did not" if "hanging" in backend else "None This system"
    )
    assert words in run.stdout
    assert time.monotonic() - begin < 4


# Signing


def test_a_signature_is_the_documented_one() -> None:
    # openssl dgst -sha1 -hmac key over the three lines gives the same.
    parts = PreparedParts("GET", "api.example.com", "/v1/data/teams/123/events", "Tue, 01 Jul 2025 10:00:00 GMT")
    pair = Pair("someone", Secret("key"))
    assert signature(pair, parts) == "HcrLLW+etLtASV1m7Aik9HEuwkc="
    assert signer(pair)(parts) == {
        "Date": "Tue, 01 Jul 2025 10:00:00 GMT",
        "Authorization": 'hmac username="someone",algorithm="hmac-sha1",headers="date host request-line",'
        'signature="HcrLLW+etLtASV1m7Aik9HEuwkc="',
    }
