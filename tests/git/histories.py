"""Made-up histories: an honest author's commits, and in them what a dishonest one planted."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from tests.git.repositories import Past, git

from opledger.core.model import Event
from opledger.git.findings import Finding, Kind

START = datetime(2024, 1, 8, 9, tzinfo=UTC)
GRACE, LATE = timedelta(days=1), 7
STAGES = ("call", "screen", "onsite")


@dataclass(frozen=True)
class Entry:
    """An event in a made-up history, when it was first committed, and what it said before."""

    event: Event
    recorded: datetime
    past: tuple[Event, ...] = ()

    def saying(self, event: Event) -> Entry:
        return Entry(event, self.recorded, (*self.past, self.event))


@dataclass(frozen=True)
class Held:
    """An opportunity as a branch holds it."""

    path: str
    company: str
    entries: tuple[Entry, ...]
    broken: bool = False
    style: int = 0

    def text(self) -> str:
        """Its file, in one of several layouts."""
        wrong = "colour: blue\n" if self.broken else ""
        ordered = sorted(self.entries, key=lambda each: each.event.date)
        events = "".join(self._event(each.event) for each in ordered)
        head = f"# Written in style {self.style}.\n" if self.style % 2 else ""
        parts = [f"company: {self.company}\n", f"events:\n{events}", wrong]
        return head + "".join(parts if self.style % 3 else reversed(parts))

    def _event(self, event: Event) -> str:
        names = ("date", "stage", "interest", "note")
        pairs = [f"{n}: {getattr(event, n)}" for n in names if getattr(event, n)]
        if self.style % 2:
            return "  - " + "\n    ".join(reversed(pairs)) + "\n"
        return f"  - {{{', '.join(pairs)}}}\n"


Key = tuple[date, str | None, str | None, str | None]
Planted = tuple[Kind, int, str, Key | None]
Tree = dict[str, Held]


class History:
    """A made-up search: an honest author's commits, and among them those of a dishonest one."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a seed makes it again
        self.past = Past()
        self.now = START
        self.planted: Counter[Planted] = Counter()
        self._names = itertools.count()
        self._words = itertools.count()
        self._settings = ""
        self._forked_at: datetime | None = None
        self._companies: dict[str, str] = {}
        tree: Tree = {}
        tip = 0
        for _ in range(self.dice.randint(3, 6)):
            self._tick()
            self._add(tree)
            tip = self._commit(tree, tip, at_once=True)
        size = self.dice.randint(10, 40)
        while self._size < size:
            if self.dice.random() < 0.2:
                tip = self._forked(tree, tip)
            else:
                tip = self._step(tree, tip, set(tree))
        self._mend(tree, tip)

    @property
    def _size(self) -> int:
        return self.past._many

    def _tick(self) -> None:
        """Time goes on: by minutes, by hours, by days, and by exactly the grace."""
        hours = self.dice.choice((0.1, 1, 5, 24, 50, 90))
        self.now += timedelta(hours=hours, seconds=self.dice.randint(0, 1))

    def _commit(self, tree: Tree, *parents: int, at_once: bool = False) -> int:
        if not at_once:
            self._tick()
        zone = timezone(timedelta(hours=self.dice.choice((-8, 0, 0, 5.5, 9))))
        files = {held.path: held.text() for held in tree.values()}
        self._companies |= {held.path: held.company for held in tree.values()}
        committed = self.now + timedelta(days=self.dice.choice((0, 0, 40)))  # a rebase
        return self.past.commit(
            self.now.astimezone(zone),
            {"ledger.yaml": self._settings, "README.md": f"{self._size}\n", **files},
            *(parents if any(parents) else (0,)),
            committed=committed,
            author=self.dice.choice(("A. Person <a@example.com>", "B. Person <b@example.com>")),
        )

    def _event(self, *, late: bool = False) -> Event:
        """A new event; the note makes it one of a kind."""
        ago = self.dice.randint(LATE + 1, 60) if late else self.dice.choice((0, 1, 3, LATE))
        return Event(
            date=self.now.date() - timedelta(days=ago),
            stage=self.dice.choice((None, *STAGES)),
            interest=self.dice.choice((None, "low", "high")),
            note=f"Word {next(self._words)}",
        )

    def _add(self, tree: Tree) -> str:
        name = f"company-{next(self._names)}"
        first = Event(date=date(2023, 1, 1), stage="lead", note=f"Word {next(self._words)}")
        first = replace(first, date=self.now.date())
        held = Held(f"opportunities/{name}.yaml", name.title(), (Entry(first, self.now),))
        tree[name] = held
        return name

    def _step(self, tree: Tree, tip: int, mine: set[str]) -> int:
        """One commit on a branch.

        ``mine`` are the opportunities of which the branch may do anything; of the others it
        touches only the events that it recorded itself since it forked.
        """
        self._tick()
        touched: set[str] = set()
        for _ in range(self.dice.choice((1, 1, 1, 2, 3))):
            left = sorted(set(tree) - touched)
            if left:
                name = self.dice.choice(left)
                self._act(tree, name, whole=name in mine)
                touched |= {name} | (set(tree) - set(left))
        return self._commit(tree, tip, at_once=True)

    def _act(self, tree: Tree, name: str, *, whole: bool) -> None:
        held = tree[name]
        if held.broken:
            mended = self._rewritten(held) if self.dice.random() < 0.3 else held
            tree[name] = replace(mended, broken=False)
            return
        acts: list[Callable[[Tree, str], None]] = [self._append] * 6
        acts += [self._correct, self._lay_out, self._late, self._settle, self._take_back]
        if whole:
            acts += [self._rewrite, self._remove] * 2 + [self._break, self._move, self._newly]
            acts += [self._rename, self._delete]
        self.dice.choice(acts)(tree, name)

    # What an honest author does.

    def _append(self, tree: Tree, name: str) -> None:
        self._grown(tree, name, self._event())

    def _grown(self, tree: Tree, name: str, event: Event) -> None:
        held = tree[name]
        first = held.entries[0].event.date
        if event.stage is None and event.date < first:
            event = replace(event, stage="call")  # the first event says a stage
        tree[name] = replace(held, entries=(*held.entries, Entry(event, self.now)))

    def _correct(self, tree: Tree, name: str) -> None:
        held = tree[name]
        young = [e for e in held.entries[1:] if self._is_young(e)]
        if young:
            entry = self.dice.choice(young)
            note = f"Word {next(self._words)}"
            self._put(tree, name, entry, replace(entry.event, note=note))

    def _take_back(self, tree: Tree, name: str) -> None:
        held = tree[name]
        young = [e for e in held.entries[1:] if self._is_young(e)]
        if young:
            gone = self.dice.choice(young)
            left = tuple(e for e in held.entries if e is not gone)
            tree[name] = replace(held, entries=left)

    def _is_young(self, entry: Entry) -> bool:
        ours = self._forked_at is None or entry.recorded > self._forked_at
        return ours and self.now - entry.recorded <= GRACE

    def _lay_out(self, tree: Tree, name: str) -> None:
        tree[name] = replace(tree[name], style=tree[name].style + 1)

    def _settle(self, _tree: Tree, _name: str) -> None:
        if self._forked_at is None:
            self._settings = f"quiet_after: {self.dice.randint(1, 99)}\n"

    def _newly(self, tree: Tree, _name: str) -> None:
        self._add(tree)

    def _move(self, tree: Tree, name: str) -> None:
        folder = self.dice.choice(("", "old/", "a b/é/"))
        tree[name] = replace(tree[name], path=f"opportunities/{folder}{name}.yaml")

    # What a dishonest one does.

    def place(self, found: Finding) -> str:
        """The file of a finding; in a merge, whose sides may have had it elsewhere, the company."""
        return self._companies[found.path] if len(found.commit.parents) > 1 else found.path

    def _plant(self, kind: Kind, path: str, event: Event | None) -> None:
        self.planted[kind, self._size + 1, path, key_of(event)] += 1

    def _put(self, tree: Tree, name: str, entry: Entry, event: Event) -> None:
        held = tree[name]
        new = tuple(e.saying(event) if e is entry else e for e in held.entries)
        tree[name] = replace(held, entries=new)

    def _old(self, held: Held) -> list[Entry]:
        return [e for e in held.entries[1:] if self.now - e.recorded > GRACE]

    def _other(self, event: Event) -> Event:
        """An event that says something else."""
        kind = self.dice.randrange(4)
        if kind == 0:
            return replace(event, interest="medium" if event.interest != "medium" else None)
        if kind == 1 and event.stage:
            return replace(event, stage=self.dice.choice([s for s in STAGES if s != event.stage]))
        if kind == 2:
            return replace(event, date=event.date + timedelta(days=self.dice.randint(1, 2)))
        return replace(event, note=f"Word {next(self._words)}")

    def _late(self, tree: Tree, name: str) -> None:
        self._grown(tree, name, self._event(late=True))
        self._plant(Kind.LATE, tree[name].path, tree[name].entries[-1].event)

    def _rewrite(self, tree: Tree, name: str) -> None:
        tree[name] = self._rewritten(tree[name])

    def _rewritten(self, held: Held) -> Held:
        if old := self._old(held):
            entry = self.dice.choice(old)
            event = self._other(entry.event)
            while event in entry.past:  # what only takes a change back is no finding
                event = self._other(entry.event)
            self._plant(Kind.CHANGED, held.path, entry.event)
            new = tuple(e.saying(event) if e is entry else e for e in held.entries)
            return replace(held, entries=new)
        return held

    def _remove(self, tree: Tree, name: str) -> None:
        held = tree[name]
        old = self._old(held)
        for entry in self.dice.sample(old, min(len(old), self.dice.randint(1, 2))):
            self._plant(Kind.REMOVED, held.path, entry.event)
            left = tuple(e for e in tree[name].entries if e is not entry)
            tree[name] = replace(held, entries=left)

    def _break(self, tree: Tree, name: str) -> None:
        tree[name] = replace(tree[name], broken=True)
        self._plant(Kind.FAILING, tree[name].path, None)

    def _rename(self, tree: Tree, name: str) -> None:
        held = tree.pop(name)
        new = f"company-{next(self._names)}"
        tree[new] = replace(held, path=f"opportunities/{new}.yaml")
        self._plant(Kind.RENAMED, tree[new].path, None)

    def _delete(self, tree: Tree, name: str) -> None:
        if len(tree) > 2:
            held = tree.pop(name)
            if any(self.now - entry.recorded > GRACE for entry in held.entries):
                self._plant(Kind.DELETED, held.path, None)

    def _mend(self, tree: Tree, tip: int) -> int:
        for name, held in tree.items():
            tree[name] = replace(held, broken=False)
        return self._commit(tree, tip)

    # Branches.

    def _forked(self, tree: Tree, tip: int) -> int:
        """Two or three branches and their merge; at the end ``tree`` is what it holds."""
        tip = self._mend(tree, tip)
        base, self._forked_at = dict(tree), self.now
        owner = {name: self.dice.randrange(3) for name in tree}  # of 2, when there are 2: nobody
        many = self.dice.choice((2, 2, 3))
        sides: list[tuple[Tree, int]] = []
        for side in range(many):
            branch, at_tip = dict(base), tip
            mine = {name for name, who in owner.items() if who == side}
            for _ in range(self.dice.randint(1, 4)):
                known = set(branch)
                at_tip = self._step(branch, at_tip, mine)
                mine |= set(branch) - known  # what it added or renamed is its own
            for name, held in branch.items():
                branch[name] = replace(held, broken=False)
            at_tip = self._commit(branch, at_tip)
            sides.append((branch, at_tip))
        self._forked_at = None
        self._tick()
        tree.clear()
        tree.update(self._united(base, [branch for branch, _ in sides], owner))
        if len(tree) > 1:
            self._spoil(tree)
        return self._commit(tree, *(at_tip for _, at_tip in sides), at_once=True)

    def _united(self, base: Tree, sides: list[Tree], owner: dict[str, int]) -> Tree:
        """A clean merge: whose opportunity it is says everything, and others may append."""
        tree: Tree = {}
        for name, first in base.items():
            lead = sides[owner[name]] if owner[name] < len(sides) else sides[0]
            heir = next((n for n, held in lead.items() if held.company == first.company), None)
            more: list[Entry] = []
            for side in (each for each in sides if each is not lead and name in each):
                more += [e for e in side[name].entries if e not in first.entries]
            if heir is not None:
                tree[heir] = replace(lead[heir], entries=(*lead[heir].entries, *more))
            elif more:  # one deleted what others went on with
                self._plant(Kind.LOST, first.company, None)
        for side in sides:
            new = {name: held for name, held in side.items() if name not in base}
            tree |= {name: held for name, held in new.items() if name not in tree}
        return tree

    def _spoil(self, tree: Tree) -> None:
        """What a merge may do that none of its sides did."""
        name, other = self.dice.sample(sorted(tree), 2)
        if self.dice.random() < 0.5:
            self._lose(tree, other)
        if self.dice.random() < 0.2:
            self._grown(tree, name, self._event(late=True))
            held = tree[name]
            self._plant(Kind.LATE, held.company, held.entries[-1].event)

    def _lose(self, tree: Tree, name: str) -> None:
        """A merge that drops an event, or changes one."""
        held = tree[name]
        if len(held.entries) < 2:
            return
        entry = self.dice.choice(held.entries[1:])
        if self.dice.random() < 0.7:
            left = tuple(e for e in held.entries if e is not entry)
            tree[name] = replace(held, entries=left)
            self._plant(Kind.LOST, held.company, entry.event)
        elif self.now - entry.recorded > GRACE:
            note = f"Word {next(self._words)}"
            self._put(tree, name, entry, replace(entry.event, note=note))
            self._plant(Kind.CHANGED, held.company, entry.event)


def key_of(event: Event | None) -> Key | None:
    return (event.date, event.stage, event.interest, event.note) if event else None


def search(root: Path) -> dict[int, str]:
    """A small search, the same on every machine; its commits' hashes by their numbers.

    1 holds no ledger yet, 3 and 4 are two sides and 5 is their merge, 6 fails the check, 8
    rewrites an event and deletes an opportunity; 5 has the tag ``v1``, 3 the branch ``side``.
    """
    lead, call = "date: 2024-01-08, stage: lead", "date: 2024-01-11, stage: call, interest: medium"
    rounds = "date: 2024-01-24, stage: onsite, interest: high, note: Four rounds."
    ended = "date: 2024-02-20, outcome: rejected, reasons: [level]"
    title = {"ledger.yaml": "title: Winter search\n"}
    few = {"ledger.yaml": "title: Winter search\nfew: 4\n"}
    borrel = {"opportunities/borrel.yaml": _file("Borrel", "date: 2024-01-12, stage: call")}

    def kestrel(*events: str) -> dict[str, str]:
        return {"opportunities/kestrel.yaml": _file("Kestrel", *events)}

    past = Past()
    past.commit("2024-01-08 12:00", {"README.md": "x"}, message="Nothing yet")
    past.commit("2024-01-08 13:00", title | kestrel(lead), message="Start")
    past.commit("2024-01-11 12:00", title | kestrel(lead, call), message="They called")
    coach = "B. Coach <b@example.com>"
    past.commit("2024-01-12 12:00", title | kestrel(lead) | borrel, 2, author=coach)
    past.commit("2024-01-13 12:00", title | kestrel(lead, call) | borrel, 3, 4, message="Merge")
    broken = {"opportunities/borrel.yaml": "company: [\n"}
    past.commit("2024-01-24 12:00", title | kestrel(lead, call, rounds) | broken)
    past.commit("2024-01-25 12:00", few | kestrel(lead, call, rounds) | borrel)
    changed = call.replace("medium", "low")
    past.commit("2024-02-20 12:00", few | kestrel(lead, changed, rounds, ended), message="The end")
    hashes = past.write(root)
    git(root, "tag", "v1", hashes[5])
    git(root, "branch", "side", hashes[3])
    return hashes


def _file(company: str, *events: str) -> str:
    return f"company: {company}\nevents:\n" + "".join(f"  - {{{each}}}\n" for each in events)
