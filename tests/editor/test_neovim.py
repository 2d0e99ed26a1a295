"""A real Neovim, with the set-up of docs/editors.md, driven by keys."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.editor.page import environment, setups
from tests.editor.talk import SOURCE_DATE_EPOCH
from tests.ledgers import SETTINGS, write
from tests.programs import program

FOX = """\
company: 🦊 狐 Fox
source: inbuond
events:
  - {date: 2024-01-11, stage: call}
  - {date: 2024-01-08, stage: lead, by: company}  # first
"""
WREN = "company: Wren\nevents:\n  - {date: 2024-01-02, stage: lead}\n"
_LONG = 30


class Neovim:
    """Neovim without a screen; keys are sent to it and expressions are asked."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Open the fox's file of a ledger."""
        self._program = program("nvim")
        self._socket = folder / "nvim"
        self._environment = environment(folder, SOURCE_DATE_EPOCH)
        settings = folder / "init.lua"
        settings.write_text(setups()["neovim"], encoding="utf-8")
        self.process = subprocess.Popen(
            [
                *(self._program, "--headless", "--listen", self._socket, "-n"),
                *("-u", settings, "opportunities/fox.yaml"),
            ],
            cwd=root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.until(self._socket.exists, expected=True)

    def send(self, keys: str) -> None:
        """Type keys."""
        self._remote("--remote-send", keys)

    def lua(self, code: str) -> object:
        """The value of an expression in Lua."""
        quoted = f"vim.fn.json_encode({code})".replace("'", "''")
        return json.loads(self._remote("--remote-expr", f"luaeval('{quoted}')"))

    def run(self, code: str) -> None:
        """Run a statement in Lua."""
        self.send(f"<Cmd>lua {code}<CR>")

    def until(self, what: Callable[[], object], *, expected: object) -> None:
        """Wait until something is as expected."""
        ends = time.monotonic() + _LONG
        while (found := what()) != expected and time.monotonic() < ends:
            time.sleep(0.05)
        assert found == expected

    def lines(self) -> object:
        """The lines of the buffer that is shown."""
        return self.lua("vim.api.nvim_buf_get_lines(0, 0, -1, false)")

    def codes(self) -> object:
        """The codes of what is told of the buffer, by line."""
        return self.lua("vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))")

    def _remote(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._program, "--server", self._socket, *arguments],
            env=self._environment,
            capture_output=True,
            timeout=_LONG,
            check=True,
        )
        return done.stdout.decode() or done.stderr.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "ledger.yaml": SETTINGS,
        "opportunities/fox.yaml": FOX,
        "opportunities/wren.yaml": WREN,
    }
    return write(tmp_path / "ledger", files)


@pytest.fixture
def neovim(root: Path, tmp_path: Path) -> Iterator[Neovim]:
    begun = Neovim(root, tmp_path)
    yield begun
    begun.send("<Esc>:qa!<CR>")
    begun.process.wait(_LONG)


def test_a_ledger_is_written_in_neovim(neovim: Neovim, root: Path) -> None:
    neovim.until(neovim.codes, expected=["unknown-source", "out-of-order"])
    # The first thing to do in the second line, which is to take the word that was meant.
    neovim.run("vim.ui.select = function(items, _, choose) choose(items[1], 1) end")
    neovim.send("2G$")
    neovim.run("vim.lsp.buf.code_action()")
    neovim.until(lambda: neovim.lua("vim.fn.getline(2)"), expected="source: inbound")
    neovim.until(neovim.codes, expected=["out-of-order"])
    # Completion in a half-typed line of brackets.
    neovim.send("4Gf}i, inte<C-x><C-o>")
    line = "  - {date: 2024-01-11, stage: call, interest: }"
    neovim.until(lambda: neovim.lua("vim.fn.getline(4)"), expected=line)
    neovim.send("hi<C-x><C-o>")
    line = line.replace(": }", ": high}")
    neovim.until(lambda: neovim.lua("vim.fn.getline(4)"), expected=line)
    neovim.send("<Esc>")
    # Events in order, as fmt puts them.
    neovim.run("(vim.lsp.buf.format or vim.lsp.buf.formatting_sync)(nil, 9000)")
    source = "source: inbound"
    first = "  - {date: 2024-01-08, stage: lead, by: company}  # first"
    whole = ["company: 🦊 狐 Fox", source, "events:", first, line]
    neovim.until(neovim.lines, expected=whole)
    neovim.until(neovim.codes, expected=[])
    # Another name for a word, in all files.
    neovim.send("4G/lead<CR>")
    neovim.run("vim.lsp.buf.rename('first')")
    renamed = [each.replace("stage: lead", "stage: first") for each in whole]
    neovim.until(neovim.lines, expected=renamed)
    neovim.send(":silent wall<CR>")
    saved = (
        ("opportunities/fox.yaml", "\n".join(renamed) + "\n"),
        ("opportunities/wren.yaml", WREN.replace("lead", "first")),
        ("ledger.yaml", SETTINGS.replace("lead:", "first:")),
    )
    for path, text in saved:
        neovim.until((root / path).read_text, expected=text)
    # What is known of a word, and of where it stands.
    neovim.send("1G$")
    neovim.run("vim.lsp.buf.hover()")
    told = "Open at First call, 52 days so far. Quiet: nothing for 49 days."
    first_line = "vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(w), 0, 1, false)[1]"
    shown = f"vim.tbl_map(function(w) return {first_line} end, vim.api.nvim_list_wins())"
    neovim.until(lambda: neovim.lua(shown), expected=["company: 🦊 狐 Fox", told])
    # The set-up for newer ones, which is not run here, is Lua at least.
    (root / "newer.lua").write_text(setups()["neovim 0.11"], encoding="utf-8")
    assert neovim.lua("loadfile('newer.lua') ~= nil") is True
    # The file gets another name.
    neovim.send("<Esc>1G0")
    neovim.run("vim.lsp.buf.rename('red-fox')")
    neovim.until((root / "opportunities" / "red-fox.yaml").exists, expected=True)
    assert not (root / "opportunities" / "fox.yaml").exists()
