"""A double of AWS AppConfig, as its agent sees it: for each proxy the bundle that is in force, or a fault."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SOCK_STREAM
from threading import Thread

from .daemon import ADDRESS, Daemon

PORT = 8772


class AppConfig:
    """`give` sets what a proxy gets. `status` other than 200 is answered to everybody, after `delay` seconds."""

    def __init__(self, daemon: Daemon) -> None:
        self.bundles: dict[str, str] = {}
        self.status = 200
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                proxy = self.path.partition("/environments/")[2].partition("/")[0]
                found = outer.bundles.get(proxy)
                status = outer.status if found is not None or outer.status != 200 else 404
                body = (found or "").encode() if status == 200 else json.dumps({"Message": "double"}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing is logged."""

        self._server = ThreadingHTTPServer((ADDRESS, PORT), Handler, bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = daemon.listening(SOCK_STREAM, PORT)
        self._server.server_name = ADDRESS
        self._server.server_port = PORT
        self._server.server_activate()
        Thread(target=self._server.serve_forever, daemon=True).start()

    def give(self, proxy: str, bundle: str) -> None:
        """What the agent of this proxy gets from now on."""
        self.bundles[proxy] = bundle

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
