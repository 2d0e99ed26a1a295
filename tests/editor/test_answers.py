"""Whatever an editor asks, of whatever text and place, it is answered."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types
from tests.editor.test_ledger import clock
from tests.ledgers import SETTINGS, SOUND, write

from opledger.core.failure import Failure
from opledger.editor import wire as wired
from opledger.editor.answers import Answers
from opledger.editor.buffers import Point
from opledger.editor.session import Change, Session
from opledger.editor.wire import Wire
from opledger.files.nodes import Node, every_node

FOX = "opportunities/fox.yaml"


def answers(root: Path, texts: dict[str, str]) -> Answers:
    """An editor in which these files are open."""
    session = Session(clock)
    for path, text in texts.items():
        session.opened((root / path).as_uri(), root / path, 1, text)
    wire = Wire("utf-16", snippets=True, versioned=True, renames=True)
    return Answers(session, wire, lambda _line: None)


def questions(of: Answers, uri: str, at: types.Position, to: types.Position) -> list[object]:
    """Everything there is to be asked of a place."""
    document = types.TextDocumentIdentifier(uri)
    options = types.FormattingOptions(2, insert_spaces=True)
    every: list[Callable[[], object]] = [
        lambda: of.diagnostics(uri),
        lambda: of.completion(types.CompletionParams(document, at)),
        lambda: of.hover(types.HoverParams(document, at)),
        lambda: of.code_action(
            types.CodeActionParams(document, types.Range(at, to), types.CodeActionContext([]))
        ),
        lambda: of.formatting(types.DocumentFormattingParams(document, options)),
        lambda: of.document_symbol(types.DocumentSymbolParams(document)),
        lambda: of.definition(types.DefinitionParams(document, at)),
        lambda: of.references(
            types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, at)
        ),
        lambda: of.prepare_rename(types.PrepareRenameParams(document, at)),
        *(
            lambda name=name: of.rename(types.RenameParams(document, at, name))
            for name in ("fox-2", "é", "a b", "", "no", "\ud800", "a\nb", "lead", "'")
        ),
    ]
    found: list[object] = []
    for ask in every:
        try:
            found.append(ask())
        except Failure as why:  # a line for the editor
            found.append(str(why))
    return found


PIECES = (
    *("company: ", "events:\n", "  - date: 2024-01-02\n", "    stage: lead\n", "- ", "? ", ": "),
    *("[", "{", "}", "]", "'", '"', "|\n", ">-\n", " #x", "\t", "\r\n", "\r", "\u2028", "\x85"),
    *("🦊", "\ud83e", "\udd8a", "é", "\ufeff", "&a ", "*a", "!!t ", "<<: *a\n", "---\n", "...\n"),
    *(
        "%YAML 1.1\n",
        "<<<<<<< a\n",
        "\\",
        '"\\U00110000"',
        '"\\e"',
        "190.000",
        "2024-13-45",
        "\x00",
    ),
    *(
        "extra:\n  stage: lead\n",
        "tags: [compilers, compilers]\n",
        "'company': x\n",
        "reasons: []\n",
    ),
    *("stages: {lead: , offer: }\n", "goals: {impact: {weight: 0}}\n", "[" * 22, "a: " * 30, ""),
)


@pytest.mark.parametrize("seed", range(4))
def test_no_text_and_no_place_is_a_bug(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    texts = {FOX: SOUND, "ledger.yaml": SETTINGS}
    root = write(tmp_path, texts)
    of = answers(root, texts)
    for step in range(200):
        path = chance.choice((FOX, FOX, "ledger.yaml"))
        uri = (root / path).as_uri()
        line, unit = chance.randint(0, 20), chance.choice((0, 2, 5, 9, 14, 30, 2**31 - 1))
        behind = Point(line + chance.randint(0, 1), unit + chance.randint(0, 9))
        change = Change(chance.choice(PIECES), Point(line, unit), behind)
        if step % 20 == 19:
            change = Change(texts[path])
        of.session.typed(uri, step, [change])
        at = types.Position(chance.randint(0, 20), chance.choice((0, 2, 5, 9, 14, 30)))
        questions(of, uri, at, types.Position(line, 0))


def test_a_stage_that_broken_settings_no_longer_name_is_no_bug(tmp_path: Path) -> None:
    root = write(tmp_path, {FOX: SOUND, "ledger.yaml": SETTINGS})
    of = answers(root, {FOX: SOUND, "ledger.yaml": SETTINGS})
    broken = SETTINGS.replace("onsite:", "visit:").replace("stages: {", "stages: {a b: x, ")
    of.session.typed((root / "ledger.yaml").as_uri(), 2, [Change(broken)])
    text = SOUND.replace("stage: onsite", "stage: onsight")
    uri = (root / FOX).as_uri()
    of.session.typed(uri, 2, [Change(text)])
    assert of.diagnostics(uri).diagnostics == [], "any word is taken until it is mended"
    found = questions(of, uri, types.Position(0, 10), types.Position(0, 10))
    assert found[2] is None, "where it stands can't be told"
    actions = found[3]
    assert isinstance(actions, list)
    assert [each.title for each in actions] == ["Add today's event"]


def test_a_file_full_of_errors_is_walked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "company: A\nevents:\n" + "  - {date: 2024-01-02, stage: leed}\n" * 300
    root = write(tmp_path, {FOX: text})
    of = answers(root, {FOX: text})
    walked: list[Node] = []

    def counted(node: Node) -> object:
        walked.append(node)
        return every_node(node)

    monkeypatch.setattr(wired, "every_node", counted)
    told = of.diagnostics((root / FOX).as_uri()).diagnostics
    assert len(told) == 300
    assert len(walked) == 1
    assert told[299].range == types.Range(types.Position(301, 30), types.Position(301, 34))
