"""The tables of what the user keeps himself, their file's identity and version, and one migration a step.

`views.folded` is the title as `core.views.folded` writes it, so that no two differ in capitals alone, in any
alphabet. `left_out.key` is the possession's stable key; the game stands beside it, so that the key can be made anew
when the game goes on under another id.
"""

from __future__ import annotations

APPLICATION_ID = 0x50455841
"""Stands in the file's head ("PEXA"): a file with another is not of this kind."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE views (
            id INTEGER PRIMARY KEY,
            folded TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            place INTEGER NOT NULL,
            shortcut TEXT NOT NULL,
            question TEXT NOT NULL,
            breakdown TEXT NOT NULL,
            columns TEXT NOT NULL,
            sort TEXT NOT NULL,
            is_descending INTEGER NOT NULL,
            definitions TEXT NOT NULL,
            changed_s REAL NOT NULL
        ) STRICT""",
        """CREATE TABLE left_out (
            key INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            game_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            since_s REAL NOT NULL
        ) STRICT""",
        "CREATE INDEX left_out_by_game ON left_out (source, game_id)",
    ),
    (
        """CREATE TABLE courts (
            source TEXT NOT NULL,
            game_id TEXT NOT NULL,
            league TEXT NOT NULL,
            PRIMARY KEY (source, game_id)
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""Step k brings a file from version k to k + 1; each runs in one transaction."""
