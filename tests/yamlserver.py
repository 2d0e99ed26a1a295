"""The language server for YAML that editors use, spoken to over its standard input and output."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from tests.conftest import HANG
from tests.programs import node_package, program

SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False, "url": ""},
        "maxItemsComputed": 5000,
    }
}


class YamlServer:
    """One server for many documents. Every answer is waited for, a minute at most."""

    def __init__(self, folder: Path) -> None:
        command = [program("node"), str(node_package("yaml-language-server") / "bin"), "--stdio"]
        command[1] += "/yaml-language-server"
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._messages: Queue[dict[str, Any]] = Queue()
        self._held: list[dict[str, Any]] = []
        self._last = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=[{"uri": folder.as_uri(), "name": folder.name}],
            capabilities={
                "workspace": {"configuration": True},
                "textDocument": {
                    "hover": {"contentFormat": ["markdown"]},
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                },
            },
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=SETTINGS)

    def close(self) -> None:
        """End the server as an editor does."""
        self.ask("shutdown")
        self.tell("exit")
        self._process.communicate(timeout=HANG)

    def ask(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - as the method answers
        """The answer to a request."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params or None})
        number = self._last
        answer = self._await(lambda each: each.get("id") == number and "method" not in each)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:  # noqa: ANN401 - as the method takes
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, path: Path) -> None:
        """Open a file, as an editor does that shows it."""
        document = {
            "uri": path.as_uri(),
            "languageId": "yaml",
            "version": 1,
            "text": path.read_text(encoding="utf-8"),
        }
        self.tell("textDocument/didOpen", textDocument=document)

    def diagnostics(self, paths: Sequence[Path]) -> list[list[dict[str, Any]]]:
        """What the server finds in each of these files, which are opened all at once."""
        for path in paths:
            self.open(path)
        return [self._found(path.as_uri()) for path in paths]

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is shown of a place, both numbers from 0."""
        answer = self.ask("textDocument/hover", **_at(path, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place, each with what is said of it."""
        answer = self.ask("textDocument/completion", **_at(path, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: _text(item.get("documentation", "")) for item in items}

    def _found(self, uri: str) -> list[dict[str, Any]]:
        method = "textDocument/publishDiagnostics"
        found = self._await(
            lambda each: each.get("method") == method and each["params"]["uri"] == uri
        )
        diagnostics: list[dict[str, Any]] = found["params"]["diagnostics"]
        return diagnostics

    def _await(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        for place, message in enumerate(self._held):
            if wanted(message):
                return self._held.pop(place)
        while True:
            try:
                message = self._messages.get(timeout=HANG)
            except Empty:
                raise AssertionError("the server does not answer") from None
            if wanted(message):
                return message
            if message.get("method") == "workspace/configuration":
                asked = message["params"]["items"]
                answer = [SETTINGS.get(item.get("section", ""), {}) for item in asked]
                self._send({"id": message["id"], "result": answer})
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            else:
                self._held.append(message)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while head := stream.readline():
            length = (
                int(head.partition(b":")[2]) if head.lower().startswith(b"content-length") else 0
            )
            while (line := stream.readline()) and line.strip():
                if line.lower().startswith(b"content-length"):
                    length = int(line.partition(b":")[2])
            self._messages.put(json.loads(stream.read(length)))


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    place = {"line": line, "character": column}
    return {"textDocument": {"uri": path.as_uri()}, "position": place}


def _text(documentation: Any) -> str:  # noqa: ANN401 - a text, or one with its kind
    return str(documentation["value"] if isinstance(documentation, dict) else documentation)
