"""The language server: the one door to pygls. It listens, and asks the other modules.

Nothing is written and nothing is run: an editor is told what it may change.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from opledger import __version__
from opledger.core.failure import Failure
from opledger.editor.answers import Answers
from opledger.editor.buffers import Point
from opledger.editor.session import Change, Session
from opledger.editor.wire import Wire, file_of
from opledger.files.diagnostics import printable
from opledger.files.schema import LEDGER

if TYPE_CHECKING:
    from opledger.editor.ledger import Clock, EditedLedger

Handler = Callable[[Any], Any]
_KEYSTROKE, _PAUSE = 0.03, 0.3  # seconds: until one file is told of; until all are looked at
_REFUSED = -32803  # the protocol's RequestFailed
_WATCHED = ("**/ledger.yaml", "**/opportunities/**")
_TRIGGERS = [" ", ":", "-", "{", "[", ","]
_KINDS = [types.CodeActionKind.QuickFix, types.CodeActionKind.Refactor]


class _Protocol(LanguageServerProtocol):
    """Without the library's own copies of texts, and with an answer to every question.

    It breaks lines where the protocol does not, and so loses its place in some texts.
    """

    def structure_message(self, data: dict[str, Any]) -> object:
        """A message in the protocol's types; to a question that is none, why, as its answer."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], None, error.to_response_error())
            raise

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._tell(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._tell(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._tell(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _tell(self, name: str, params: object) -> None:
        self.fm.features[name](params)


class _Server(LanguageServer):
    """Says what went wrong as one line in the editor's log."""

    def report_server_error(self, error: Exception, source: object) -> None:
        """A failure outside a handler; that of a question is told as its answer."""
        if source is not FeatureRequestError:
            self.log_bug(error)

    def log(self, text: str) -> None:
        """One line for the editor's log."""
        params = types.LogMessageParams(types.MessageType.Warning, printable(text))
        self.window_log_message(params)

    def log_bug(self, error: BaseException) -> None:
        """One line about a failure that is nobody's wish."""
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        self.log(f"opledger: this is a bug in opledger or the editor ({what})")


class _Output(io.RawIOBase):
    """Standard output, which stays open though the library closes it when the editor is done."""

    def write(self, content: Any) -> int:  # noqa: ANN401 - whatever is bytes
        """All of the bytes, at once."""
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return len(content)

    def close(self) -> None:
        """Standard output stays open."""


class Editor:
    """Listens to one editor."""

    def __init__(self, server: _Server, clock: Clock) -> None:
        """From now on, by a clock."""
        self._server = server
        self._session = Session(clock)
        self._answers: Answers | None = None
        self._dirty: set[str] = set()
        self._told: dict[str, types.PublishDiagnosticsParams] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._reading: asyncio.Task[None] | None = None
        self._again = False

    @property
    def answers(self) -> Answers:
        """The answers, translated as the editor asked when it began."""
        if self._answers is None:
            can = self._server.client_capabilities
            item = getattr(getattr(can.text_document, "completion", None), "completion_item", None)
            edit = getattr(can.workspace, "workspace_edit", None)
            operations = getattr(edit, "resource_operations", None) or ()
            versioned = bool(getattr(edit, "document_changes", None))
            encoding = self._server.server_capabilities.position_encoding or "utf-16"
            self._session.encoding = str(getattr(encoding, "value", encoding))
            wire = Wire(
                encoding=self._session.encoding,
                snippets=bool(getattr(item, "snippet_support", None)),
                versioned=versioned,
                renames=types.ResourceOperationKind.Rename in operations,
            )
            self._answers = Answers(self._session, wire, self._server.log)
        return self._answers

    def initialized(self, _params: types.InitializedParams) -> None:
        """The editor is ready: ask it to tell of files that change on the disk, if it can."""
        workspace = self._server.client_capabilities.workspace
        watching = getattr(workspace, "did_change_watched_files", None)
        if getattr(watching, "dynamic_registration", None):
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("watch", method, options)
            self._server.client_register_capability(types.RegistrationParams([registration]))

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A file was opened."""
        document = params.text_document
        file = file_of(document.uri)
        if file is not None:
            self.answers.session.opened(document.uri, file, document.version, document.text)
            self._dirty.add(document.uri)
            self._schedule(_KEYSTROKE)

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Something was typed."""
        document = params.text_document
        changes = [_change(each) for each in params.content_changes]
        self._session.typed(document.uri, document.version, changes)
        file = self._session.file(document.uri)
        if file is not None:
            others = self._session.names(file.ledger) if file.record is LEDGER else ()
            self._dirty.update((document.uri, *others))
            self._schedule(_PAUSE)

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A file was closed: nothing more is said of it."""
        uri = params.text_document.uri
        self._session.closed(uri)
        self._dirty.discard(uri)
        self._told.pop(uri, None)
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self._schedule(_PAUSE)

    def did_change_on_disk(self, _params: Any) -> None:  # noqa: ANN401 - of either kind
        """Files were written, moved or removed: look at everything anew."""
        self._session.settle()
        self._dirty.update(self._session.buffers)
        self._schedule(_KEYSTROKE)

    async def workspace_symbol(
        self, params: types.WorkspaceSymbolParams
    ) -> list[types.WorkspaceSymbol]:
        """The opportunities of every ledger that is open, or that the editor's folders lie in."""
        folders = [file_of(each.uri) for each in self._server.workspace.folders.values()]
        roots = [self._session.ledger_at(folder) for folder in folders if folder]
        ledgers = dict.fromkeys([*self._session.ledgers.values(), *filter(None, roots)])
        await _read_all(ledgers)
        return self.answers.workspace_symbol(params.query, ledgers)

    def _schedule(self, pause: float) -> None:
        """Tell of what was typed soon, and look at all files after a pause."""
        self._call("typed", _KEYSTROKE, self._publish)
        self._call("beside", pause, self._look_at_all)

    def _call(self, name: str, seconds: float, what: Callable[[], None]) -> None:
        waiting = self._timers.pop(name, None)
        if waiting is not None:
            waiting.cancel()
        loop = asyncio.get_running_loop()
        self._timers[name] = loop.call_later(seconds, self._guarded(what))

    def _publish(self) -> None:
        """What ``check`` finds in the files that changed, each read alone."""
        dirty, self._dirty = sorted(self._dirty), set()
        for uri in dirty:
            if uri in self._session.buffers:
                told = self.answers.diagnostics(uri)
                if self._told.get(uri) != told:
                    self._told[uri] = told
                    self._server.text_document_publish_diagnostics(told)

    def _look_at_all(self) -> None:
        """Read what changed in the ledgers, a file at a time, then tell of all that is open."""
        self._again = True
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        while self._again:
            self._again = False
            try:
                await _read_all(self._session.ledgers.values())
            except Exception as error:  # noqa: BLE001 - one line in the log, and the server goes on
                self._server.log_bug(error)
                return
            self._dirty.update(self._session.buffers)
            self._guarded(self._publish)()

    def _guarded(self, what: Callable[[], None]) -> Callable[[], None]:
        def call() -> None:
            try:
                what()
            except Exception as error:  # noqa: BLE001 - the same
                self._server.log_bug(error)

        return call


async def _read_all(ledgers: Iterable[EditedLedger]) -> None:
    """Read what changed, and let the editor in between two files."""
    for ledger in list(ledgers):
        for _ in ledger.catch_up():
            await asyncio.sleep(0)


def _change(
    each: types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument,
) -> Change:
    if isinstance(each, types.TextDocumentContentChangeWholeDocument):
        return Change(each.text)
    start, end = each.range.start, each.range.end
    return Change(each.text, Point(start.line, start.character), Point(end.line, end.character))


def serve(clock: Clock) -> None:
    """Speak with an editor over standard input and output until it says that it is done."""
    # The library logs tracebacks; what an editor shows of a failure is one line.
    for name in ("pygls", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    server = _Server(
        "opledger",
        __version__,
        text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
        protocol_cls=_Protocol,
    )
    _register(server, Editor(server, clock))
    server.start_io(stdout=cast("BinaryIO", _Output()))


def _register(server: _Server, editor: Editor) -> None:
    """What the server listens to and answers."""

    def asked(name: str) -> Handler:
        def call(params: Any) -> object:  # noqa: ANN401 - each of its own type
            answer: Handler = getattr(editor.answers, name)
            return answer(params)

        return call

    listened: dict[str, Handler] = {
        types.INITIALIZED: editor.initialized,
        types.TEXT_DOCUMENT_DID_OPEN: editor.did_open,
        types.TEXT_DOCUMENT_DID_CHANGE: editor.did_change,
        types.TEXT_DOCUMENT_DID_CLOSE: editor.did_close,
        types.TEXT_DOCUMENT_DID_SAVE: editor.did_change_on_disk,
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES: editor.did_change_on_disk,
        types.TEXT_DOCUMENT_HOVER: asked("hover"),
        types.TEXT_DOCUMENT_FORMATTING: asked("formatting"),
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: asked("document_symbol"),
        types.TEXT_DOCUMENT_DEFINITION: asked("definition"),
        types.TEXT_DOCUMENT_REFERENCES: asked("references"),
        types.TEXT_DOCUMENT_PREPARE_RENAME: asked("prepare_rename"),
    }
    for name, handler in listened.items():
        server.feature(name)(_one_line(server, handler))
    completing = types.CompletionOptions(trigger_characters=_TRIGGERS)
    acting = types.CodeActionOptions(code_action_kinds=_KINDS)
    renaming = types.RenameOptions(prepare_provider=True)
    for name, options, handler in (
        (types.TEXT_DOCUMENT_COMPLETION, completing, asked("completion")),
        (types.TEXT_DOCUMENT_CODE_ACTION, acting, asked("code_action")),
        (types.TEXT_DOCUMENT_RENAME, renaming, asked("rename")),
    ):
        server.feature(name, options)(_one_line(server, handler))

    @server.feature(types.WORKSPACE_SYMBOL)
    async def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        try:
            return await editor.workspace_symbol(params)
        except Exception as error:  # noqa: BLE001 - the same as for the others
            server.log_bug(error)
            return []


def _one_line(server: _Server, handler: Handler) -> Handler:
    """A handler whose failures are a line each: told as an answer if they can be mended."""

    # Any: where the first parameter could be the server, the library would pass that.
    def call(params: Any) -> object:  # noqa: ANN401
        try:
            return handler(params)
        except Failure as why:
            raise JsonRpcException(printable(str(why)), code=_REFUSED) from None
        except Exception as error:  # noqa: BLE001 - the last line of defence
            server.log_bug(error)
            return None

    return call
