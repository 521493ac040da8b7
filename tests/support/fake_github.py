# SPDX-License-Identifier: Apache-2.0
"""The comments of one pull request as GitHub's REST API serves them, with its status codes and limits.

Source: https://docs.github.com/rest/issues/comments
"""
import http.server
import json
import re
import threading
import urllib.parse

MAX_BODY = 65536
TOKEN = "secret-token-1234"


class FakeGitHub:
    """A server on this machine. `comments` are {"id", "body"}; `requests` what was asked."""

    def __init__(self, repository="acme/api", prefix="", may_write=True):
        self.repository, self.prefix, self.may_write = repository, prefix, may_write
        self.comments, self.requests = [], []
        self.trouble = []  # functions (method, path) -> (status, headers) or None, each used once
        self.lose_answer_of_next_post = False
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                fake.answer(self, "GET")

            def do_POST(self):
                fake.answer(self, "POST")

            def do_PATCH(self):
                fake.answer(self, "PATCH")

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}{prefix}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def sent(self, method):
        return [request for request in self.requests if request[0] == method]

    def answer(self, handler, method):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else b""
        self.requests.append((method, handler.path))
        status, answer, headers = self.decide(handler, method, body)
        if self.lose_answer_of_next_post and method == "POST":
            self.lose_answer_of_next_post = False
            handler.close_connection = True
            handler.connection.close()
            return
        text = json.dumps(answer).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(text)),
                            **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text)

    def decide(self, handler, method, body):
        if self.trouble:
            trouble = self.trouble.pop(0)(method, handler.path)
            if trouble:
                return trouble[0], {"message": "trouble"}, trouble[1]
        if handler.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}, {}
        if not handler.headers.get("User-Agent"):
            return 403, {"message": "Request forbidden by administrative rules."}, {}
        parsed = urllib.parse.urlsplit(handler.path)
        root = f"{self.prefix}/repos/{self.repository}/issues"
        if re.fullmatch(re.escape(root) + r"/7/comments", parsed.path):
            if method == "GET":
                return self.page(urllib.parse.parse_qs(parsed.query))
            return self.write(body, None)
        found = re.fullmatch(re.escape(root) + r"/comments/(\d+)", parsed.path)
        if found and method == "PATCH":
            return self.write(body, int(found.group(1)))
        return 404, {"message": "Not Found"}, {}

    def page(self, query):
        size = min(int(query.get("per_page", ["30"])[0]), 100)
        first = (int(query.get("page", ["1"])[0]) - 1) * size
        return 200, self.comments[first:first + size], {}

    def write(self, body, number):
        if not self.may_write:
            return 403, {"message": "Resource not accessible by integration"}, {}
        try:
            text = json.loads(body)["body"]
        except (ValueError, KeyError, TypeError):
            return 400, {"message": "Problems parsing JSON"}, {}
        if not text or len(text) > MAX_BODY:
            return 422, {"message": "Validation Failed"}, {}
        if number is None:
            self.comments.append({"id": 1000 + len(self.comments), "body": text})
            return 201, self.comments[-1], {}
        for comment in self.comments:
            if comment["id"] == number:
                comment["body"] = text
                return 200, comment, {}
        return 404, {"message": "Not Found"}, {}
