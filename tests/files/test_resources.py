"""The one door to what comes with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from opledger.core.failure import Failure
from opledger.files import resources


def test_a_checkout_has_them_at_its_top() -> None:
    root = Path(__file__).resolve().parents[2]
    found = {resources.templates_folder(), resources.sample_folder()}
    assert found == {root / "templates", root / "ledger"}
    assert (resources.templates_folder() / "base.html.j2").is_file()
    assert (resources.sample_folder() / "ledger.yaml").is_file()


def test_a_wheel_s_copy_comes_before_a_folder_that_happens_to_lie_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("package/_data/ledger", "ledger", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    assert resources.sample_folder() == tmp_path / "package" / "_data" / "ledger"
    assert resources.templates_folder() == tmp_path / "templates"


def test_an_incomplete_installation_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    with pytest.raises(Failure, match="incomplete: no 'ledger'; install it again"):
        resources.sample_folder()
