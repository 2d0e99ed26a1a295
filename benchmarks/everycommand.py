"""Every command on the sample ledger, beside Python that imports click and ends."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from benchmarks.clock import Broken, Times, measure, output
from benchmarks.results import Results
from benchmarks.workshop import Workshop
from opledger.cli.main import opledger

# The sample's last day, and one of its opportunities: what is recorded is recorded of these.
_DAY, _ID = "2024-02-29", "aldermeer"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the command that it is of, and the words behind it.

    ``{ledger}`` is the sample, ``{folder}`` a place for files, ``{n}`` the round.
    """

    command: str
    words: tuple[str, ...] = ()
    code: int = 0
    quick: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in the table."""
        if self.more:
            typed = self.more["COMP_WORDS"].replace(" --ledger {ledger}", "")
            return f"completing `{typed}{self.more['COMP_CWORD']}`"
        shown = (
            "PATH" if word.startswith("{") else word.replace("{n}", "N") for word in self.words
        )
        return f"`{' '.join([self.command, *shown]).strip()}`"


def _completing(words: str, word: str) -> Call:
    asked = {"_OPLEDGER_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": word}
    return Call("", quick=True, more=asked)


CALLS = (
    Call("", ("--help",), quick=True),
    Call("", ("--version",)),
    _completing("opledger ", "st"),
    _completing("opledger stats --by ", ""),
    _completing("opledger --ledger {ledger} show ", "al"),
    Call("completion", ("bash",), quick=True),
    Call("check", ("{ledger}/opportunities/" + f"{_ID}.yaml",), quick=True),
    Call("check"),
    Call("init", ("{folder}/new-{n}",)),
    Call("demo", ("{folder}/demo-{n}",)),
    Call("add", ("Newcomer {n}", "--date", _DAY)),
    Call("record", (_ID, "note", "--date", _DAY, "--note", "Round {n}")),
    Call("next", (_ID, "Write, round {n}", "--due", "2024-03-01")),
    Call("fmt"),
    Call("schema"),
    Call("list"),
    Call("show", (_ID,)),
    Call("due"),
    Call("stats"),
    Call("stats", ("all",)),
    Call("stats", ("--at", "HEAD~9")),
    Call("report"),
    Call("site build", ("--output", "{folder}/site")),
    Call("site eject"),
    Call("log"),
    Call("log", (_ID,)),
    Call("diff", ("HEAD~9",)),
    Call("audit", ("--at", "2024-03-01")),
    Call("hooks install"),
    Call("hooks remove"),
    Call("merge-file", ("{folder}/base.yaml", "{folder}/ours.yaml", "{folder}/theirs.yaml")),
    *(
        Call(f"export {name}", ("--output", "{folder}/" + name))
        for name in ("csv", "dot", "ics", "jsonl", "mermaid", "sankeymatic")
    ),
    Call("export markdown"),
    Call("export parquet", ("{folder}/parquet",)),
    Call("import", ("--presets",)),
    Call("import", ("{folder}/all.csv", "--into", "{folder}/back-{n}", "--write")),
    Call("doctor"),
)
LEFT_OUT = {
    "hooks pre-push": "git calls it, and tells it what is pushed",
    "edit": "it waits for an editor",
    "lsp": "it runs until the editor ends it",
    "site serve": "it runs until it is stopped",
    "site publish": "it waits for another repository",
}


def leaves(group: click.Group = opledger, before: str = "") -> Iterator[str]:
    """The words of every command, groups' commands with their group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield before + name


def commands(shop: Workshop, results: Results) -> None:
    """Measure every command of the program.

    Raises:
        Broken: a command is neither called nor left out with a reason.
    """
    missing = set(leaves()) - {call.command for call in CALLS} - set(LEFT_OUT)
    if missing:
        raise Broken(f"neither measured nor left out: {', '.join(sorted(missing))}")
    ledger, folder = _prepared(shop)
    base = shop.peer("`import click`", shop.python, "-c", "import click")
    rows, ratios = [], {}
    for call in CALLS:
        shop.say(f"{call.name}")
        said = (word.format(ledger=ledger, folder=folder, n="{n}") for word in _words(call))
        more = {name: word.format(ledger=ledger) for name, word in call.more.items()}
        command = shop.opledger(call.name, *said, code=call.code)
        command = replace(command, environment={**command.environment, **more})
        least, ours = measure([base, command], shop.sizes.starts, shop.sizes.uncounted)
        ratios[call.name] = ours.least / least.least
        rows.append(_row(call, ours, least))
    for key, quick in (("all", False), ("quick", True)):
        chosen = {call.name for call in CALLS if call.quick or not quick}
        slowest = max(chosen, key=lambda name: ratios[name])
        over = sum(ratios[name] > _limit(quick=quick) for name in chosen)
        why = f"{slowest}; {over} of {len(chosen)} above it"
        results.put(f"commands-{key}", ratios[slowest], why)
    results.table("commands", ("command", "at most", "measured", "", "seconds, least"), *rows)
    left = "; ".join(f"`{name}`: {why}" for name, why in LEFT_OUT.items())
    results.line("commands", f"Left out: {left}.")


def _limit(*, quick: bool) -> float:
    return 1.6 if quick else 2.5


def _words(call: Call) -> tuple[str, ...]:
    own = () if call.more else ("--ledger", "{ledger}")
    return (*own, *call.command.split(), *call.words)


def _row(call: Call, ours: Times, least: Times) -> tuple[str, ...]:
    ratio, limit = ours.least / least.least, _limit(quick=call.quick)
    met = "met" if ratio <= limit else "**missed**"
    return call.name, f"{limit}×", f"{ratio:.2f}×", met, f"{ours.least:.3f}"


def _prepared(shop: Workshop) -> tuple[Path, Path]:
    """The sample with its history, and a folder with what the calls read."""
    ledger, folder = shop.folder / "sample", shop.folder / "files"
    output(shop.opledger("demo", "demo", ledger))
    folder.mkdir()
    output(shop.opledger("export", "--ledger", ledger, "export", "csv", "-o", folder / "all.csv"))
    some = ledger / "opportunities" / f"{_ID}.yaml"
    text = some.read_text("utf-8")
    shutil.copyfile(some, folder / "base.yaml")
    for name, word in (("ours", "mine"), ("theirs", "yours")):
        event = f"  - date: {_DAY}\n    note: This one is {word}.\n"
        (folder / f"{name}.yaml").write_text(text.rstrip("\n") + f"\n{event}", "utf-8")
    return ledger, folder
