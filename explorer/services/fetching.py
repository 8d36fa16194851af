"""Games from the vendors into the library: listed, fetched, kept, and what a new fetch changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from time import time as now_s

from explorer.core.clock import DAY_OFFSET
from explorer.core.errors import (
    AccessError,
    CredentialError,
    DataError,
    ExplorerError,
    NetworkError,
    StatusError,
    UnknownIdError,
)
from explorer.core.model import Answer, Key, Player
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.difference import Change
from explorer.services.joining import session_ids
from explorer.services.library import Library
from explorer.sources.address import parse_base
from explorer.sources.credentials import KEY_VARIABLE, SECRET_VARIABLE, USER_VARIABLE, Credentials
from explorer.sources.ctg.api import CtgApi, Stream
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.http import Transport
from explorer.sources.joining import is_made
from explorer.sources.listing import ListedGame
from explorer.sources.namefiles import names_of_roster
from explorer.sources.shottracker.api import ShotTrackerApi
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.shottracker.schedule import holds_possessions
from explorer.sources.source import LISTING, SHOTS

DAY_MS = 86_400_000
LONGEST_SPAN_DAYS = 400
ADVICE = "Enter it under File > Sources and keys."
"""What a user without credentials does next."""
VARIABLES = {SHOTTRACKER: (USER_VARIABLE, SECRET_VARIABLE), CTG: (KEY_VARIABLE,)}
"""Where credentials may stand in the environment."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The base addresses of both APIs."""

    shottracker: str
    ctg: str


@dataclass(frozen=True, slots=True)
class Request:
    """One game to fetch: by the vendor's game id, or one session of ShotTracker's by its id."""

    source: str
    game_id: str = ""
    session_id: str = ""
    stream: Stream = "processed"
    title: str = ""
    listed: ListedGame | None = None
    """The row of the list that the game was chosen from: it may tell more than the game's own answers."""

    @property
    def name(self) -> str:
        """How the request is called while nothing more is known of it."""
        return self.title or self.game_id or f"session {self.session_id}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a request: the game's key (None where it has no possessions yet), its changes, and remarks."""

    request: Request
    key: Key | None
    is_new: bool = False
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    replaced: Key | None = None
    """The key that the game was kept under until now, where the vendor's own id has taken its place."""

    @property
    def words(self) -> str:
        """What came of it in one line."""
        if self.key is None:
            return "no possessions yet"
        if self.is_new:
            return "fetched"
        return f"{len(self.changes)} possessions changed" if self.changes else "nothing new"


class OfflineError(ExplorerError):
    """The user has chosen to be offline."""


class Fetcher:
    """Asks the vendors with the user's credentials; every method raises ExplorerError in plain words."""

    def __init__(
        self,
        library: Library,
        transport: Transport,
        credentials: Credentials,
        hosts: Hosts,
        *,
        is_offline: bool = False,
        advice: str = ADVICE,
    ) -> None:
        """Take what is needed; nothing is asked yet. `advice` tells a user without credentials what to do."""
        self._library, self._transport, self._credentials = library, transport, credentials
        self.hosts = hosts
        self.is_offline = is_offline
        self.advice = advice

    def shottracker(self) -> ShotTrackerApi:
        """The ShotTracker API with this user's pair; raises CredentialError where there is none."""
        self._check_online()
        held = self._credentials.shottracker(parse_base(self.hosts.shottracker).host)
        if held is None:
            raise CredentialError(f"There is no user name and secret for ShotTracker. {self._advice()}")
        return ShotTrackerApi(self._transport, held.value, self.hosts.shottracker)

    def ctg(self) -> CtgApi:
        """The Cleaning the Glass API with this user's key; raises CredentialError where there is none."""
        self._check_online()
        held = self._credentials.ctg(parse_base(self.hosts.ctg).host)
        if held is None:
            raise CredentialError(f"There is no key for Cleaning the Glass. {self._advice()}")
        return CtgApi(self._transport, held.value, self.hosts.ctg)

    def at(self, hosts: Hosts, credentials: Credentials) -> Fetcher:
        """The same over the same transport, with other hosts and credentials."""
        return Fetcher(
            self._library, self._transport, credentials, hosts, is_offline=self.is_offline, advice=self.advice
        )

    def resume(self) -> None:
        """Let hosts go on whose queue was paused after failures in a row."""
        for host in self._transport.paused():
            self._transport.resume(host)

    def _check_online(self) -> None:
        if self.is_offline:
            raise OfflineError("You are offline by choice: nothing is fetched until you go online.")

    def _advice(self) -> str:
        trouble = self._credentials.keyring_trouble
        return f"{trouble} {self.advice}" if trouble else self.advice

    # Lists

    def list_shottracker(
        self, first: date, last: date, team_id: str | None = None, token: CancelToken | None = None
    ) -> list[ListedGame]:
        """The games of some days of play, both included; raises DataError for days that run backwards."""
        if not timedelta(0) <= last - first <= timedelta(days=LONGEST_SPAN_DAYS):
            raise DataError("the dates", f"{first} to {last} is no span of at most {LONGEST_SPAN_DAYS} days")
        return self.shottracker().schedule(_day_ms(first), _day_ms(last) + DAY_MS, team_id, token)

    def list_ctg(
        self,
        season: int | None,
        stream: Stream = "processed",
        only_in_progress: bool = False,
        token: CancelToken | None = None,
    ) -> list[ListedGame]:
        """The games that are processed or being processed."""
        return self.ctg().game_status(season, stream, only_in_progress, token=token)

    # Games

    def fetch(self, request: Request, token: CancelToken | None = None, progress: Progress = no_progress) -> Fetched:
        """Fetch one game, or ask whether what is kept of it still holds, and keep it; one transaction."""
        if request.source == CTG:
            return self._fetch_ctg(request, token)
        return self._fetch_shottracker(request, token, progress)

    def requests_for(self, key: Key, title: str) -> list[Request]:
        """What to ask for so that a kept game is fetched again; nothing where no vendor could be asked for it."""
        source, game_id = key
        answers = self._library.parts_of(key)
        if source == CTG:
            streams = {answer.part for answer in answers if answer.kind == MARKINGS}
            stream: Stream = "delayed" if streams == {"delayed"} else "processed"
            return [Request(CTG, game_id, stream=stream, title=title)] if streams else []
        told = [answer for answer in answers if answer.kind == POSSESSIONS]
        teams = self._library.team_ids(key)
        if told and not is_made(game_id, teams, (answer.part for answer in told)):
            return [Request(SHOTTRACKER, game_id, title=title)]
        sessions = dict.fromkeys(name for answer in told for name in session_ids(answer))
        return [Request(SHOTTRACKER, session_id=name, title=title) for name in sessions]

    def _fetch_ctg(self, request: Request, token: CancelToken | None) -> Fetched:
        place = (MARKINGS, request.stream)
        etag = self._library.validators((CTG, request.game_id)).get(place)
        answer = self.ctg().markings(request.game_id, request.stream, token, etag)
        if answer is None:
            return self._keep(request, [], (), held=[place])
        return self._keep(request, [answer], ())

    def _fetch_shottracker(self, request: Request, token: CancelToken | None, progress: Progress) -> Fetched:
        api = self.shottracker()
        ids = (
            [request.session_id] if request.session_id else [s.session_id for s in api.sessions(request.game_id, token)]
        )
        kept = self._library.validators((SHOTTRACKER, request.game_id)) if request.game_id else {}
        answers: list[Answer] = []
        held: list[tuple[str, str]] = []
        remarks: list[str] = []
        refusals: list[StatusError] = []
        may_list_shots = True
        for number, session_id in enumerate(ids):
            progress(number, len(ids), request.name)
            place = (POSSESSIONS, session_id)
            try:
                answer = api.possessions(session_id, token, kept.get(place))
            except (AccessError, UnknownIdError) as error:
                # What is refused for one session may be given for the others: they are kept without it.
                refusals.append(error)
                remarks.append(f"Session {session_id}: {error}")
                continue
            if answer is None:
                held.append(place)
            elif holds_possessions(answer.body, answer.origin):
                answers.append(answer)
            else:
                continue
            if may_list_shots:
                try:
                    shots = api.shots(session_id, token, kept.get((SHOTS, session_id)))
                except (AccessError, UnknownIdError) as error:
                    # The possessions stand without it, and a right that is missing is missing for every session.
                    may_list_shots = not isinstance(error, AccessError)
                    remarks.append(str(error))
                else:
                    answers += [] if shots is None else [shots]
        progress(len(ids), len(ids), request.name)
        if refusals and len(refusals) == len(ids):
            raise refusals[0]
        if not answers and not held:
            is_kept = bool(kept)
            return Fetched(request, (SHOTTRACKER, request.game_id) if is_kept else None, remarks=tuple(remarks))
        if request.listed is not None:
            answers.append(_listing(request.listed))
        fetched = self._keep(request, answers, remarks, held, None if request.session_id else ids)
        if fetched.key is None:
            return fetched
        return replace(fetched, remarks=(*remarks, *self._fetch_rosters(api, fetched.key, token)))

    def _fetch_rosters(self, api: ShotTrackerApi, key: Key, token: CancelToken | None) -> list[str]:
        """Names and shirt numbers of teams of which some are not kept; a game stands without them.

        Returns why some could not be had.
        """
        remarks: list[str] = []
        for team_id in self._library.teams_without_names(key):
            try:
                answer = api.roster(team_id, token=token)
                rows = [] if answer is None else names_of_roster(answer.body, answer.origin)
            except (NetworkError, DataError) as error:
                remarks.append(f"The names of team {team_id} could not be fetched. {error}")
                if not isinstance(error, StatusError | DataError):
                    # A host that does not answer is not waited for once more.
                    break
                continue
            self._library.keep_players(
                [(r.source, Player(r.player_id, r.name, number=r.number), r.team_id) for r in rows]
            )
        return remarks

    def _keep(
        self,
        request: Request,
        answers: Sequence[Answer],
        remarks: Sequence[str],
        held: Collection[tuple[str, str]] = (),
        listed: Collection[str] | None = None,
    ) -> Fetched:
        game_id = request.game_id or None
        try:
            kept = self._library.keep_answers(request.source, game_id, answers, held=held, listed=listed)
        except DataError as error:
            if error.reason == "it holds no possessions yet":
                return Fetched(request, None, remarks=tuple(remarks))
            raise
        return Fetched(request, kept.key, kept.is_new, kept.changes, tuple(remarks), kept.replaced)

    def fetch_tracking(self, key: Key, url: str, token: CancelToken | None = None) -> None:
        """Fetch the tracking that a possession's `_locations` names, and keep it with its game."""
        self._library.keep_beside(key, self.shottracker().follow(url, token))

    def test(self, source: str, token: CancelToken | None = None) -> str:
        """Make one cheap request; returns what came back, in words."""
        return self.ctg().test(token) if source == CTG else self.shottracker().test(token)


def _day_ms(day: date) -> int:
    """When a day of play begins, in milliseconds since 1970."""
    return int((datetime.combine(day, time(), UTC) - DAY_OFFSET).timestamp()) * 1000


def _listing(game: ListedGame) -> Answer:
    """A game's row of the schedule as an answer of its own, to be kept with the game."""
    body = json.dumps(dict(game.extra), ensure_ascii=False, sort_keys=True).encode()
    return Answer(LISTING, "", body, "the schedule", now_s())


def titled(game: ListedGame, stream: Stream = "processed") -> Request:
    """The request for a listed game."""
    return Request(game.source, game.game_id, stream=stream, title=game.title, listed=game)
