"""What is taken out of a report: keys, names and the home folder, in whatever form; and what stays."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.services.privacy import HIDDEN, Privacy
from explorer.sources.credentials import KEY_VARIABLE, Credentials, check_key, check_pair
from explorer.sources.keyrings import KeyringDoor
from tests.servers import canary

HOME = "/home/anna.b"
ANNA = Privacy(HOME, ("anna.b", "annas-laptop"))


def nobody() -> Credentials:
    """Credentials without a keyring."""
    return Credentials(KeyringDoor(find=lambda: pytest.fail("the keyring was asked")), {})


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"{HOME}/games/x.json", "~/games/x.json"),
        (json.dumps({"path": f"{HOME}/x"}), '{"path": "~/x"}'),
        (f"file://{quote(HOME)}/x", "file://~/x"),
        ("/data/anna.b/x on ANNAS-LAPTOP", "/data/someone/x on someone"),
        ("write to anna@example.org", f"write to {HIDDEN}"),
        ("https://anna:pw@host.org/x", f"https://{HIDDEN}@host.org/x"),
        ("https://host.org/x?apikey=zzz&page=1", f"https://host.org/x?apikey={HIDDEN}&page=1"),
        ("Authorization: HMAC anna:abc=", f"Authorization: {HIDDEN}"),
        ("{'X-API-KEY': 'abc', 'Accept': 'json'}", f"{{'X-API-KEY': {HIDDEN}, 'Accept': 'json'}}"),
        ("secret='two words' next", f"secret={HIDDEN} next"),
        ("was 0a1b2c3d-1111-2222-3333-444455556666 there", f"was {HIDDEN} there"),
        ("was Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg== there", f"was {HIDDEN} there"),
        ("deadbeef" * 4, HIDDEN),
    ],
)
def test_what_is_private_goes(text: str, cleaned: str) -> None:
    assert ANNA.clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        '  File "/usr/lib/python3.12/site-packages/PySide6/x.py", line 3, in test_a_second_start_hands_over_2_files',
        "9901-9912-2025-10-21 and 0022500404",
        "Current thread 0x00007fda1855db80 (most recent call first):",
        "Linux-6.18.44-fc-v657-x86_64-with-glibc2.36, Qt 6.12.0, SQLite 3.40.1",
        "susanna.b plays; so does anna.bc",
        "NetworkError: api.example.org answers 503 (Service Unavailable).",
    ],
)
def test_what_helps_stays(text: str) -> None:
    assert ANNA.clean(text) == text


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = ANNA.clean(text)
    assert ANNA.clean(once) == once


@pytest.mark.parametrize("piece", [".", "a", "aA1", "a-", "secret", "token:", "hmac-", "@", "a@", "eyJ", f"{HOME}/"])
def test_a_long_text_is_cleaned_quickly(piece: str) -> None:
    began = time.monotonic()
    ANNA.clean(piece * (60_000 // len(piece)))
    assert time.monotonic() - began < 3


def test_names_that_are_everybodys_are_left_alone() -> None:
    assert Privacy("/root", ("root", "ab")).clean("root of ab, /root/x") == "root of ab, ~/x"


def test_known_keys_are_hidden_however_they_are_written() -> None:
    known = nobody()
    known.keep_ctg("a", check_key(canary.CTG_KEY), this_run_only=True)
    pair = check_pair(canary.SHOTTRACKER_USER, canary.SHOTTRACKER_SECRET)
    known.keep_shottracker("b", pair, this_run_only=True)
    for secret in canary.SECRETS:
        for form in canary.forms(secret):
            if form not in (secret.encode()[::-1], secret.encode("utf-16-le")):
                assert not canary.found_in(known.hide_in(f"<{form.decode()}>").encode()), form
    assert canary.SHOTTRACKER_USER not in known.hide_in(f"user {canary.SHOTTRACKER_USER}")


def test_keys_of_the_environment_and_of_the_keyring_are_hidden() -> None:
    class Keyring:
        kept = json.dumps({"user": "somebody-known", "secret": "kept-in-the-keyring"})

        def get_password(self, service: str, name: str) -> str:
            return self.kept

        def set_password(self, service: str, name: str, password: str) -> None: ...

        def delete_password(self, service: str, name: str) -> None: ...

    known = Credentials(KeyringDoor(find=Keyring), {KEY_VARIABLE: "key-of-this-run"})
    assert known.hide_in("kept-in-the-keyring") == "kept-in-the-keyring"
    known.shottracker("host")
    told = known.hide_in("kept-in-the-keyring somebody-known key-of-this-run and what else there is")
    assert told.count("hidden") == 3
    assert "what else there is" in told


def test_a_keyring_that_writes_into_the_log_or_takes_long_holds_up_nothing() -> None:
    heard: list[str] = []

    class Keyring:
        def get_password(self, service: str, name: str) -> str:
            # As a handler of the log does, in the keyring's own thread.
            heard.append(known.hide_in("a plug-in cannot be loaded"))
            return "kept-in-the-keyring"

        def set_password(self, service: str, name: str, password: str) -> None: ...

        def delete_password(self, service: str, name: str) -> None: ...

    known = Credentials(KeyringDoor(find=Keyring, within_s=5.0), {})
    assert known.ctg("host") is not None
    assert heard == ["a plug-in cannot be loaded"]
    assert known.keyring_trouble == ""


def test_a_process_without_a_home_has_nothing_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert Privacy.of_this_user().clean("/opt/x") == "/opt/x"
