"""Whom a transport trusts with a key: certificates, redirects, proxies, `.netrc`."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import itertools
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from explorer.core.errors import AddressError, CertificateError, UnreachableError
from explorer.sources.http import Transport, TransportSettings
from tests.servers import canary, faults
from tests.servers.apis import canary_host
from tests.servers.clock import FakeClock
from tests.servers.leftovers import nothing_left_over
from tests.servers.proxy import connect_proxy
from tests.servers.raw import RawServer

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(autouse=True)
def leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with nothing_left_over():
        yield


def transport() -> Transport:
    return Transport(TransportSettings(tries=1), FakeClock())


def keyed(parts: object) -> dict[str, str]:
    return {"X-API-KEY": canary.CTG_KEY}


# Redirects


@pytest.mark.parametrize(
    ("code", "target"),
    list(itertools.product([300, 301, 302, 303, 307, 308], ["{canary}/x", "//{host}/x", "/elsewhere"])),
)
def test_no_redirect_is_followed_and_no_header_leaks(code: int, target: str) -> None:
    with canary_host() as other:
        location = target.format(canary=other.url, host=other.host)
        with RawServer(faults.redirect(code, location)) as server, pytest.raises(AddressError, match="does not follow"):
            transport().get(server.url, sign=keyed)
        assert (len(server.requests), len(other.requests)) == (1, 0)
    assert canary.found_in(bytes(canary.logs[-1])) == []


# Certificates


@dataclass(frozen=True)
class Authority:
    """A company's own authority: its certificate, and a way to have servers certified."""

    file: Path
    folder: Path

    def context(self, kind: str = "good") -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{kind}.pem")
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    x509 = pytest.importorskip("cryptography.x509", reason="needs cryptography to make certificates")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    folder = tmp_path_factory.mktemp("certificates")
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)

    def write(
        name: str, subject: str, issuer: object, signs: object, last: datetime.datetime, host: str | None
    ) -> object:
        key = ec.generate_private_key(ec.SECP256R1())
        own = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])
        builder = x509.CertificateBuilder().subject_name(own).issuer_name(issuer or own).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - 30 * day).not_valid_after(last)
        builder = builder.add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        if host is not None:
            names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            names = names if host == "localhost" else names[:1]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = builder.sign(signs or key, hashes.SHA256())
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        if host is None:
            (folder / "authority.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return key

    root = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A company")])
    key = write("authority", "A company", None, None, now + day, None)
    write("good", "good", root, key, now + day, "localhost")
    write("expired", "expired", root, key, now - day, "localhost")
    write("wrong_host", "wrong", root, key, now + day, "elsewhere.example")
    write("self_signed", "self", None, None, now + day, "localhost")
    return Authority(folder / "authority.crt", folder)


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs a system whose store is a file")


@ON_LINUX
@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_company_authority_of_the_systems_store_is_trusted(
    authority: Authority, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with RawServer(faults.good, authority.context()) as server:
        response = transport().get(f"https://{name}:{server.port}/", sign=keyed)
    assert response.body == faults.GOOD
    assert server.requests[0].headers["host"] == f"{name}:{server.port}"


@pytest.mark.parametrize(
    ("kind", "is_trusted", "words"),
    [
        ("good", False, "unable to get local issuer certificate"),
        ("self_signed", True, "self.signed certificate"),
        ("expired", True, "certificate has expired"),
        ("wrong_host", True, "IP address mismatch|Hostname mismatch"),
    ],
)
def test_a_certificate_that_proves_nothing_gets_no_key(
    authority: Authority, kind: str, is_trusted: bool, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    # None of what other programs take for a switch is one here.
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    monkeypatch.setenv("CURL_CA_BUNDLE", "")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.folder / f"{kind}.pem"))
    words = words if sys.platform == "linux" else "cannot prove who it is"
    with RawServer(faults.good, authority.context(kind)) as server:
        with pytest.raises(CertificateError, match=words):
            transport().get(server.url, sign=keyed)
        assert server.requests == []


def test_what_does_not_speak_tls_gets_no_key() -> None:
    heard = bytearray()

    def speak(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(ConnectionError):
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            while part := connection.recv(4096):
                heard.extend(part)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=speak, args=(listener,))
        thread.start()
        with pytest.raises(CertificateError, match="TLS cannot be understood"):
            transport().get(f"https://127.0.0.1:{listener.getsockname()[1]}/", sign=keyed)
        thread.join(5)
    assert canary.found_in(bytes(heard)) == []


# Proxies and .netrc


@ON_LINUX
def test_a_proxy_of_the_environment_leads_to_https_and_does_not_see_the_key(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with RawServer(faults.good, authority.context()) as server, connect_proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert transport().get(f"https://localhost:{server.port}/", sign=keyed).body == faults.GOOD
        (told,) = proxy.requests
        assert (told.method, told.target) == ("CONNECT", f"localhost:{server.port}")
        assert canary.found_in(told.raw) == []
        monkeypatch.setenv("NO_PROXY", "localhost")
        transport().get(f"https://localhost:{server.port}/", sign=keyed)
        assert len(proxy.requests) == 1


def test_a_proxy_that_refuses_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    with connect_proxy(407) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(
            UnreachableError, match=r"proxy of this computer does not lead to api\.example\.com\. It answers 407"
        ):
            transport().get("https://api.example.com/", sign=keyed)
        assert canary.found_in(proxy.requests[0].raw) == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://", "nonsense://127.0.0.1:1", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_a_sentence(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(UnreachableError, match="proxy of this computer"):
        transport().get("https://api.example.com/", sign=keyed)


def test_a_request_to_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with canary_host() as other, RawServer(faults.good) as server:
        monkeypatch.setenv("HTTP_PROXY", other.url)
        monkeypatch.setenv("http_proxy", other.url)
        monkeypatch.setenv("ALL_PROXY", other.url)
        assert transport().get(server.url, sign=keyed).body == faults.GOOD
        assert other.requests == []


def test_a_netrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password netrc-word\ndefault login any password netrc-word\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer(faults.good) as server:
        transport().get(server.url)
    assert "authorization" not in server.requests[0].headers


def test_no_cookie_comes_back() -> None:
    with RawServer(faults.status(200, {}, Set_Cookie="a=b; Path=/")) as server:
        one = transport()
        one.get(server.url)
        one.get(server.url)
    assert "cookie" not in server.requests[1].headers
