"""The real server in a process of its own, spoken to as editors do."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities
from tests.editor.talk import SOURCE_DATE_EPOCH, talk
from tests.ledgers import SETTINGS, TODAY, write

from opledger.cli.main import run
from opledger.files.reading import read_ledger

FOX = "opportunities/fox.yaml"
WREN = "opportunities/wren.yaml"
STORY = """\
company: 🦊 狐 Fox
source: inbuond
events:
  - {date: 2024-01-08, stage: lead, by: company, note: 🦊}
"""
FILES = {"ledger.yaml": SETTINGS, FOX: STORY, WREN: STORY.replace("🦊 狐 Fox", "Wren")}
SNIPPETS = client_capabilities("visual_studio_code@v1.65.2")


def texts(edit: types.WorkspaceEdit | None) -> Mapping[str, object]:
    """The new texts of an edit by the file's name, however the edit is told."""
    assert edit is not None
    if edit.changes is not None:
        changes = edit.changes.items()
        return {uri.rpartition("/")[2]: [e.new_text for e in edits] for uri, edits in changes}
    found: dict[str, object] = {}
    for each in edit.document_changes or ():
        if isinstance(each, types.TextDocumentEdit):
            name = each.text_document.uri.rpartition("/")[2]
            found[name] = [e.new_text for e in each.edits if isinstance(e, types.TextEdit)]
        elif isinstance(each, types.RenameFile):
            found[each.old_uri.rpartition("/")[2]] = each.new_uri.rpartition("/")[2]
    return found


def test_a_file_is_checked_as_it_is_typed_and_places_count_in_utf_16(tmp_path: Path) -> None:
    with talk(write(tmp_path, FILES)) as editor:
        assert editor.answer.capabilities.position_encoding == "utf-16"
        assert editor.open(FOX) == ["1:8-15 unknown-source"]
        # Behind the emoji, which is two units, and back.
        line, end = units(STORY, STORY.index("}"))
        assert (line, end) == (3, 57)
        editor.type(FOX, [((1, 8), (1, 15), "inbound"), ((3, 57), (3, 57), ", by: me")])
        editor.until(FOX, ["3:59-61 duplicate-key"])
        editor.type(FOX, [((3, 57), (3, 65), ""), ((0, 9), (0, 11), "")])
        editor.until(FOX, [])
        # Another file of the same company, typed and not saved.
        editor.open(WREN)
        editor.replace(WREN, STORY.replace("🦊 狐", "狐").replace("inbuond", "inbound"))
        editor.until(WREN, ["0:9-14 duplicate-opportunity"])
        # A word that the settings no longer have, typed and not saved.
        editor.open("ledger.yaml")
        editor.replace("ledger.yaml", SETTINGS.replace("lead:", "first:"))
        editor.until(FOX, ["3:30-34 unknown-stage"])
        editor.close("ledger.yaml")
        editor.until(FOX, [])
        editor.close(WREN)
        editor.close(FOX)
    assert {path: (tmp_path / path).read_text() for path in FILES} == FILES, "nothing is written"


def test_everything_that_an_editor_asks_is_answered(tmp_path: Path) -> None:
    with talk(write(tmp_path, FILES), SNIPPETS) as editor:
        editor.open(FOX)
        client, here = editor.client, editor.at(FOX, 3, 31)
        hover = editor.wait(client.text_document_hover_async(types.HoverParams(**here)))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.value == "lead: First contact\nStage 1 of 4."
        editor.type(FOX, [((4, 0), (4, 0), "ta")])
        completion = types.CompletionParams(**editor.at(FOX, 4, 2))
        items = editor.wait(client.text_document_completion_async(completion))
        assert isinstance(items, types.CompletionList)
        tags = next(item for item in items.items if item.label == "tags")
        assert tags.insert_text_format is types.InsertTextFormat.Snippet
        assert tags.text_edit == types.TextEdit(
            types.Range(types.Position(4, 0), types.Position(4, 2)), "tags: [$0]"
        )
        editor.type(FOX, [((4, 0), (4, 2), "")])
        where = types.Range(types.Position(1, 8), types.Position(1, 8))
        document = types.TextDocumentIdentifier(editor.uri(FOX))
        asked = types.CodeActionParams(document, where, types.CodeActionContext([]))
        actions = editor.wait(client.text_document_code_action_async(asked))
        assert [a.title for a in actions or ()] == [
            "Change to 'inbound'",
            "Add today's event",
            "Add today's event: First call",
        ]
        first = (actions or [])[0]
        assert isinstance(first, types.CodeAction)
        assert texts(first.edit) == {"fox.yaml": ["inbound"]}
        symbols = editor.wait(
            client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
        )
        assert [symbol.name for symbol in symbols or ()] == ["🦊 狐 Fox"]
        found = editor.wait(client.workspace_symbol_async(types.WorkspaceSymbolParams("wr")))
        assert [symbol.name for symbol in found or ()] == ["Wren"]
        place = editor.wait(client.text_document_definition_async(types.DefinitionParams(**here)))
        assert isinstance(place, types.Location)
        assert place.uri.endswith("/ledger.yaml")
        context = types.ReferenceContext(include_declaration=True)
        references = types.ReferenceParams(context, **here)
        places = editor.wait(client.text_document_references_async(references)) or []
        assert [each.uri.rpartition("/")[2] for each in places] == [
            "ledger.yaml",
            "fox.yaml",
            "wren.yaml",
        ]
        ready = types.PrepareRenameParams(**here)
        asked_name = editor.wait(client.text_document_prepare_rename_async(ready))
        assert isinstance(asked_name, types.PrepareRenamePlaceholder)
        assert asked_name.placeholder == "lead"
        rename = types.RenameParams(new_name="first", **here)
        edit = editor.wait(client.text_document_rename_async(rename))
        assert texts(edit) == {name: ["first"] for name in ("ledger.yaml", "fox.yaml", "wren.yaml")}
        rename = types.RenameParams(new_name="red-fox", **editor.at(FOX, 0, 2))
        edit = editor.wait(client.text_document_rename_async(rename))
        assert texts(edit) == {"fox.yaml": "red-fox.yaml"}


def test_what_can_not_be_done_is_one_line_that_says_why(tmp_path: Path) -> None:
    with talk(write(tmp_path, FILES)) as editor:
        editor.open(FOX)

        def refused(line: int, unit: int, name: str) -> str:
            params = types.RenameParams(new_name=name, **editor.at(FOX, line, unit))
            with pytest.raises(JsonRpcException) as why:
                editor.wait(editor.client.text_document_rename_async(params))
            assert why.value.data is None
            return f"{why.value.code} {why.value.message}"

        assert (
            refused(3, 31, "call")
            == "-32803 'call' is a stage of this ledger already: choose another"
        )
        assert refused(3, 31, "a b").startswith("-32803 'a b' is no word")
        assert refused(3, 14, "x").startswith(
            "-32803 nothing to rename here: only the ledger's words"
        )
        assert refused(0, 2, "red-fox") == (
            "-32803 this editor renames no files on request: close the file and rename it with"
            " 'git mv opportunities/fox.yaml ...'"
        )
        options = types.FormattingOptions(2, insert_spaces=True)
        document = types.TextDocumentIdentifier(editor.uri(FOX))
        formatting = types.DocumentFormattingParams(document, options)
        assert editor.wait(editor.client.text_document_formatting_async(formatting)) is None
        (logged,) = [each.message for each in editor.client.log_messages]
        why = "it has 1 other error, first in line 2"
        assert logged == f"opledger: opportunities/fox.yaml was left as it is: {why}"
        editor.replace(FOX, "company: [\n")
        assert refused(0, 2, "x").endswith("mend the file's YAML first")


@pytest.mark.parametrize("name", ["neovim@v0.11.0", "emacs@v29.1"])
def test_each_editor_gets_edits_in_the_form_it_can_take(tmp_path: Path, name: str) -> None:
    capabilities = client_capabilities(name)
    with talk(write(tmp_path, FILES), capabilities) as editor:
        editor.open(FOX)
        rename = types.RenameParams(new_name="first", **editor.at(FOX, 3, 31))
        edit = editor.wait(editor.client.text_document_rename_async(rename))
        able = capabilities.workspace and capabilities.workspace.workspace_edit
        versioned = bool(able and able.document_changes)
        assert edit is not None
        assert (edit.document_changes is not None, edit.changes is None) == (versioned, versioned)
        assert set(texts(edit)) == {"ledger.yaml", "fox.yaml", "wren.yaml"}


def test_files_that_are_no_ledgers_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "one", FILES)
    write(tmp_path / "two", {"ledger.yaml": "sources: {inbuond: Mine}\n", FOX: STORY})
    (tmp_path / "other.yaml").write_text("a: [\n")
    with talk(tmp_path) as editor:
        assert editor.open(f"one/{FOX}") == ["1:8-15 unknown-source"]
        assert editor.open(f"two/{FOX}") == [], "another ledger, other words"
        editor.open("other.yaml")
        assert editor.known("other.yaml") == []
        hover = types.HoverParams(**editor.at("other.yaml", 0, 0))
        assert editor.wait(editor.client.text_document_hover_async(hover)) is None
        # It becomes one.
        write(tmp_path / "new", {"ledger.yaml": ""})
        (tmp_path / "new" / "ledger.yaml").unlink()
        editor.open(f"new/{FOX}", STORY)
        (tmp_path / "new" / "ledger.yaml").write_text("")
        editor.save(f"new/{FOX}")
        editor.until(f"new/{FOX}", ["1:8-15 unknown-source"])


def test_garbage_is_survived_and_no_traceback_reaches_the_editor(tmp_path: Path) -> None:
    root = write(tmp_path, {**FILES, "opportunities/bytes.yaml": b"company: \xff\n"})
    (root / "opportunities" / "link.yaml").symlink_to(root / WREN)
    with talk(root) as editor:
        editor.open(FOX)
        assert editor.open("opportunities/link.yaml", STORY) == ["0:0-17 not-a-regular-file"]
        assert editor.open("opportunities/bytes.yaml", "company: \ufffd\n")[0].endswith(
            "missing-key"
        )
        editor.replace(FOX, "#" * 300_000)
        editor.until(FOX, ["0:0-300000 file-too-big"])
        editor.replace(FOX, "[" * 30_000)
        editor.until(FOX, ["0:20-30000 too-deep"])
        editor.type(FOX, [((99, 99), (3, 3), "x"), ((0, 5), (0, 2), "\u2028")])
        (root / FOX).unlink()
        editor.save(FOX)
        (root / "ledger.yaml").unlink()
        editor.save(FOX)
        editor.until(FOX, [])
        assert editor.client.log_messages == []


def test_whatever_is_typed_in_pieces_it_says_what_check_says(tmp_path: Path) -> None:
    odd = "company: A\u2028B\r\nsource: inbound\rtags: [a\x0cb]\nevents:\n"
    chance = random.Random(7)  # noqa: S311 - the same each time
    pieces = ["🦊", "狐", "\n", "  - {date: 2024-01-02, stage: call}\n", "x: 1\n", "'", ": ", "  "]
    with talk(write(tmp_path, FILES)) as editor:
        # Lines end where the protocol says, and nowhere else.
        editor.open(FOX, odd)
        editor.type(FOX, [((0, 10), (0, 11), " "), ((2, 8), (2, 9), "-")])
        editor.type(FOX, [((4, 0), (4, 0), "  - {date: 2024-01-08, stage: lead}\r")])
        editor.until(FOX, [])
        editor.replace(FOX, STORY)
        text = STORY
        for _ in range(12):
            changes = []
            for _ in range(chance.randint(1, 4)):
                first, last = sorted(chance.randint(0, len(text)) for _ in range(2))
                last = min(last, first + 9)
                new = chance.choice([*pieces, ""])
                changes.append((units(text, first), units(text, last), new))
                text = text[:first] + new + text[last:]
            editor.type(FOX, changes)
        (tmp_path / FOX).write_text(text, encoding="utf-8")
        found = read_ledger(tmp_path, TODAY).diagnostics
        expected = [f"{d.at.line - 1} {d.code}" for d in found if d.path == FOX]
        for _ in range(20):
            if [
                f"{each.split(':')[0]} {each.split()[1]}" for each in editor.known(FOX)
            ] == expected:
                break
            editor.told(FOX)
        shown = [f"{each.split(':')[0]} {each.split()[1]}" for each in editor.known(FOX)]
        assert shown == expected


def units(text: str, index: int) -> tuple[int, int]:
    """The line and the UTF-16 unit of a character of a text whose lines end with LF."""
    lines = text[:index].split("\n")
    return len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2


def message(**parts: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **parts}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


ODDLY_ASKED = {
    "textDocument": {"uri": "file:///a.yaml"},
    "position": {"line": 0, "character": 0},
    "context": {"triggerKind": 99},
}


def errors(output: bytes) -> dict[int, int]:
    """The code of each error that answers a question, by the question's number."""
    bodies = re.findall(rb"\r\n\r\n(\{.*?\})(?=Content-Length|\Z)", output, re.DOTALL)
    told = (json.loads(body) for body in bodies)
    return {each["id"]: each["error"]["code"] for each in told if "error" in each}


def test_an_editor_that_goes_away_or_speaks_nonsense_gets_no_traceback(tmp_path: Path) -> None:
    nonsense = (
        b"garbage\r\n\r\n",
        b"Content-Length: 5\r\n\r\n{{{{{",
        message(id=1, method="initialize", params={"capabilities": {}}),
        message(id=2, method="textDocument/hover", params=None),
        message(id=3, method="opledger/nothing", params={}),
        message(id=4, method="textDocument/completion", params=ODDLY_ASKED),
        message(method="textDocument/didOpen", params={"textDocument": {"uri": 7}}),
        message(
            method="textDocument/didOpen",
            params={
                "textDocument": {"uri": "untitled:x", "languageId": "", "version": 1, "text": "["}
            },
        ),
    )
    environment = {**os.environ, "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH}
    for given in (b"", b"".join(nonsense)):
        ended = subprocess.run(
            [sys.executable, "-m", "opledger", "lsp"],
            cwd=tmp_path,
            input=given,
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, b""), given
        assert (b'"serverInfo"' in ended.stdout) == bool(given)
        assert errors(ended.stdout) == ({2: -32602, 3: -32601, 4: -32602} if given else {})
        assert b"Traceback" not in ended.stdout


def test_a_person_in_a_terminal_is_told_what_it_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert run(["lsp"]) == 2
    assert run(["--ledger", str(tmp_path), "lsp"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "opledger: an editor starts 'opledger lsp' and speaks with it: see docs/editors.md",
        "opledger: lsp finds the ledger of each file by itself: leave --ledger away",
    ]


def test_without_the_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pygls", None)
    for name in [name for name in sys.modules if name.startswith("opledger.editor.server")]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.startswith("pygls.")]:
        monkeypatch.delitem(sys.modules, name)
    assert run(["lsp"]) == 2
    assert capsys.readouterr().err == (
        "opledger: the language server needs an extra: pip install 'opledger[lsp]'\n"
    )
