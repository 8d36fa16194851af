"""A proxy that leads to where it is asked by CONNECT, and remembers what it was told."""

from __future__ import annotations

import select
import socket

from tests.servers.raw import Exchange, RawServer


def connect_proxy(status: int = 200) -> RawServer:
    def answer(exchange: Exchange) -> None:
        if exchange.request.method != "CONNECT" or status != 200:
            exchange.send(f"HTTP/1.1 {status if status != 200 else 405} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        name, _, port = exchange.request.target.rpartition(":")
        with socket.create_connection((name, int(port)), 5) as far:
            exchange.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            _pump(exchange, far)

    return RawServer(answer)


def _pump(exchange: Exchange, far: socket.socket) -> None:
    near = exchange.socket
    other = {near: far, far: near}
    while not exchange.server.closing.is_set():
        for ready in select.select([near, far], [], [], 0.05)[0]:
            data = ready.recv(65536)
            if not data:
                return
            other[ready].sendall(data)
