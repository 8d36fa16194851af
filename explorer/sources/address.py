"""Which addresses may be asked: https anywhere the user says, http on this machine alone, and no stranger's link."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from explorer.core.errors import AddressError, UsageError

LONGEST = 4000
LONGEST_ID = 200
_DEFAULT_PORTS = {"https": 443, "http": 80}
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
    r"(?P<name>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?(?P<query>[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*))?"
)
"""The only form that is taken: no user information, no backslash, no space, no letter beyond ASCII, no fragment."""
_ODD_STEP = re.compile(r"//|(?:^|/)(?:\.|%2[eE]){1,2}(?:/|$)")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Base:
    """Where an API lives: `host` as the Host header says it, with a port that is not the usual one."""

    scheme: str
    host: str
    path: str = ""

    def url(self, path: str) -> str:
        """The address of a path below the base; `path` begins with a slash and is quoted already."""
        return f"{self.scheme}://{self.host}{self.path}{path}"


def parse_base(address: str) -> Base:
    """Read the base address of an API; raises AddressError for anything but https, or http on this machine."""
    text = address.strip()
    match = _match(text)
    if match is None or match["query"] is not None or _is_odd(match["path"] or ""):
        shown = text if "@" not in text else "It"
        reason = "is no address of an API" if "@" not in text else "holds user information, which an address must not"
        raise AddressError("", f"{_short(shown)} {reason}: it should look like https://api.example.com.")
    scheme = match["scheme"].lower()
    name = match["name"].lower()
    if scheme not in _DEFAULT_PORTS or (scheme == "http" and not is_loopback(name)):
        raise AddressError(
            name, f"{_short(text)} is not asked: only https is safe for a key (http on this machine only)."
        )
    return Base(scheme, _host(scheme, name, match["port"]), (match["path"] or "").rstrip("/"))


def check_url(url: str) -> str:
    """The host of a request as its Host header says it; raises AddressError as `parse_base` does."""
    match = _match(url)
    if match is None or _is_odd(match["path"] or ""):
        raise AddressError("", f"{_short(url)} is no address that is asked.")
    return parse_base(f"{match['scheme']}://{match['name']}{':' + match['port'] if match['port'] else ''}").host


def link_within(base: Base, link: str) -> tuple[str, list[tuple[str, str]]]:
    """The path and parameters of an address that came inside an answer.

    The request is made anew from these and the base, so that nothing of the stranger's text decides the host.
    Raises AddressError for every other scheme, host, port, and for user information.
    """
    match = _match(link)
    if match is None or _is_odd(match["path"] or "/"):
        raise AddressError(base.host, f"The answer names an address that is not followed: {_short(link)}")
    scheme = match["scheme"].lower()
    is_base = scheme == base.scheme and _host(scheme, match["name"].lower(), match["port"]) == base.host
    if not is_base:
        raise AddressError(
            base.host, f"The answer names an address outside of {base.host}, not followed: {_short(link)}"
        )
    path = match["path"] or "/"
    return path, parse_qsl(match["query"] or "", keep_blank_values=True)


def _match(text: str) -> re.Match[str] | None:
    if len(text) > LONGEST:
        return None
    match = _ADDRESS.fullmatch(text)
    is_port = match is None or match["port"] is None or 0 < int(match["port"]) < 65536
    return match if is_port else None


def _is_odd(path: str) -> bool:
    return bool(_ODD_STEP.search(path) or _BAD_ESCAPE.search(path))


def _host(scheme: str, name: str, port: str | None) -> str:
    usual = _DEFAULT_PORTS.get(scheme)
    return name if port is None or int(port) == usual else f"{name}:{int(port)}"


def is_loopback(name: str) -> bool:
    """Whether a host's name, without port, means this machine."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def step(identity: str | int) -> str:
    """One id as a step of a path; raises UsageError for what cannot be one."""
    text = str(identity).strip()
    if not text or len(text) > LONGEST_ID or not text.isprintable() or set(text) <= {"."}:
        raise UsageError(f"{_short(text) or 'Nothing'} is no id.")
    return quote(text, safe="")


def _short(text: str) -> str:
    """A stranger's text, fit to be shown: on one line, and not endless."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text[:200])
    return plain if len(text) <= 200 else f"{plain}..."
