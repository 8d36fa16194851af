"""The library's tables, its identity and version, and one migration a step.

Bodies stand last in their rows: what comes after a long value is found only by reading through it.
`games.revision` is another number after every write, so that a writer sees whether another was faster.
"""

from __future__ import annotations

APPLICATION_ID = 0x50455831
"""Stands in the file's head ("PEX1"): a file with another is not a library."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE games (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            game_id TEXT NOT NULL,
            day TEXT,
            league TEXT NOT NULL,
            teams TEXT NOT NULL,
            home_team_id TEXT,
            score TEXT,
            first_s REAL,
            possessions INTEGER NOT NULL,
            findings INTEGER NOT NULL,
            version TEXT NOT NULL,
            revision INTEGER NOT NULL,
            UNIQUE (source, game_id)
        ) STRICT""",
        "CREATE INDEX games_by_teams ON games (source, teams, first_s)",
        """CREATE TABLE answers (
            id INTEGER PRIMARY KEY,
            game INTEGER NOT NULL REFERENCES games (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            part TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            etag TEXT,
            fetched_s REAL NOT NULL,
            origin TEXT NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (game, kind, part)
        ) STRICT""",
        """CREATE TABLE columns (
            game INTEGER NOT NULL REFERENCES games (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            crc32 INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (game, name)
        ) STRICT""",
        """CREATE TABLE teams (
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            abbreviation TEXT NOT NULL,
            PRIMARY KEY (source, id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE players (
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            number TEXT,
            team_id TEXT,
            PRIMARY KEY (source, id)
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""Step k brings a library from version k to k + 1; each runs in one transaction."""

VERSION = len(MIGRATIONS)
