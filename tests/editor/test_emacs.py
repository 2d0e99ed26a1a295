"""A real Emacs with eglot, with the set-up of docs/editors.md, driven by a script."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

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

# What a person does, and what is seen then, one line of JSON each.
DRIVE = r"""
(setq last-nonmenu-event ?a) ; a key and no click
(defalias 'y-or-n-p #'always) ; edits of files that are not open are asked about
(defun pause () (eglot--signal-textDocument/didChange)) ; a script has no idle time
(defun tell (name value) (princ (format "%s\n" (json-serialize (list name value)))))
(defun tell-text (name) (tell name (buffer-substring-no-properties (point-min) (point-max))))
(defun tell-findings (name count)
  (with-timeout (20 nil)
    (while (not (= count (length (flymake-diagnostics)))) (accept-process-output nil 0.1)))
  (tell name (vconcat (mapcar (lambda (found)
                                (substring-no-properties (flymake-diagnostic-text found)))
                              (flymake-diagnostics)))))
(defun behind (text) (goto-char (point-min)) (search-forward text))

(find-file "opportunities/fox.yaml")
(run-hooks 'post-command-hook)
(flymake-mode 1)
(flymake-start)
(tell-findings :found 2)

(behind "source: inb")
(cl-letf (((symbol-function 'completing-read)
           (lambda (_ actions &rest _) (car (all-completions "" actions)))))
  (call-interactively #'eglot-code-actions))
(tell-text :mended)

(behind "stage: call")
(insert ", inte")
(completion-at-point)
(insert "hi")
(completion-at-point)
(tell-text :completed)

(eglot-format-buffer)
(tell-text :sorted)
(pause)
(tell-findings :sound 0)

(behind "stage: le")
(eglot-rename "first")
(pause)
(save-some-buffers t)
(tell-text :renamed)
(behind "stage: fi")
(tell :hover (plist-get (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
                                                    (eglot--TextDocumentPositionParams))
                                   :contents)
                        :value))
(eglot-shutdown (eglot-current-server))
"""


def test_a_ledger_is_written_in_emacs(tmp_path: Path) -> None:
    records = {"opportunities/fox.yaml": FOX, "opportunities/wren.yaml": WREN}
    root = write(tmp_path / "ledger", {"ledger.yaml": SETTINGS, **records})
    (tmp_path / "init.el").write_text(setups()["emacs"], encoding="utf-8")
    (tmp_path / "drive.el").write_text(DRIVE, encoding="utf-8")
    done = subprocess.run(
        [
            *(program("emacs"), "--batch", "--eval", "(package-initialize)"),
            *("-l", tmp_path / "init.el", "-l", tmp_path / "drive.el"),
        ],
        cwd=root,
        env=environment(tmp_path, SOURCE_DATE_EPOCH),
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    seen: dict[str, object] = {}
    for line in done.stdout.decode().splitlines():
        seen.update(json.loads(line))
    mended = FOX.replace("inbuond", "inbound")
    completed = mended.replace("stage: call", "stage: call, interest: high")
    *head, second, first = completed.splitlines(keepends=True)
    ordered = "".join([*head, first, second])
    order = "2024-01-08 stands after 2024-01-11"
    assert seen == {
        "found": [
            "opledger [unknown-source]: unknown source 'inbuond'; did you mean 'inbound'?",
            f"opledger [out-of-order]: events out of date order: {order}; move the event up",
        ],
        "mended": mended,
        "completed": completed,
        "sorted": ordered,
        "sound": [],
        "renamed": ordered.replace("stage: lead", "stage: first"),
        "hover": "first: First contact\nStage 1 of 4.",
    }
    assert (root / "opportunities" / "wren.yaml").read_text() == WREN.replace("lead", "first")
    assert (root / "ledger.yaml").read_text() == SETTINGS.replace("lead:", "first:")
