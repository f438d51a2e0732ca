"""An OpenAI-compatible chat server on loopback, as a process of its own. Standard library only.

    python chat_server.py MODE REPLY_FILE REQUESTS_FILE

Prints its port. MODE: stream (REPLY_FILE's text, word by word), garbage, refuse, stall, break (dies half-way), drip (never
ends). Each request's body is appended to REQUESTS_FILE as one line of JSON.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODE, REPLY, REQUESTS = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with REQUESTS.open("ab") as file:
            file.write(body + b"\n")
        getattr(self, f"_{MODE}")()

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _say(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _words(self) -> list[str]:
        return [word + " " for word in REPLY.read_text().split(" ")]

    def _stream(self) -> None:
        self._begin()
        for word in self._words():
            self._say(word)
        self._say("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _break(self) -> None:
        self._begin()
        for word in self._words():
            self._say(word)
        self.wfile.write(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')

    def _drip(self) -> None:
        self._begin()
        for _ in range(600):
            self._say("and ")
            time.sleep(0.1)

    def _stall(self) -> None:
        self._begin()
        time.sleep(60)

    def _garbage(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"data: <html>not json at all</html>\n\n")

    def _refuse(self) -> None:
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b'{"error": {"message": "no"}}')


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
