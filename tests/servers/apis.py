"""Both vendors' APIs as documented, filled from the made-up league, on one raw server that can misbehave.

The server checks signature, date and key itself. What a vendor does not document (the body of a failed signature,
the fields of a game's status) is made up here, and marked so.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from explorer.sources import sample
from explorer.sources.retrying import date_s
from tests.servers import canary
from tests.servers.raw import Answering, Exchange, RawServer, Request, send_json

SEED = 11
REQUEST_ID = "f1e80480-0000-4684-a619-402984b5c9ba"
_PERIODS = re.compile(r"[?&]id=([^&]+)")
_TOLERATED_S = 300
_WINDOW_MS = 30 * 60 * 1000
_FORM = re.compile(
    r'hmac username="([^"]*)",algorithm="hmac-sha1",headers="date host request-line",signature="([^"]*)"'
)

NO_KEY = "Authorization Required. Please include your API key in the X-API-KEY header."
WRONG_KEY = "Authorization Error: invalid API key."
NO_RIGHT = "Authorization Error: API key does not have access to processed data."


class Refused(Exception):
    """A request that the vendor refuses, with status and message."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


@cache
def league(games: int) -> tuple[sample.SampleGame, ...]:
    return tuple(sample.league(games, SEED))


class Apis:
    """The two APIs; `faults` holds answers that come first, each once, before the honest ones."""

    def __init__(self, games: int = 3, tls: Any = None) -> None:
        self.games = league(games)
        self.faults: list[Answering] = []
        self.always: Answering | None = None
        self.streams = {"processed", "delayed"}
        self.forbidden: dict[str, str] = {}
        """Part of a path -> the message with which it is refused."""
        self.etags = False
        self.server = RawServer(self._answer, tls)
        self.ctg_url = f"{self.server.url}/pro/"

    def __enter__(self) -> Apis:
        return self

    def __exit__(self, *about: object) -> None:
        self.server.close()
        assert not self.server.bugs, self.server.bugs

    @property
    def requests(self) -> list[Request]:
        return self.server.requests

    def _answer(self, exchange: Exchange) -> None:
        if self.always is not None:
            return self.always(exchange)
        if self.faults:
            return self.faults.pop(0)(exchange)
        try:
            payload = self._payload(exchange.request)
        except Refused as refused:
            body: object = {"error": refused.message}
            if exchange.request.path.startswith("/v1/"):
                body = {"status": refused.status, "message": refused.message, "shottrackerRequestId": REQUEST_ID}
            return send_json(exchange, body, refused.status)
        if not self.etags:
            return send_json(exchange, payload)
        etag = f'"{hashlib.sha256(repr(payload).encode()).hexdigest()[:16]}"'
        if exchange.request.headers.get("if-none-match") == etag:
            return exchange.send(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
        return send_json(exchange, payload, ETag=etag)

    def _payload(self, request: Request) -> object:
        if request.method != "GET":
            raise Refused(405, "Only GET")
        for part, message in self.forbidden.items():
            if part in request.path:
                raise Refused(403, message)
        if request.path.startswith("/pro/"):
            self._check_key(request)
            return self._ctg(request)
        self._check_signature(request)
        return self._shottracker(request)

    def _check_key(self, request: Request) -> None:
        key = request.headers.get("x-api-key")
        if not key:
            raise Refused(403, NO_KEY)
        if key != canary.CTG_KEY:
            raise Refused(403, WRONG_KEY)
        if request.query.get("stream_type", "delayed") not in self.streams:
            raise Refused(403, NO_RIGHT)

    def _check_signature(self, request: Request) -> None:
        """The signature as documented; the refusals' words are made up."""
        date = request.headers.get("date", "")
        at_s = date_s(date)
        if at_s is None or abs(at_s - self.server.now().timestamp()) > _TOLERATED_S:
            raise Refused(403, "HMAC signature cannot be verified, a valid date header is required")
        form = _FORM.fullmatch(request.headers.get("authorization", ""))
        if form is None or form[1] != canary.SHOTTRACKER_USER or request.headers.get("host") != self.server.host:
            raise Refused(401, "HMAC signature cannot be verified")
        text = f"date: {date}\nhost: {self.server.host}\nGET {request.target.split('?')[0]} HTTP/1.1"
        proof = hmac.new(canary.SHOTTRACKER_SECRET.encode(), text.encode(), hashlib.sha1).digest()
        if base64.b64encode(proof).decode() != form[2]:
            raise Refused(401, "HMAC signature does not match")

    def _shottracker(self, request: Request) -> object:
        routes: dict[str, Callable[..., object]] = {
            r"/v1/data/schedule/games": self._schedule,
            r"/v1/data/games/([^/]+)": self._game,
            r"/v1/data/stats/([^/]+)/possessions": self._possessions,
            r"/v1/data/stats/([^/]+)/shots": self._shots,
            r"/v1/data/teams/([^/,]+),([^/]+)": self._roster,
            r"/v1/data/sensors/locations": self._locations,
        }
        for pattern, route in routes.items():
            if match := re.fullmatch(pattern, request.path):
                return route(request, *match.groups())
        raise Refused(404, "Invalid id")

    def _schedule(self, request: Request) -> object:
        query = request.query
        if "from" not in query:
            raise Refused(400, "Valid from and to timestamps are required")
        first, last = int(query["from"]), int(query.get("to", int(query["from"]) + 86_400_000))
        rows = []
        for game in self.games:
            tip = min(row["start_timestamp"] for row in game.shottracker["teams"][0]["possessions"])
            teams = {"home": game.home, "away": game.away}
            if not first <= tip <= last or query.get("team_id", str(game.home.team_id)) not in {
                str(team.team_id) for team in teams.values()
            }:
                continue
            named: dict[str, Any] = {f"{side}_team_id": team.team_id for side, team in teams.items()}
            named |= {f"{side}_team_name": team.name for side, team in teams.items()}
            rows.append(
                {
                    "event_id": game.name,
                    "facility_name": "Hall",
                    "tournament": None,
                    "tipoff_at": tip,
                    "gender": "MEN",
                    "status": "ACTIVE",
                    "type": "BASKETBALL",
                    **named,
                    "_results": f"{self.server.url}/v1/data/games/{game.name}",
                    "fan_engagement_enabled": False,
                    "source": "SHOTTRACKER",
                }
            )
        return {"games": rows}

    def _sample(self, name: str) -> sample.SampleGame:
        for game in self.games:
            if game.name == name:
                return game
        raise Refused(404, "Game not found")

    def _game(self, request: Request, event_id: str) -> object:
        game = self._sample(event_id)
        rows = [row for team in game.shottracker["teams"] for row in team["possessions"]]
        periods: dict[str, list[dict[str, Any]]] = {}
        for row in sorted(rows, key=lambda row: int(row["start_timestamp"])):
            periods.setdefault(session_of(row), []).append(row)
        results = [
            {
                "id": session,
                "name": None,
                "type": "GAME_ROUND",
                "started_at": found[0]["start_timestamp"],
                "ended_at": found[-1]["end_timestamp"],
                "_possessions": f"{self.server.url}/v1/data/stats/{session}/possessions",
                "_locations": [f"{self.server.url}/v1/data/sensors/locations?id={session}&from=1&to=2"],
            }
            for session, found in periods.items()
        ]
        return {"id": event_id, "name": f"{game.away.name} vs {game.home.name}", "results": results}

    def _session(self, session: str) -> dict[str, Any]:
        payload = self._sample(session.rpartition("-")[0]).shottracker
        teams = []
        for team in payload["teams"]:
            rows = [
                row | {"_locations": row["_locations"].replace("https://api.shottracker.com", self.server.url)}
                for row in team["possessions"]
                if session_of(row) == session
            ]
            teams.append(team | {"possessions": rows})
        if not any(team["possessions"] for team in teams):
            raise Refused(404, "Invalid id")
        return {"teams": teams}

    def _possessions(self, request: Request, session: str) -> object:
        return self._session(session)

    def _shots(self, request: Request, session: str) -> object:
        return shots_of(self._session(session))

    def _roster(self, request: Request, team_id: str, reference: str) -> object:
        for game in self.games:
            for team in (game.home, game.away):
                if str(team.team_id) == team_id:
                    players = [
                        {
                            "id": one.player_id,
                            "first_name": one.first_name,
                            "last_name": one.last_name,
                            "jersey_number": one.number,
                        }
                        for one in team.players
                    ]
                    return {"id": team.team_id, "name": team.name, "players": players}
        raise Refused(404, "Team not found")

    def _locations(self, request: Request) -> object:
        query = request.query
        if not {"id", "from", "to"} <= query.keys():
            raise Refused(400, "Valid from and to timestamps are required")
        first, last = int(query["from"]), int(query["to"])
        if last - first > _WINDOW_MS:
            raise Refused(400, "Locations must be requested in 30 min timeframes")
        self._session(query["id"])
        rows = [{"x": 1, "y": 2, "z": 3, "t": t, "type": "PLAYER", "pid": 7, "tid": 8} for t in (first, last)]
        return [{"locations": [row | {"sid": query["id"]} for row in rows]}]

    def _ctg(self, request: Request) -> object:
        query = request.query
        if request.path == "/pro/game_status":
            wanted = query.get("game_id_nba")
            games = [status_of(game) for game in self.games]
            if query.get("only_in_progress") == "true":
                games = games[:1]
            return {"games": [game for game in games if wanted in (None, game["game_id_nba"])]}
        if request.path == "/pro/markings":
            for game in self.games:
                if game.markings["markings"]["possessions"][0]["game_id_nba"] == query.get("game_id_nba"):
                    return game.markings
            raise Refused(404, "Game not found")
        raise Refused(404, "Not found")


def session_of(row: dict[str, Any]) -> str:
    match = _PERIODS.search(row["_locations"])
    assert match
    return match[1]


def status_of(game: sample.SampleGame) -> dict[str, Any]:
    """An element of `games`: every field but the id is made up, since none is documented."""
    return {
        "game_id_nba": game.markings["markings"]["possessions"][0]["game_id_nba"],
        "game_date": game.day.isoformat(),
        "status": "complete",
        "revision": 3,
    }


def shots_of(payload: dict[str, Any]) -> dict[str, Any]:
    """The `shots` answer that goes with a `possessions` answer: each attempt at its shooter, 300 ms later."""
    teams = []
    for team in payload["teams"]:
        by_player: dict[int, list[dict[str, Any]]] = {}
        for row in team["possessions"]:
            for stat in row["stats"]:
                if "shot_attributes" in stat:
                    by_player.setdefault(stat["player_id"], []).append(_shot(stat, row["period"]))
        players = [
            {"id": player, "player_details": {"id": player, "firstname": "A", "lastname": "B"}, "shots": shots}
            for player, shots in by_player.items()
        ]
        teams.append({"id": team["id"], "name": team["name"], "player_shots": players})
    return {"teams": teams}


def _shot(stat: dict[str, Any], period: str) -> dict[str, Any]:
    place = stat["shot_attributes"]
    # A heave from the back court is aimed at the far hoop: the one that its distance tells.
    away = {sign: math.hypot(place["x"], sign * 12725 - place["y"]) / 10 for sign in (1, -1)}
    sign = min(away, key=lambda end: abs(away[end] - place["shot_distance_cm"]))
    hoop_y = sign * 12725
    return {
        "occurred_at": stat["timestamp"] + 300,
        "is_make": "FG" in stat["details"],
        "is_3point": place["is_3point"],
        "zone": place["zone"],
        "advanced_zone": place["advanced_zone"],
        "player_x": place["x"],
        "player_y": place["y"],
        "player_z": 1000,
        "hoop_x": 0,
        "hoop_y": hoop_y,
        "hoop_z": 3048,
        "hoop_player_x": sign * (0 - place["x"]),
        "hoop_player_y": sign * (hoop_y - place["y"]),
        "status": "RECORDED",
        "game_clock": stat["game_clock"],
        "period": period,
        "attributes": ["GUARDED"],
    }


def canary_host() -> RawServer:
    """Another host, to which nothing may ever come: what it is sent is kept for the end of the session."""
    log = bytearray()
    canary.logs.append(log)

    def answer(exchange: Exchange) -> None:
        log.extend(exchange.request.raw)
        send_json(exchange, {"games": [], "teams": [], "markings": {}})

    return RawServer(answer)
