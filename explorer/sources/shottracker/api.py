"""ShotTracker's Event API: schedule, sessions, possessions, shots, roster and tracking, each as its answer came."""

from __future__ import annotations

import time

import msgspec
from msgspec import Struct

from explorer.core.errors import AccessError, AddressError, StatusError, UnknownIdError, UsageError
from explorer.core.model import Answer
from explorer.core.task import CancelToken
from explorer.core.text import count
from explorer.sources import border
from explorer.sources.address import link_within, parse_base, step
from explorer.sources.credentials import Pair
from explorer.sources.http import Response, Transport
from explorer.sources.listing import ListedGame
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.shottracker.schedule import Session, read_schedule, read_sessions
from explorer.sources.shottracker.signing import signer

DEFAULT_HOST = "https://api.shottracker.com"
SHOTS, ROSTER, LOCATIONS = "shots", "roster", "locations"
"""Kinds of answers, beside those that hold possessions."""
DATA_PATH = "/v1/data"
LOCATIONS_PATH = f"{DATA_PATH}/sensors/locations"
WINDOW_MS = 30 * 60 * 1000
"""The longest stretch of tracking that one request may ask for."""
LONGEST_TRACKING_MS = 12 * 3600 * 1000
_DAY_MS = 86_400_000
_DEFAULT_REFERENCE = "SHOTTRACKER"


class _Teams(Struct, frozen=True):
    teams: tuple[msgspec.Raw, ...] | None = None


class _Roster(Struct, frozen=True):
    players: tuple[msgspec.Raw, ...] | None = None


class _Track(Struct, frozen=True):
    locations: tuple[msgspec.Raw, ...] | None = None


class ShotTrackerApi:
    """Asks one host with one user's pair; answers are whole JSON of the right outline, and otherwise untouched.

    Every method raises NetworkError, AccessError and UnknownIdError in plain words, DataError for an answer
    that is none, and CancelledError when called off.
    """

    def __init__(self, transport: Transport, credentials: Pair, host: str = DEFAULT_HOST) -> None:
        """`host` is the base address; raises AddressError for one that is not asked."""
        self._transport = transport
        self._base = parse_base(host)
        self._sign = signer(credentials)

    @property
    def host(self) -> str:
        """The host that is asked, with its port where that is not the usual one."""
        return self._base.host

    def schedule(
        self, from_ms: int, to_ms: int, team_id: str | None = None, token: CancelToken | None = None
    ) -> list[ListedGame]:
        """The games between two times in milliseconds since 1970, of all teams or one, in order of their start."""
        params = {"from": str(from_ms), "to": str(to_ms)} | ({} if team_id is None else {"team_id": team_id})
        response = self._get(f"{DATA_PATH}/schedule/games", params, token)
        return read_schedule(response.body, response.url)

    def sessions(self, event_id: str, token: CancelToken | None = None) -> tuple[Session, ...]:
        """The sessions of a game in order; none where it has not begun."""
        response = self._get(f"{DATA_PATH}/games/{step(event_id)}", {}, token)
        return read_sessions(response.body, response.url, event_id)

    def possessions(self, session_id: str, token: CancelToken | None = None, etag: str | None = None) -> Answer | None:
        """The possessions of a session, maybe none yet; None where what is kept with `etag` still holds."""
        path = f"{DATA_PATH}/stats/{step(session_id)}/possessions"
        return self._answer(POSSESSIONS, session_id, path, {}, _Teams, token, etag)

    def shots(self, session_id: str, token: CancelToken | None = None, etag: str | None = None) -> Answer | None:
        """The shots of a session; None where what is kept with `etag` still holds."""
        return self._answer(SHOTS, session_id, f"{DATA_PATH}/stats/{step(session_id)}/shots", {}, _Teams, token, etag)

    def roster(
        self,
        team_id: str,
        reference: str = _DEFAULT_REFERENCE,
        token: CancelToken | None = None,
        etag: str | None = None,
    ) -> Answer | None:
        """A team's players; `reference` says whose id the team's is. None where what is kept still holds."""
        path = f"{DATA_PATH}/teams/{step(team_id)},{step(reference)}"
        return self._answer(ROSTER, team_id, path, {}, _Roster, token, etag)

    def tracking(
        self, session_id: str, from_ms: int, to_ms: int, token: CancelToken | None = None
    ) -> tuple[Answer, ...]:
        """Where everybody was between two times in milliseconds since 1970, an answer for every 30 minutes.

        One window begins at the instant at which the one before it ends. Raises UsageError for a stretch that
        runs backwards or is longer than 12 hours.
        """
        if not 0 <= to_ms - from_ms <= LONGEST_TRACKING_MS:
            raise UsageError(f"Tracking from {from_ms} to {to_ms} is no stretch of a game.")
        step(session_id)
        starts = range(from_ms, max(to_ms, from_ms + 1), WINDOW_MS)
        windows = [(start, min(start + WINDOW_MS, to_ms)) for start in starts]
        return tuple(self._window(session_id, start, end, token) for start, end in windows)

    def _window(self, session_id: str, from_ms: int, to_ms: int, token: CancelToken | None) -> Answer:
        params = {"id": session_id, "from": str(from_ms), "to": str(to_ms)}
        response = self._get(LOCATIONS_PATH, params, token)
        border.decode(response.body, tuple[_Track, ...], response.url)
        return _kept(LOCATIONS, f"{session_id}:{from_ms}-{to_ms}", response)

    def follow(self, url: str, token: CancelToken | None = None) -> tuple[Answer, ...]:
        """Fetch the tracking that a possession's `_locations` names.

        Raises AddressError for any address but that of tracking on the host that is asked: nothing is ever
        signed for another.
        """
        path, params = link_within(self._base, url)
        named = dict(params)
        is_tracking = path == f"{self._base.path}{LOCATIONS_PATH}" and len(named) == len(params) == 3
        times = [named.get(name, "") for name in ("from", "to")]
        if not is_tracking or not all(text.isascii() and text.isdecimal() and len(text) < 15 for text in times):
            raise AddressError(self.host, "The answer names an address that is not one of tracking.")
        return self.tracking(named.get("id", ""), int(times[0]), int(times[1]), token)

    def test(self, token: CancelToken | None = None) -> str:
        """Ask for today's schedule; returns what came back, in words."""
        now_ms = int(time.time()) * 1000
        games = self.schedule(now_ms, now_ms + _DAY_MS, token=token)
        listed = f"lists {count(len(games), 'game')}" if games else "lists no game"
        return f"{self.host} accepts the user name and the secret, and {listed} for the next 24 hours."

    def _answer(
        self,
        kind: str,
        part: str,
        path: str,
        params: dict[str, str],
        outline: type,
        token: CancelToken | None,
        etag: str | None,
    ) -> Answer | None:
        response = self._get(path, params, token, etag)
        if response.is_not_modified:
            return None
        border.decode(response.body, outline, response.url)
        return _kept(kind, part, response)

    def _get(self, path: str, params: dict[str, str], token: CancelToken | None, etag: str | None = None) -> Response:
        try:
            return self._transport.get(self._base.url(path), params=params, sign=self._sign, etag=etag, token=token)
        except StatusError as error:
            refusal = error
        # Made out here, so that the sentence drags no other exception behind it.
        raise explained(refusal)


def _kept(kind: str, part: str, response: Response) -> Answer:
    return Answer(kind, part, response.body, response.url, response.fetched_s, response.validator)


def explained(error: StatusError) -> StatusError:
    """A refusal of ShotTracker as a sentence with its own message, and the request id to quote."""
    status, said = error.status, f": {error.message}" if error.message else ""
    kind: type[StatusError] = StatusError
    if status == 400:
        text = f"ShotTracker does not understand the request{said}"
    elif status == 401 or (status == 403 and _is_signature(error.message)):
        kind = AccessError
        text = f"ShotTracker does not accept the user name and secret{said}"
    elif status == 403:
        kind = AccessError
        text = f"ShotTracker gives this user no right to this data{said}"
    elif status == 404:
        kind = UnknownIdError
        text = f"ShotTracker knows no such id{said}"
    elif status == 429:
        text = f"ShotTracker was asked too often{said}"
    elif status >= 500:
        text = f"ShotTracker is in trouble (status {status}){said}"
    else:
        text = f"ShotTracker answers with status {status}{said}"
    quote = f" When you write to ShotTracker, quote the request {error.request_id}." if error.request_id else ""
    return kind(error.host, f"{text.rstrip('.')}.{quote}", status, error.message, error.request_id)


SIGNATURE_WORDS = ("hmac", "signature", "credential", "authenticat")
"""Words that tell a failed signature from a missing right (inferred: the body is not documented)."""


def _is_signature(message: str) -> bool:
    return any(word in message.lower() for word in SIGNATURE_WORDS)
