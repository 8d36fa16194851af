"""The user's keys: entered, tested, kept in the keyring or for this run, and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from explorer.app.main_window import MainWindow
from explorer.core.errors import ExplorerError
from explorer.core.task import CancelToken
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.jobs.runner import Job, Lane, Runner
from explorer.services.fetching import Fetcher, Hosts
from explorer.sources.address import parse_base
from explorer.sources.credentials import Credentials, check_key, check_pair
from explorer.sources.ctg import api as ctg
from explorer.sources.shottracker import api as shottracker
from explorer.widgets.keys_dialog import KeyEntry, KeysDialog

DEFAULT_HOSTS = {SHOTTRACKER: shottracker.DEFAULT_HOST, CTG: ctg.DEFAULT_HOST}


class KeysController(QObject):
    """Hands what is entered to the credentials; asks the keyring in a lane, since it may take its time."""

    host_chosen = Signal(str, str)
    """A source and the base address to be kept for it; empty: the vendor's own."""

    def __init__(
        self,
        window: MainWindow,
        runner: Runner,
        fetcher: Fetcher,
        credentials: Credentials,
    ) -> None:
        """Take everything that is needed; the keyring is not asked yet."""
        super().__init__(window)
        self._window, self._runner, self._fetcher = window, runner, fetcher
        self.credentials = credentials
        self._dialog: KeysDialog | None = None

    @property
    def dialog(self) -> KeysDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            hosts = {SHOTTRACKER: self._fetcher.hosts.shottracker, CTG: self._fetcher.hosts.ctg}
            fields = {s: ("" if host == DEFAULT_HOSTS[s] else host, DEFAULT_HOSTS[s]) for s, host in hosts.items()}
            self._dialog = KeysDialog(fields, self._window)
            self._dialog.test_asked.connect(self._on_test)
            self._dialog.keep_asked.connect(self._on_keep)
            self._dialog.forget_asked.connect(self._on_forget)
        return self._dialog

    def open_dialog(self) -> None:
        """Show the dialog, and where the keys that are known come from."""
        self.dialog.show()
        self.dialog.raise_()
        self.credentials.ask_keyring_again()
        for source in (SHOTTRACKER, CTG):
            self._run(source, partial(self._known, source))

    def choose_host(self, source: str, host: str) -> None:
        """Ask another base address from now on, and keep it; empty: the vendor's own. Raises AddressError."""
        base = host or DEFAULT_HOSTS[source]
        parse_base(base)
        hosts = self._fetcher.hosts
        self._fetcher.hosts = replace(hosts, ctg=base) if source == CTG else replace(hosts, shottracker=base)
        self._fetcher.resume()
        if self._dialog is not None:
            self._dialog.show_host(source, host)
        self.host_chosen.emit(source, host)

    def _known(self, source: str, token: CancelToken) -> str:
        hosts = self._fetcher.hosts
        if source == SHOTTRACKER:
            pair = self.credentials.shottracker(parse_base(hosts.shottracker).host)
            words = None if pair is None else f"The user name {pair.value.user} is known, {pair.words}."
        else:
            key = self.credentials.ctg(parse_base(hosts.ctg).host)
            words = None if key is None else f"A key is known, {key.words}."
        trouble = self.credentials.keyring_trouble
        return words or (f"Nothing is known yet. {trouble}" if trouble else "Nothing is known yet.")

    def _run(self, source: str, work: Callable[[CancelToken], str], on_done: Callable[[], None] | None = None) -> None:
        def done(words: str) -> None:
            self.dialog.say(source, words)
            if on_done is not None:
                on_done()

        def failed(error: ExplorerError) -> None:
            self.dialog.say(source, str(error))

        job = Job("Asking for keys", lambda token, tell: work(token), done, failed)
        job.on_end = lambda: self.dialog.say(source, "Stopped.") if job.token.is_cancelled else None
        self._runner.submit(Lane.ASK, job)

    def _hosts_with(self, entry: KeyEntry) -> Hosts:
        host = entry.host or DEFAULT_HOSTS[entry.source]
        hosts = self._fetcher.hosts
        return replace(hosts, shottracker=host) if entry.source == SHOTTRACKER else replace(hosts, ctg=host)

    def _on_test(self, entry: KeyEntry) -> None:
        self.dialog.say(entry.source, "Asking …")
        self._fetcher.resume()

        def work(token: CancelToken) -> str:
            hosts = self._hosts_with(entry)
            if not entry.secret:
                return self._fetcher.at(hosts, self.credentials).test(entry.source, token)
            tried = Credentials(environ={})
            _keep(tried, entry, hosts, is_this_run_only=True)
            return self._fetcher.at(hosts, tried).test(entry.source, token)

        self._run(entry.source, work)

    def _on_keep(self, entry: KeyEntry) -> None:
        """Keep the key, and the host; without a key only the host, for one that is known already."""
        hosts = self._hosts_with(entry)

        def work(token: CancelToken) -> str:
            host = hosts.ctg if entry.source == CTG else hosts.shottracker
            if not entry.secret and not entry.user:
                return f"The host is kept: {parse_base(host).host}. No key was entered."
            return f"Kept: {_keep(self.credentials, entry, hosts, is_this_run_only=entry.is_this_run_only)}"

        def done() -> None:
            self._fetcher.hosts = hosts
            self._fetcher.resume()
            self.dialog.forget_secret(entry.source)
            self.host_chosen.emit(entry.source, entry.host)

        self._run(entry.source, work, done)

    def _on_forget(self, source: str, host: str) -> None:
        def work(token: CancelToken) -> str:
            self.credentials.forget(source, parse_base(host or DEFAULT_HOSTS[source]).host)
            return "Forgotten."

        self._run(source, work)


def _keep(credentials: Credentials, entry: KeyEntry, hosts: Hosts, *, is_this_run_only: bool) -> str:
    """Check and keep what was entered; returns where it is kept, in words."""
    if entry.source == SHOTTRACKER:
        host = parse_base(hosts.shottracker).host
        pair = check_pair(entry.user, entry.secret)
        return credentials.keep_shottracker(host, pair, this_run_only=is_this_run_only).words
    host = parse_base(hosts.ctg).host
    return credentials.keep_ctg(host, check_key(entry.secret), this_run_only=is_this_run_only).words
