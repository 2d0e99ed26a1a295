"""The answers to what an editor asks, in the protocol's own types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lsprotocol import types

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.editor.actions import Desk, actions, sorting
from opledger.editor.completion import Known, completions
from opledger.editor.hover import Read, hover
from opledger.editor.symbols import find_opportunities, ledger_symbols, opportunity_symbols
from opledger.editor.vocabulary import (
    Renaming,
    can_rename,
    definition,
    references,
    rename_id,
    rename_word,
    word_at,
)
from opledger.editor.wire import Wire, ends_of, uri_of
from opledger.editor.words import Spot, spot_at
from opledger.files.diagnostics import printable
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.splice import Unsafe

if TYPE_CHECKING:
    from opledger.editor.ledger import EditedLedger
    from opledger.editor.session import OpenFile, Session
    from opledger.files.nodes import Node


_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers from what is open; ``log`` takes a line that the editor keeps in its log."""

    session: Session
    wire: Wire
    log: Callable[[str], None]

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may be typed here."""
        file = self.session.file(params.text_document.uri)
        if file is None:
            return None
        ledger, source = file.ledger, file.source
        index = self.wire.index(source, params.position)
        known = Known(ledger.config, ledger.known, ledger.clock(ledger.config.zone))
        found = completions(source.text, file.record, index, known)
        items = [self.wire.completion(source, each) for each in found]
        return types.CompletionList(is_incomplete=False, items=items)

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is known of what stands here."""
        file = self.session.file(params.text_document.uri)
        if file is None:
            return None
        index = self.wire.index(file.source, params.position)
        reading = None if file.record is LEDGER else file.ledger.reading(file.path)
        about = reading.record if reading and reading.sound else None
        read = Read(file.source.text, self._tree(file), about)
        told = hover(read, file.record, index, file.ledger.config, file.ledger.day)
        return self.wire.hover(file.source, told) if told else None

    def code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done here."""
        uri = params.text_document.uri
        file = self.session.file(uri)
        if file is None:
            return []
        start = self.wire.index(file.source, params.range.start)
        end = self.wire.index(file.source, params.range.end)
        ends, version = ends_of(self._tree(file)), self.session.buffers[uri].version
        made = actions(self._desk(file), start, end)
        told = [self.wire.action(file.source, uri, version, each, ends) for each in made]
        only = params.context.only
        return [each for each in told if only is None or _is_of(each.kind, only)]

    def formatting(self, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        """The edits of ``fmt``; where it can't be done, none, and the log says why."""
        file = self.session.file(params.text_document.uri)
        if file is None:
            return None
        try:
            return self.wire.edits(file.source, sorting(self._desk(file)))
        except Unsafe as why:
            text = printable(f"opledger: {file.path} was left as it is: {why}")
            self.log(text)
            return None

    def document_symbol(
        self, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol] | None:
        """What a file consists of."""
        file = self.session.file(params.text_document.uri)
        tree = self._tree(file) if file else None
        if file is None or tree is None:
            return None
        if file.record is LEDGER:
            found = ledger_symbols(tree)
        else:
            reading = file.ledger.reading(file.path)
            record = reading.record if reading else None
            found = opportunity_symbols(tree, record, file.ledger.config)
        return [self.wire.symbol(file.source, each) for each in found]

    def workspace_symbol(
        self, query: str, ledgers: Iterable[EditedLedger]
    ) -> list[types.WorkspaceSymbol]:
        """The opportunities of some ledgers that a query finds, of the files read so far."""
        return [
            types.WorkspaceSymbol(
                location=types.Location(self._uri(ledger, each.path), _TOP),
                name=each.name,
                kind=types.SymbolKind.Class,
                container_name=each.detail,
            )
            for ledger in ledgers
            for each in find_opportunities(ledger.known, query)
        ]

    def definition(self, params: types.DefinitionParams) -> types.Location | None:
        """Where the ledger makes a word known."""
        file = self.session.file(params.text_document.uri)
        spot = self._word(file, params.position)
        if file is None or spot is None:
            return None
        place = definition(file.ledger, spot)
        if place is None:
            return None
        where = self.wire.range(place.source, place.start, place.end)
        return types.Location(self._uri(file.ledger, place.source.path), where)

    def references(self, params: types.ReferenceParams) -> list[types.Location] | None:
        """Every place where a word stands."""
        file = self.session.file(params.text_document.uri)
        spot = self._word(file, params.position)
        if file is None or spot is None:
            return None
        places = references(file.ledger, spot, defining=params.context.include_declaration)
        return [
            types.Location(
                self._uri(file.ledger, each.source.path),
                self.wire.range(each.source, each.start, each.end),
            )
            for each in places
        ]

    def prepare_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        """What would be renamed here: a word of the ledger, or on the key ``company`` the id.

        Raises:
            Failure: nothing here has a name to change.
        """
        file, spot = self._named(params.text_document.uri, params.position)
        where = self.wire.range(file.source, spot.node.start, spot.node.end)
        if spot.vocabulary:
            can_rename(file.ledger, spot)
            return types.PrepareRenamePlaceholder(where, spot.node.text)
        return types.PrepareRenamePlaceholder(where, PurePosixPath(file.path).stem)

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit:
        """The edits that give a word another name in all files, or a file another id.

        Raises:
            Failure: the name is none, or taken; or nothing here has a name to change.
        """
        file, spot = self._named(params.text_document.uri, params.position)
        if spot.vocabulary:
            return self._renaming(file, rename_word(file.ledger, spot, params.new_name))
        return self._renaming(file, rename_id(file.ledger, file.path, params.new_name))

    def _named(self, uri: str, at: types.Position) -> tuple[OpenFile, Spot]:
        file = self.session.file(uri)
        if file is None:
            raise Failure("this is no file of a ledger", code=1)
        tree = self._tree(file)
        spot = spot_at(tree, file.record, self.wire.index(file.source, at))
        if spot is None or not (spot.vocabulary or _is_id(file, spot)):
            what = "the ledger's words, and the id on the key 'company'"
            broken = (
                "mend the file's YAML first" if tree is None else f"only {what}, can be renamed"
            )
            raise Failure(f"nothing to rename here: {broken}", code=1)
        if not spot.vocabulary and not self.wire.renames:
            message = (
                "this editor renames no files on request: close the file and rename it with"
                f" 'git mv {file.path} ...'"
            )
            raise Failure(message, code=1)
        return file, spot

    def _renaming(self, file: OpenFile, renaming: Renaming) -> types.WorkspaceEdit:
        ledger = file.ledger
        edits: dict[str, list[types.TextEdit]] = {}
        versions: dict[str, int | None] = {}
        for path, each in renaming.edits.items():
            uri = self._uri(ledger, path)
            edits[uri] = self.wire.edits(renaming.sources[path], each)
            buffer = self.session.buffers.get(uri)
            versions[uri] = buffer.version if buffer else None
        moved = None
        if renaming.moved is not None:
            old, new = renaming.moved
            moved = self._uri(ledger, old), uri_of(ledger.root / new)
        return self.wire.workspace_edit(edits, versions, moved)

    def diagnostics(self, uri: str) -> types.PublishDiagnosticsParams:
        """What ``check`` finds in an open file; nothing in one that is of no ledger."""
        file = self.session.file(uri)
        found: list[types.Diagnostic] = []
        version = self.session.buffers[uri].version if uri in self.session.buffers else None
        if file is not None:
            told = file.ledger.diagnostics(file.path)
            ends = ends_of(self._tree(file)) if told else {}
            found = [self.wire.diagnostic(file.source, ends, each) for each in told]
        return types.PublishDiagnosticsParams(uri, found, version)

    def _tree(self, file: OpenFile) -> Node | None:
        if file.record is LEDGER:
            return file.ledger.terms.tree
        reading = file.ledger.reading(file.path)
        return reading.tree if reading else None

    def _desk(self, file: OpenFile) -> Desk:
        ledger = file.ledger
        reading = None if file.record is LEDGER else ledger.reading(file.path)
        return Desk(
            source=file.source,
            record=file.record,
            tree=self._tree(file),
            about=reading.record if reading else None,
            found=ledger.diagnostics(file.path),
            config=ledger.config,
            today=ledger.clock(ledger.config.zone),
            parser=ledger.parser(file.path),
        )

    def _word(self, file: OpenFile | None, at: types.Position) -> Spot | None:
        if file is None:
            return None
        return word_at(self._tree(file), file.path, self.wire.index(file.source, at))

    def _uri(self, ledger: EditedLedger, path: str) -> str:
        """How the editor names a file of a ledger: as it opened it, if it did."""
        buffer = self.session.buffer(ledger, path)
        return buffer.name if buffer else uri_of(ledger.root / path)


def _is_id(file: OpenFile, spot: Spot) -> bool:
    return file.record is OPPORTUNITY and spot.is_key and spot.path == ("company",)


def _is_of(kind: object, wanted: Sequence[object]) -> bool:
    """Whether an action is of one of the kinds that were asked for, or below one."""
    name = str(getattr(kind, "value", kind))
    names = [str(getattr(each, "value", each)) for each in wanted]
    return any(not each or name == each or name.startswith(f"{each}.") for each in names)
