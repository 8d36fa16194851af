"""The way to the vendors, put together: hosts from arguments, environment or preferences, keys, one transport."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.fetching import Fetcher, Hosts
from explorer.services.library import Library
from explorer.services.preferences import Preferences
from explorer.sources.credentials import Credentials
from explorer.sources.ctg import api as ctg
from explorer.sources.http import Transport
from explorer.sources.shottracker import api as shottracker

HOST_VARIABLES = {
    SHOTTRACKER: "POSSESSION_EXPLORER_SHOTTRACKER_HOST",
    CTG: "POSSESSION_EXPLORER_CTG_HOST",
}
"""Where a base address may stand in the environment, for trying a server on this machine."""


def hosts_of(preferences: Preferences, environ: Mapping[str, str] = os.environ) -> Hosts:
    """Both base addresses: the environment's, else the user's, else the vendors' own."""
    return Hosts(
        environ.get(HOST_VARIABLES[SHOTTRACKER]) or preferences.shottracker_host or shottracker.DEFAULT_HOST,
        environ.get(HOST_VARIABLES[CTG]) or preferences.ctg_host or ctg.DEFAULT_HOST,
    )


def make_fetcher(
    library: Library,
    preferences: Preferences,
    on_notice: Callable[[str], None],
    *,
    hosts: Hosts | None = None,
    is_offline: bool = False,
    transport: Transport | None = None,
    credentials: Credentials | None = None,
) -> Fetcher:
    """A fetcher for this user; nothing is asked yet."""
    return Fetcher(
        library,
        transport or Transport(on_notice=on_notice),
        credentials or Credentials(),
        hosts or hosts_of(preferences),
        is_offline=is_offline or preferences.network == "offline",
    )
