"""An editor that speaks with the real server, in a process of its own, one word after the other."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

T = TypeVar("T")
SOURCE_DATE_EPOCH = "1709294400"  # noon of 2024-03-01
_LONG = 30  # seconds after which an answer is taken for lost


class Talk:
    """A conversation: questions are answered before the next one is asked."""

    def __init__(self, root: Path, capabilities: types.ClientCapabilities | None = None) -> None:
        """Start a server for an editor of these capabilities, in a folder."""
        self.root = root
        self.loop = asyncio.new_event_loop()
        # In a thread of its own: in the test's, the browser of other tests may have a loop running.
        self._thread = ThreadPoolExecutor(max_workers=1)
        self.client: LanguageClient = make_test_lsp_client()
        self._version = 0
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH,
            "HOME": str(root),
        }
        command = (sys.executable, "-m", "opledger", "lsp", "--stdio")
        self.wait(self.client.start_io(*command, env=environment, cwd=root))
        params = types.InitializeParams(
            capabilities=capabilities or types.ClientCapabilities(),
            root_uri=root.as_uri(),
            workspace_folders=[types.WorkspaceFolder(root.as_uri(), "ledger")],
        )
        self.answer = self.wait(self.client.initialize_session(params))

    def wait(self, answer: Awaitable[T]) -> T:
        """The answer once it is there."""

        async def within() -> T:
            return await asyncio.wait_for(answer, _LONG)

        return self._thread.submit(lambda: self.loop.run_until_complete(within())).result()

    def uri(self, path: str) -> str:
        """How a file of the folder is named."""
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> list[str]:
        """Open a file, by default as it is on the disk; what is told of it."""
        shown = (self.root / path).read_text(encoding="utf-8") if text is None else text
        document = types.TextDocumentItem(self.uri(path), "yaml", self._next(), shown)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return self.told(path)

    def type(
        self, path: str, changes: Sequence[tuple[tuple[int, int], tuple[int, int], str]]
    ) -> None:
        """Change an open file between places of line and unit, from 0."""
        identifier = types.VersionedTextDocumentIdentifier(self._next(), self.uri(path))
        made = [
            types.TextDocumentContentChangePartial(
                range=types.Range(types.Position(*begin), types.Position(*end)), text=text
            )
            for begin, end, text in changes
        ]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, made))

    def replace(self, path: str, text: str) -> None:
        """Change an open file as a whole."""
        identifier = types.VersionedTextDocumentIdentifier(self._next(), self.uri(path))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [whole]))

    def close(self, path: str) -> None:
        """Close a file."""
        identifier = types.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def save(self, path: str) -> None:
        """Say that a file was written."""
        identifier = types.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    def told(self, path: str) -> list[str]:
        """What is told of a file next: ``line:unit-unit code``, from 0, in the order told."""
        self.wait(self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS))
        return self.known(path)

    def known(self, path: str) -> list[str]:
        """What was told of a file last."""
        return [
            f"{d.range.start.line}:{d.range.start.character}-{d.range.end.character} {d.code}"
            for d in self.client.diagnostics.get(self.uri(path), ())
        ]

    def until(self, path: str, expected: list[str]) -> None:
        """Wait until this is what is told of a file."""
        for _ in range(20):
            if self.known(path) == expected:
                return
            self.told(path)
        assert self.known(path) == expected

    def at(self, path: str, line: int, unit: int) -> dict[str, Any]:
        """A place in a file, as questions take it."""
        return {
            "text_document": types.TextDocumentIdentifier(self.uri(path)),
            "position": types.Position(line, unit),
        }

    def end(self) -> int | None:
        """End it as the protocol says; the server's exit code."""
        self.wait(self.client.shutdown_async(None))
        self.client.exit(None)
        server = self.client._server
        code = self.wait(server.wait()) if server else None
        self.wait(self.client.stop())  # type: ignore[no-untyped-call]
        self.loop.close()
        self._thread.shutdown()
        return code

    def _next(self) -> int:
        self._version += 1
        return self._version


@contextmanager
def talk(root: Path, capabilities: types.ClientCapabilities | None = None) -> Iterator[Talk]:
    """A conversation that is ended well."""
    begun = Talk(root, capabilities)
    yield begun
    assert begun.end() == 0
