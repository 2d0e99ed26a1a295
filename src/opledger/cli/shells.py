"""The shells whose completion opledger knows: the script for each, and how it is answered.

A script hands over what is typed and gets lines back: a kind, a word and what it means, parted by
tabs. The kind is ``plain``; ``open``, for a word that goes on behind it, so no blank follows; or
``file`` or ``dir``, where the shell's own completion of paths takes over.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

from opledger.cli.shellwords import quoted, taken_apart

if TYPE_CHECKING:
    import click

VARIABLE = "_OPLEDGER_COMPLETE"
MARK = "# Made by 'opledger completion "

_BASH = """\
%(mark)sbash', for bash 4.4 or newer.
_opledger_completion() {
    local kind word
    COMPREPLY=()
    while IFS=$'\\t' read -r kind word; do
        case $kind in
            plain) COMPREPLY+=("$word") ;;
            open) COMPREPLY+=("$word"); compopt -o nospace ;;
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
        esac
    done < <(COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_CWORD="$2" \\
        %(variable)s=bash_complete "${1/#\\~\\//$HOME/}" 2>/dev/null </dev/null)
}
complete -o nosort -F _opledger_completion opledger
"""

_ZSH = """\
#compdef opledger
%(mark)szsh'.
_opledger() {
    local line kind word about
    local -a parts plain open
    while IFS= read -r line; do
        parts=("${(@ps:\\t:)line}")
        kind=$parts[1] word=$parts[2] about=$parts[3]
        word=${${word//\\\\/\\\\\\\\}//:/\\\\:} about=${${about//\\\\/\\\\\\\\}//:/\\\\:}
        case $kind in
            plain) plain+=("$word${about:+:$about}") ;;
            open) open+=("$word${about:+:$about}") ;;
            dir) compset -P '--*='; _path_files -/ ;;
            file) compset -P '--*='; _path_files -f ;;
        esac
    done < <(COMP_WORDS="${words[1,CURRENT-1]}" COMP_CWORD="${(Q)PREFIX}" \\
        %(variable)s=zsh_complete ${(Q)~words[1]} 2>/dev/null </dev/null)
    (( $#open )) && _describe -V -t opledger-open '' open -U -S ''
    (( $#plain )) && _describe -V -t opledger '' plain -U
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _opledger "$@"
else
    compdef _opledger opledger
fi
"""

_FISH = """\
%(mark)sfish'.
function __opledger_completion
    set -l typed (commandline -opc | string collect)
    set -l begun (commandline -ct)
    set -l program (commandline -opc)[1]
    for line in (env COMP_WORDS="$typed" COMP_CWORD="$begun" %(variable)s=fish_complete \\
            $program 2>/dev/null </dev/null)
        set -l parts (string split \\t -- $line)
        set -l option (string match -r '^--[^=]*=' -- $begun)
        set -l path (string replace -r '^--[^=]*=' '' -- $begun)
        switch $parts[1]
            case dir
                string replace -r '^' -- "$option" (__fish_complete_directories "$path" '')
            case file
                string replace -r '^' -- "$option" (__fish_complete_path "$path")
            case '*'
                string join \\t -- $parts[2..-1]
        end
    end
end
complete --command opledger --no-files --keep-order --arguments '(__opledger_completion)'
"""


class _Completion(ShellComplete):
    """What all of them have in common: an option and its value may be joined by ``=``."""

    def source_vars(self) -> dict[str, str]:  # type: ignore[override]
        """What is put into the script."""
        return {"mark": MARK, "variable": self.complete_var}

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What can stand here; behind ``--option=`` with that before it, as the shells need it."""
        option, equals, begun = incomplete.partition("=")
        if not (equals and option.startswith("--") and "--" not in args):
            return super().get_completions(args, incomplete)
        found = super().get_completions([*args, option], begun)
        for item in found:
            if item.type not in _PATHS:
                item.value = f"{option}={item.value}"
        return found

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The line of one item."""
        return "\t".join([item.type, *([] if item.type in _PATHS else [item.value])])


_PATHS = {"dir", "file"}


class _Bash(_Completion):
    """Bash completes what stands behind the last ``:`` or ``=``, and shows no descriptions."""

    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one, from the line up to the cursor."""
        typed = taken_apart(os.environ["COMP_WORDS"])
        return list(typed.words[1:]), typed.word

    def complete(self) -> str:
        """The lines, each word without what stands before the part that bash replaces."""
        typed = taken_apart(os.environ["COMP_WORDS"])
        replaced = taken_apart(os.environ["COMP_CWORD"]).word
        kept = len(typed.word) - len(replaced) if typed.word.endswith(replaced) else 0
        lines = []
        for item in self.get_completions(*self.get_completion_args()):
            if item.type not in _PATHS:
                written = quoted(item.value[kept:], typed.quote)
                if written is None:
                    continue
                item.value = written
            lines.append(self.format_completion(item))
        return "\n".join(lines)


class _Zsh(_Completion):
    """Zsh quotes what it inserts, and shows descriptions."""

    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words as they are written, parted by blanks; the one that is typed is plain."""
        return list(taken_apart(f"{os.environ['COMP_WORDS']} ").words[1:]), os.environ["COMP_CWORD"]

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The line of one item, with its description."""
        return _with_description(super().format_completion(item), item)


class _Fish(_Completion):
    """Fish quotes what it inserts, and shows descriptions."""

    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words, plain and one a line; the one that is typed is as it is written."""
        words = os.environ["COMP_WORDS"].split("\n")
        return words[1:], taken_apart(os.environ["COMP_CWORD"]).word

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The line of one item, with its description."""
        return _with_description(super().format_completion(item), item)


def _with_description(line: str, item: CompletionItem[str]) -> str:
    about = " ".join((item.help or "").split())
    return f"{line}\t{about}" if about and item.type not in _PATHS else line


SHELLS: dict[str, type[_Completion]] = {each.name: each for each in (_Bash, _Zsh, _Fish)}


def script(shell: str, command: click.Command) -> str:
    """The completion script of a shell."""
    return SHELLS[shell](command, {}, "opledger", VARIABLE).source()


def register() -> None:
    """Have Click answer as these scripts ask."""
    for each in SHELLS.values():
        add_completion_class(each)
