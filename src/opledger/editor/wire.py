"""What is told to an editor, in the protocol's own types and units."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from opledger.core.late import dataclass
from opledger.editor.buffers import Point, index_at, point_at
from opledger.files.diagnostics import Diagnostic, Severity, printable
from opledger.files.nodes import Node, every_node

if TYPE_CHECKING:
    from opledger.editor.actions import Action
    from opledger.editor.completion import Completion
    from opledger.editor.edits import Edit
    from opledger.editor.hover import Hover
    from opledger.editor.symbols import Symbol
    from opledger.files.source import Source

_DRIVE = re.compile(r"/[A-Za-z]:(?=/|$)") if os.name == "nt" else re.compile(r"(?!)")
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_ITEMS = {
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
    "date": types.CompletionItemKind.Value,
    "person": types.CompletionItemKind.Text,
}
_SYMBOLS = {
    "opportunity": types.SymbolKind.Class,
    "event": types.SymbolKind.Event,
    "person": types.SymbolKind.Object,
    "question": types.SymbolKind.String,
    "list": types.SymbolKind.Enum,
    "word": types.SymbolKind.EnumMember,
}


@dataclass(frozen=True, slots=True)
class Wire:
    """Translates for one editor: the encoding of its places, and what it can take."""

    encoding: str
    snippets: bool
    versioned: bool  # edits that name the version of a document
    renames: bool  # files that are renamed

    def index(self, source: Source, at: types.Position) -> int:
        """The index in a text of an editor's place."""
        return index_at(source, Point(at.line, at.character), self.encoding)

    def range(self, source: Source, start: int, end: int) -> types.Range:
        """A stretch of a text as an editor's range."""
        return types.Range(self._position(source, start), self._position(source, end))

    def _position(self, source: Source, index: int) -> types.Position:
        place = point_at(source, index, self.encoding)
        return types.Position(place.line, place.unit)

    def diagnostic(
        self, source: Source, ends: Mapping[int, int], found: Diagnostic
    ) -> types.Diagnostic:
        """What a check found, from its place to the end of what stands there (:func:`ends_of`)."""
        start = source.index(found.at)
        hint = f"; {found.hint}" if found.hint else ""
        return types.Diagnostic(
            range=self.range(source, start, _end(source, ends, start)),
            message=printable(f"{found.text}{hint}"),
            severity=_SEVERITIES[found.severity],
            code=found.code,
            source="opledger",
        )

    def completion(self, source: Source, each: Completion) -> types.CompletionItem:
        """Something that can be typed."""
        text, form = each.text, types.InsertTextFormat.PlainText
        if self.snippets and each.stop is not None:
            text = f"{_snippet(text[: each.stop])}$0{_snippet(text[each.stop :])}"
            form = types.InsertTextFormat.Snippet
        return types.CompletionItem(
            label=printable(each.label),
            kind=_ITEMS[each.kind],
            detail=printable(each.detail) or None,
            documentation=printable(each.about) or None,
            sort_text=f"{each.rank:04}",
            filter_text=each.filter,
            insert_text_format=form,
            text_edit=types.TextEdit(self.range(source, each.start, each.end), text),
        )

    def hover(self, source: Source, told: Hover) -> types.Hover:
        """Lines about a stretch, in plain text: nothing of a file is taken for markup."""
        content = types.MarkupContent(types.MarkupKind.PlainText, "\n".join(told.lines))
        return types.Hover(content, self.range(source, told.start, told.end))

    def symbol(self, source: Source, each: Symbol) -> types.DocumentSymbol:
        """A part of a file, and what it consists of."""
        return types.DocumentSymbol(
            name=each.name,
            detail=each.detail or None,
            kind=_SYMBOLS[each.kind],
            range=self.range(source, each.start, each.end),
            selection_range=self.range(source, each.at, each.to),
            children=[self.symbol(source, inner) for inner in each.inner],
        )

    def edits(self, source: Source, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits of one text."""
        return [types.TextEdit(self.range(source, e.start, e.end), e.text) for e in edits]

    def workspace_edit(
        self,
        edits: Mapping[str, list[types.TextEdit]],
        versions: Mapping[str, int | None],
        moved: tuple[str, str] | None = None,
    ) -> types.WorkspaceEdit:
        """Edits by document, and a file that is given another name."""
        if not self.versioned and moved is None:
            return types.WorkspaceEdit(changes=edits)
        changes: list[
            types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
        ] = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, versions.get(uri)), list(each)
            )
            for uri, each in edits.items()
        ]
        if moved is not None:
            changes.append(types.RenameFile(old_uri=moved[0], new_uri=moved[1]))
        return types.WorkspaceEdit(document_changes=changes)

    def action(
        self,
        source: Source,
        uri: str,
        version: int | None,
        each: Action,
        ends: Mapping[int, int],
    ) -> types.CodeAction:
        """Something that can be done."""
        mends = [self.diagnostic(source, ends, each.mends)] if each.mends else None
        edit = self.workspace_edit({uri: self.edits(source, each.edits)}, {uri: version})
        kind = types.CodeActionKind.QuickFix if mends else types.CodeActionKind.Refactor
        return types.CodeAction(
            title=printable(each.title),
            kind=kind,
            diagnostics=mends,
            is_preferred=each.sure or None,
            edit=edit,
        )


def file_of(uri: str) -> Path | None:
    """The file that an editor names; ``None`` where it is none."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or not path.startswith("/"):
        return None
    if parts.netloc not in {"", "localhost"}:
        path = f"//{parts.netloc}{path}"
    elif _DRIVE.match(path):
        path = path[1:]
    return Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed


def uri_of(file: Path) -> str:
    """How a file is named to an editor that has not opened it."""
    return file.as_uri()


def _snippet(text: str) -> str:
    """A text without meaning to a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def ends_of(tree: Node | None) -> Mapping[int, int]:
    """Where what begins at a place of a text ends, of all that there is the shortest."""
    ends: dict[int, int] = {}
    for node in every_node(tree) if tree else ():
        if node.end > node.start:
            ends[node.start] = min(node.end, ends.get(node.start, node.end))
    return ends


def _end(source: Source, ends: Mapping[int, int], start: int) -> int:
    """Where what begins at a place ends, on its first line; one character at least, if there is."""
    line = source.position(start).line
    last = source.starts[line - 1] + len(source.line(line))
    if start in ends:
        return min(ends[start], last)
    text = source.text[start:last].rstrip()
    return start + len(text) if text else last
