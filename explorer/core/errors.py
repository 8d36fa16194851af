"""The failures that are a sentence for the user; anything else that is raised is a bug."""

from __future__ import annotations


class ExplorerError(Exception):
    """A failure outside the program's power: its text is one sentence that says what, why and what to do."""


class DataError(ExplorerError):
    """A payload that cannot be read: names the file or game, the section, the row and the field."""

    def __init__(self, origin: str, reason: str, place: str = "") -> None:
        """Make the sentence from `origin` (file or game), `reason`, and `place` (section, row, field)."""
        self.origin = origin
        self.reason = reason
        self.place = place
        where = f"{origin}, {place}" if place else origin
        super().__init__(f"{where}: {reason}")


class StoreError(ExplorerError):
    """The library or the notes cannot be read or written."""


class FileError(ExplorerError):
    """A file or folder that cannot be read or written."""


class UsageError(ExplorerError):
    """A call of the command line that cannot be understood."""


class QueryError(ExplorerError):
    """A question that cannot be understood; `position` is the offending character's index."""

    def __init__(self, message: str, position: int) -> None:
        """Keep the sentence and the place in the text (0-based)."""
        self.position = position
        super().__init__(message)


class CredentialError(ExplorerError):
    """A user name, secret or key that is missing, or that cannot be what the vendor gave out."""


class NetworkError(ExplorerError):
    """A request that brought nothing back; `host` is the host that was asked, with its port."""

    def __init__(self, host: str, sentence: str) -> None:
        """Keep the host and the sentence."""
        self.host = host
        super().__init__(sentence)


class UnreachableError(NetworkError):
    """No answer began: no network, an unknown name, a refused or a broken connection."""


class CutAnswerError(NetworkError):
    """An answer that broke off before its end."""


class TooSlowError(NetworkError):
    """A host that does not answer, or does not come to an end, within the time limit."""


class CertificateError(NetworkError):
    """A host whose certificate does not prove that it is the one that was asked for."""


class BrokenAnswerError(NetworkError):
    """An answer that cannot be taken: damaged, packed in an unknown way, too large, not HTTP."""


class AddressError(NetworkError):
    """An address that is never asked: a wrong scheme or host, a redirect, one with user information."""


class HostPausedError(NetworkError):
    """A host whose queue is at rest; `wait_s` says for how many seconds, None until the user goes on."""

    def __init__(self, host: str, sentence: str, wait_s: float | None = None) -> None:
        """Keep the host, the sentence and the seconds."""
        self.wait_s = wait_s
        super().__init__(host, sentence)


class StatusError(NetworkError):
    """An answer that is a refusal: `status`, the vendor's own `message`, and its `request_id` to quote."""

    def __init__(self, host: str, sentence: str, status: int, message: str = "", request_id: str = "") -> None:
        """Keep what the vendor said; empty where it said nothing."""
        self.status = status
        self.message = message
        self.request_id = request_id
        super().__init__(host, sentence)


class AccessError(StatusError):
    """A refusal of this user: a wrong key or signature, or no right to this data (401, 403)."""


class UnknownIdError(StatusError):
    """A refusal because the vendor knows no such game, session or team (404)."""
