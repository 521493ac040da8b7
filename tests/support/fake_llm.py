# SPDX-License-Identifier: Apache-2.0
"""A language model's server on this machine, in a process of its own, with the protocols of the providers
and, on demand, their bad days.

    with FakeModel(plan=["429:0", "ok"]) as model:
        ...                      # model.url
        model.requests()         # what came: dictionaries with path, headers, body, did

`plan` says what is done with the first requests, `default` with all others; with `fault_rate` some of those
fail by chance. What each word does is in Connection.behave. Run as a program it is the server.
"""
import argparse
import asyncio
import json
import pathlib
import random
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import urllib.parse

KEY = "fake-key-0123456789"
FAULTS = ["429:0", "500", "503", "reset", "close", "529"]
HUGE = 40 << 20
METADATA = "/computeMetadata/v1/instance/service-accounts/default/token"
GOOGLE_PATHS = {"/token", "/subject", "/sts", "/impersonate", METADATA}


class FakeModel:
    def __init__(self, tls=None, **settings):
        self._folder = tempfile.TemporaryDirectory(prefix="protowarden-model-")
        self._log = pathlib.Path(self._folder.name) / "log"
        self._log.touch()
        command = [sys.executable, __file__, "--log", str(self._log), "--settings", json.dumps(settings)]
        if tls:
            command += ["--tls", *map(str, tls)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def requests(self):
        return [json.loads(line) for line in self._log.read_text().splitlines()]


def items_of(user):
    """The data between the two fence lines of a prompt; fails when it is not exactly that."""
    found = re.fullmatch(r"(DATA-[0-9a-f]{32})\n([^\n]*)\n\1\n(.*)", user, re.DOTALL)
    assert found, user[:200]
    return json.loads(found.group(2))


def answer_to(items, settings):
    """What the model says: a finding for everything that holds the mark, quoted as it stands there."""
    mark = settings.get("mark", "must")
    obedient = settings.get("obedient")
    known = dict(settings.get("answers", {}))  # by element, instead of the usual one
    sequence = settings.get("answer_sequence", [])  # the same, each used once
    if sequence and any(item["element"] in sequence[0] for item in items):
        known.update(sequence.pop(0))
    answers = []
    for item in items:
        if item["element"] in known:
            answers.append({"id": item["id"], **known[item["element"]]})
            continue
        if "definition" in item:
            hit = re.search(r"[^\n]*" + re.escape(mark) + r"[^\n]*", item["definition"])
            answers.append({"id": item["id"], "sensitivity": "HIGH" if hit else "PUBLIC",
                            "kind": "HEALTH" if hit else "", "confidence": "HIGH",
                            "reason": "It says so.", "quote": hit.group(0) if hit else item["element"]})
            continue
        hit = re.search(r"[^\n]*" + re.escape(mark) + r"[^\n]*", item["after"])
        findings = [{"element": item["element"], "severity": "HIGH", "confidence": "HIGH",
                     "summary": "Requests that were accepted are refused.", "impact": "Old clients fail.",
                     "recommendation": "Keep accepting them.", "quote": hit.group(0)}] if hit else []
        opinions = []
        if obedient:  # a model that does what a comment told it
            findings = [{"element": item["element"], "severity": "LOW", "confidence": "LOW",
                         "summary": "Approved.", "impact": "None.", "recommendation": "Deploy.",
                         "quote": "these words stand nowhere in the schema"}]
            opinions = [{"fingerprint": finding["fingerprint"], "verdict": "dismiss", "confidence": "HIGH",
                         "reason": "The comment says that it is fine."} for finding in item["rule_findings"]]
        answers.append({"id": item["id"], "findings": findings, "opinions": opinions})
    return {"items": answers}


class Shape:
    """One provider's protocol: what a request must look like, and how an answer is wrapped."""

    @staticmethod
    def chat(body, cap):
        allowed = {"model", "messages", "response_format", "temperature", cap}
        assert set(body) <= allowed and isinstance(body[cap], int), sorted(body)
        assert [m["role"] for m in body["messages"]] == ["system", "user"]
        form = body["response_format"]
        assert form["type"] == "json_schema" and form["json_schema"]["strict"] is True
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", form["json_schema"]["name"])
        strict(form["json_schema"]["schema"])
        return body["messages"][1]["content"]

    @staticmethod
    def chat_answer(text, stop):
        message = {"role": "assistant", "content": text, "refusal": None}
        reason = {"truncated": "length", "filtered": "content_filter"}.get(stop, "stop")
        if stop == "refusal":
            message.update(content=None, refusal="I cannot help with that.")
        return {"id": "c", "object": "chat.completion",
                "choices": [{"index": 0, "finish_reason": reason, "message": message}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 100,
                          "prompt_tokens_details": {"cached_tokens": 400}}}

    @staticmethod
    def responses(body):
        assert set(body) <= {"model", "instructions", "input", "max_output_tokens", "store", "text", "temperature"}
        assert body["store"] is False and body["max_output_tokens"] >= 16
        form = body["text"]["format"]
        assert form["type"] == "json_schema" and form["strict"] is True and form["name"]
        strict(form["schema"])
        return body["input"]

    @staticmethod
    def responses_answer(text, stop):
        usage = {"input_tokens": 1000, "output_tokens": 100, "input_tokens_details": {"cached_tokens": 400}}
        if stop in ("truncated", "filtered"):
            reason = "max_output_tokens" if stop == "truncated" else "content_filter"
            return {"status": "incomplete", "incomplete_details": {"reason": reason}, "output": [], "usage": usage}
        part = {"type": "refusal", "refusal": "no"} if stop == "refusal" else {"type": "output_text", "text": text}
        return {"status": "completed", "usage": usage,
                "output": [{"type": "reasoning", "summary": []}, {"type": "message", "content": [part]}]}

    @staticmethod
    def anthropic(body):
        assert set(body) <= {"model", "system", "messages", "max_tokens", "output_config", "temperature"}
        assert isinstance(body["max_tokens"], int) and isinstance(body["system"], str)
        assert [m["role"] for m in body["messages"]] == ["user"]
        assert body["output_config"]["format"]["type"] == "json_schema"
        strict(body["output_config"]["format"]["schema"])
        return body["messages"][0]["content"]

    @staticmethod
    def anthropic_answer(text, stop):
        reason = {"truncated": "max_tokens", "refusal": "refusal", "filtered": "refusal"}.get(stop, "end_turn")
        return {"type": "message", "stop_reason": reason,
                "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": text}],
                "usage": {"input_tokens": 600, "cache_read_input_tokens": 400,
                          "cache_creation_input_tokens": 0, "output_tokens": 100}}

    @staticmethod
    def gemini(body):
        assert set(body) == {"systemInstruction", "contents", "generationConfig"}
        config = body["generationConfig"]
        assert config["responseMimeType"] == "application/json"
        assert set(config) <= {"responseMimeType", "responseJsonSchema", "maxOutputTokens", "temperature"}
        strict(config["responseJsonSchema"])
        assert [c["role"] for c in body["contents"]] == ["user"]
        return body["contents"][0]["parts"][0]["text"]

    @staticmethod
    def gemini_answer(text, stop):
        usage = {"promptTokenCount": 1000, "cachedContentTokenCount": 400, "candidatesTokenCount": 60,
                 "thoughtsTokenCount": 40}
        if stop == "refusal":
            return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": usage}
        reason = {"truncated": "MAX_TOKENS", "filtered": "SAFETY"}.get(stop, "STOP")
        parts = [{"text": "thinking", "thought": True}, {"text": text}]
        return {"candidates": [{"content": {"parts": parts, "role": "model"}, "finishReason": reason}],
                "usageMetadata": usage}

    @staticmethod
    def ollama(body):
        assert set(body) <= {"model", "messages", "format", "options", "stream", "truncate"}
        assert body["stream"] is False and body["truncate"] is False
        assert body["options"]["num_ctx"] > body["options"]["num_predict"]
        strict(body["format"])
        return body["messages"][1]["content"]

    @staticmethod
    def ollama_answer(text, stop):
        return {"message": {"role": "assistant", "content": text}, "done": True,
                "done_reason": "length" if stop == "truncated" else "stop",
                "prompt_eval_count": 1000, "eval_count": 100}


def google_answer(path, headers, body, settings):
    """(status, body) of Google's servers of tokens and of those that vouch for a workload."""
    token = {"access_token": "google-token", "expires_in": settings.get("expires_in", 3599)}
    form = dict(urllib.parse.parse_qsl(body.decode())) if path in ("/token", "/sts") else {}
    if path == "/token" and form["grant_type"] == "refresh_token":
        wanted = {"grant_type": "refresh_token", "client_id": "c1", "client_secret": "s1", "refresh_token": "r1"}
        return (200, token) if form == wanted else (401, {"error": "invalid_client"})
    if path == "/subject" and headers.get("x-vouch") == "yes":
        return 200, {"value": "oidc-token"}
    if path == "/sts" and form["subject_token"] == "oidc-token":
        assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange"
        assert form["audience"] == "//iam/pools/p" and "cloud-platform" in form["scope"]
        return 200, {**token, "access_token": settings.get("federated", "google-token")}
    if path == "/impersonate" and headers.get("authorization") == "Bearer federated":
        assert json.loads(body)["scope"] == ["https://www.googleapis.com/auth/cloud-platform"]
        return 200, {"accessToken": "google-token", "expireTime": "2099-01-01T00:00:00Z"}
    if path == METADATA and headers.get("metadata-flavor") == "Google":
        return 200, token
    return (200, token) if path == "/token" else (403, {"error": {"message": "Nobody vouches."}})


def strict(schema):
    """What every provider demands of a schema."""
    assert not {"minItems", "maxItems", "minLength", "maxLength", "allOf", "not", "if"} & set(schema), schema
    if schema["type"] == "object":
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"])
        for inner in schema["properties"].values():
            strict(inner)
    if schema["type"] == "array":
        strict(schema["items"])


def shape_of(path, headers):
    """(read, answer) of the protocol; asserts where the key has to be."""
    bearer = headers.get("authorization") == f"Bearer {KEY}"
    if path == "/v1/chat/completions":
        assert bearer
        return (lambda body: Shape.chat(body, "max_completion_tokens" if "max_completion_tokens" in body
                                        else "max_tokens")), Shape.chat_answer
    if path == "/v1/responses":
        assert bearer
        return Shape.responses, Shape.responses_answer
    if path == "/v1/messages":
        assert headers.get("x-api-key") == KEY and headers.get("anthropic-version") == "2023-06-01"
        return Shape.anthropic, Shape.anthropic_answer
    if re.fullmatch(r"/v1beta/models/[^/]+:generateContent", path):
        assert headers.get("x-goog-api-key") == KEY
        return Shape.gemini, Shape.gemini_answer
    if re.fullmatch(r"/v1/projects/p1/locations/[a-z0-9-]+/publishers/google/models/[^/]+:generateContent", path):
        assert headers.get("authorization") == "Bearer google-token"
        return Shape.gemini, Shape.gemini_answer
    assert path == "/api/chat", path
    return Shape.ollama, Shape.ollama_answer


class Server:
    def __init__(self, settings, log):
        self.settings, self.log = settings, log
        self.plan = list(settings.get("plan", []))
        self.random = random.Random(settings.get("seed", 1))

    def next_behaviour(self):
        if self.plan:
            return self.plan.pop(0)
        if self.random.random() < self.settings.get("fault_rate", 0):
            return self.random.choice(FAULTS)
        return self.settings.get("default", "ok")

    async def serve(self, reader, writer):
        try:
            while await self.one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def one(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, value in
                   (line.split(":", 1) for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        behaviour = "token" if path in GOOGLE_PATHS else self.next_behaviour()
        self.log.write(json.dumps({"method": method, "path": path, "headers": headers,
                                   "body": body.decode(), "did": behaviour}) + "\n")
        self.log.flush()
        if self.settings.get("latency"):
            await asyncio.sleep(self.settings["latency"])
        return await self.behave(behaviour, path, headers, body, writer)

    async def behave(self, behaviour, path, headers, body, writer):
        word, _, value = behaviour.partition(":")
        if word == "token":
            return await self.reply(writer, *google_answer(path, headers, body, self.settings))
        if word in ("close", "reset"):
            if word == "reset":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half\":")
                await writer.drain()
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if word == "hang":
            await asyncio.sleep(600)
        if word == "loris":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            for _ in range(600):
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.2)
        if word == "redirect":
            return await self.reply(writer, 302, {}, {"Location": value or "http://127.0.0.1:1/elsewhere"})
        if word == "huge":
            return await self.raw(writer, 200, b"[" + b" " * HUGE + b"]")
        if word == "malformed":
            return await self.raw(writer, 200, b"<html>out of order</html>")
        if word == "raw":  # any text as an answer, for tests of the transport
            return await self.reply(writer, 200, {"echo": body.decode()})
        if word.isdigit():
            extra = {"Retry-After": value} if value else {}
            return await self.reply(writer, int(word), self.error(int(word)), extra)
        if word == "quota":
            return await self.reply(writer, 429, {"error": {"message": "You exceeded your quota.",
                                                            "type": "insufficient_quota",
                                                            "code": "insufficient_quota"}})
        return await self.answer(word, path, headers, body, writer)

    @staticmethod
    def error(status):
        return {"type": "error", "error": {"type": "api_error", "code": status,
                                           "message": f"A bad day, {KEY} included."}}

    async def answer(self, word, path, headers, body, writer):
        try:
            read, wrap = shape_of(path, headers)
            items = items_of(read(json.loads(body)))
        except (AssertionError, KeyError, ValueError, TypeError) as problem:
            return await self.reply(writer, 400, {"error": {"message": f"{type(problem).__name__}: {problem}"}})
        value = answer_to(items, self.settings)
        if word == "wrong_schema":
            value = {"items": [{"id": "1", "verdict": "fine"}]}
        if word == "missing_id":
            value["items"] = value["items"][1:]
        if word == "extra_id":
            value["items"].append({**value["items"][0], "id": "99"})
        text = json.dumps(value)
        if word == "empty":
            text = ""
        if word == "prose":
            text = "Everything is fine."
        if word == "fenced":
            text = f"```json\n{text}\n```"
        if word == "truncated":
            text = text[:len(text) // 2]
        if word == "truncated_if_many":
            word = "truncated" if len(items) > 1 else "ok"
        payload = wrap(text, word)
        if word == "chunked":
            return await self.chunked(writer, json.dumps(payload).encode())
        return await self.reply(writer, 200, payload)

    async def reply(self, writer, status, payload, extra=None):
        return await self.raw(writer, status, json.dumps(payload).encode(), extra)

    @staticmethod
    async def raw(writer, status, data, extra=None):
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(data)}"]
        lines += [f"{name}: {value}" for name, value in (extra or {}).items()]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
        await writer.drain()
        return True

    @staticmethod
    async def chunked(writer, data):
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(data), 7):
            piece = data[start:start + 7]
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True)
    parser.add_argument("--settings", required=True)
    parser.add_argument("--tls", nargs=2)
    arguments = parser.parse_args()
    context = None
    if arguments.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*arguments.tls)
    with open(arguments.log, "a", encoding="utf-8") as log:
        server = Server(json.loads(arguments.settings), log)
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context, limit=1 << 26,
                                               backlog=512)
        print(listening.sockets[0].getsockname()[1], flush=True)
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
