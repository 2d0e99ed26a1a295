"""The set-ups of docs/editors.md for editors that are not run: their files parse, and start it."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

from tests.editor.page import environment, setups
from tests.editor.talk import SOURCE_DATE_EPOCH


def test_every_set_up_is_run_or_parsed() -> None:
    assert list(setups()) == ["neovim", "neovim 0.11", "emacs", "vscode", "helix"]


def test_the_command_of_each_starts_and_answers(tmp_path: Path) -> None:
    vscode = json.loads(setups()["vscode"])
    helix = tomllib.loads(setups()["helix"])
    server = helix["language-server"]["opledger"]
    (language,) = helix["language"]
    assert "opledger" in language["language-servers"]
    assert language["name"] in vscode["glspc.server.languageId"]
    commands = {
        (vscode["glspc.server.command"], *vscode["glspc.server.commandArguments"]),
        (server["command"], *server["args"]),
    }
    (command,) = commands
    body = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment(tmp_path, SOURCE_DATE_EPOCH),
        input=b"Content-Length: %d\r\n\r\n%b" % (len(body), body),
        capture_output=True,
        timeout=60,
        check=True,
    )
    answer = json.loads(done.stdout.split(b"\r\n\r\n", 1)[1])
    assert answer["result"]["serverInfo"]["name"] == "opledger"
    assert set(answer["result"]["capabilities"]) == {
        "codeActionProvider",
        "completionProvider",
        "definitionProvider",
        "documentFormattingProvider",
        "documentSymbolProvider",
        "executeCommandProvider",
        "hoverProvider",
        "positionEncoding",
        "referencesProvider",
        "renameProvider",
        "textDocumentSync",
        "workspace",
        "workspaceSymbolProvider",
    }
