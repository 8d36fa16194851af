"""Cleaning the Glass' Pro Data Feed: which games there are, and the markings of one, as the answer came."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec import Struct

from explorer.core.errors import AccessError, StatusError, UnknownIdError
from explorer.core.model import Answer
from explorer.core.task import CancelToken
from explorer.core.text import count
from explorer.core.vocabulary import CTG
from explorer.sources import border
from explorer.sources.address import parse_base, step
from explorer.sources.credentials import Secret
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.http import PreparedParts, Response, Transport
from explorer.sources.listing import ListedGame, as_it_came, text_of

DEFAULT_HOST = "https://api.cleaningtheglass.com/pro/"
KEY_HEADER = "X-API-KEY"
Stream = Literal["processed", "delayed"]

STATUS_GAME_PARAMETER = "game_id_nba"
"""Documented for `/game_status`; older texts say `nba_game_id`."""
MARKINGS_GAME_PARAMETER = "game_id_nba"
"""Inferred from `/game_status`: the parameters of `/markings` are not documented."""
MARKINGS_STREAM_PARAMETER = "stream_type"
"""Inferred likewise."""
ID_FIELDS = ("game_id_nba", "nba_game_id", "game_id", "id")
DAY_FIELDS = ("game_date", "date", "game_day", "start_time", "game_time")
STATUS_FIELDS = ("status", "game_status", "processing_status", "state")
HOME_FIELDS = ("home_team_name", "home_team", "home_team_abbreviation")
AWAY_FIELDS = ("away_team_name", "away_team", "away_team_abbreviation")
HOME_ID_FIELDS = ("home_team_id_nba", "home_team_id")
AWAY_ID_FIELDS = ("away_team_id_nba", "away_team_id")
"""All inferred, the first that a game has counts: no field of `games[]` is documented."""
NO_KEY_WORDS, WRONG_KEY_WORDS, NO_RIGHT_WORDS = "include your api key", "invalid api key", "does not have access"
"""What tells the three documented refusals apart."""
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ])")


class _Status(Struct, frozen=True):
    games: tuple[dict[str, object], ...] | None = None


class _Outline(Struct, frozen=True):
    markings: dict[str, msgspec.Raw] | None = None


class _Sections(Struct, frozen=True):
    possessions: tuple[msgspec.Raw, ...] | None = None


class _Possessions(Struct, frozen=True):
    markings: _Sections | None = None


class CtgApi:
    """Asks one host with one key; errors as in `ShotTrackerApi`."""

    def __init__(self, transport: Transport, key: Secret, host: str = DEFAULT_HOST) -> None:
        """`host` is the base address; raises AddressError for one that is not asked."""
        self._transport = transport
        self._base = parse_base(host)
        self._key = key

    @property
    def host(self) -> str:
        """The host that is asked, with its port where that is not the usual one."""
        return self._base.host

    def game_status(
        self,
        season: int | None = None,
        stream: Stream = "processed",
        only_in_progress: bool = False,
        game_id: str | None = None,
        token: CancelToken | None = None,
    ) -> list[ListedGame]:
        """The games that are processed or being processed, by day; `season` is the year in which it began."""
        params = {"stream_type": str(stream)}
        if season is not None:
            params["season"] = str(season)
        if only_in_progress:
            params["only_in_progress"] = "true"
        if game_id is not None:
            params[STATUS_GAME_PARAMETER] = game_id
        response = self._get("/game_status", params, token)
        return read_status(response.body, response.url)

    def markings(
        self,
        game_id: str,
        stream: Stream = "processed",
        token: CancelToken | None = None,
        etag: str | None = None,
    ) -> Answer | None:
        """The markings of a game, maybe none yet; None where what is kept with `etag` still holds."""
        step(game_id)
        params = {MARKINGS_GAME_PARAMETER: game_id, MARKINGS_STREAM_PARAMETER: str(stream)}
        response = self._get("/markings", params, token, etag)
        if response.is_not_modified:
            return None
        border.decode(response.body, _Outline, response.url)
        return Answer(MARKINGS, stream, response.body, response.url, response.fetched_s, response.validator)

    def test(self, token: CancelToken | None = None) -> str:
        """Ask for the games in progress; returns what came back, in words, for either stream."""
        try:
            games = self.game_status(only_in_progress=True, token=token)
        except AccessError as error:
            if not is_stream_refusal(error):
                raise
            games = self.game_status(stream="delayed", only_in_progress=True, token=token)
            return (
                f"{self.host} accepts the key for the delayed stream only, and lists {_some(len(games))} in progress."
            )
        return f"{self.host} accepts the key, and lists {_some(len(games))} in progress."

    def _get(self, path: str, params: dict[str, str], token: CancelToken | None, etag: str | None = None) -> Response:
        try:
            return self._transport.get(self._base.url(path), params=params, sign=self._prove, etag=etag, token=token)
        except StatusError as error:
            refusal = error
        # Made out here, so that the sentence drags no other exception behind it.
        raise explained(refusal)

    def _prove(self, parts: PreparedParts) -> dict[str, str]:
        return {KEY_HEADER: self._key.reveal()}


def _some(games: int) -> str:
    return count(games, "game") if games else "no game"


def read_status(body: bytes, origin: str) -> list[ListedGame]:
    """The games of `game_status`, those of known days by day; one without an id cannot be fetched and is left out."""
    rows = border.decode(body, _Status, origin).games or ()
    games = [game for row in rows if (game := _listed(row)) is not None]
    return sorted(games, key=lambda game: (game.day is None, game.day or ""))


def _listed(row: dict[str, object]) -> ListedGame | None:
    game_id = _first(row, ID_FIELDS)
    if game_id is None:
        return None
    home, away = _first(row, HOME_FIELDS), _first(row, AWAY_FIELDS)
    day = _DAY.match(_first(row, DAY_FIELDS) or "")
    return ListedGame(
        source=CTG,
        game_id=game_id,
        day="-".join(day.groups()) if day else None,
        title=f"{away or '-'} at {home or '-'}" if home or away else game_id,
        home=home,
        away=away,
        home_id=_first(row, HOME_ID_FIELDS),
        away_id=_first(row, AWAY_ID_FIELDS),
        status=_first(row, STATUS_FIELDS) or "",
        extra=as_it_came(row),
    )


def _first(row: dict[str, object], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := text_of(row.get(name))) is not None), None)


def holds_possessions(body: bytes, origin: str) -> bool:
    """Whether an answer of the markings endpoint has possessions yet; raises DataError where it is none."""
    markings = border.decode(body, _Possessions, origin).markings
    return markings is not None and bool(markings.possessions)


def is_stream_refusal(error: StatusError) -> bool:
    """Whether the key is good but has no right to the stream that was asked for."""
    return error.status == 403 and NO_RIGHT_WORDS in error.message.lower()


def explained(error: StatusError) -> StatusError:
    """A refusal of Cleaning the Glass as a sentence with its own message."""
    status, low = error.status, error.message.lower()
    said = f" It says: {error.message.rstrip('.')}." if error.message else ""
    kind: type[StatusError] = StatusError
    if status == 403 and NO_KEY_WORDS in low:
        kind, text = AccessError, "Cleaning the Glass got no key: enter one."
    elif status == 403 and NO_RIGHT_WORDS in low:
        kind, text = AccessError, "The key of Cleaning the Glass has no right to this stream: try the other one."
    elif status in (401, 403):
        kind, text = AccessError, "Cleaning the Glass does not accept the key."
        if status == 403 and WRONG_KEY_WORDS not in low:
            text = "Cleaning the Glass refuses access."
    elif status == 404:
        kind, text = UnknownIdError, "Cleaning the Glass knows no such game, or has not processed it."
    elif status == 429:
        text = "Cleaning the Glass was asked too often."
    elif status >= 500:
        text = f"Cleaning the Glass is in trouble (status {status})."
    else:
        text = f"Cleaning the Glass answers with status {status}."
    return kind(error.host, f"{text}{said}", status, error.message, error.request_id)
