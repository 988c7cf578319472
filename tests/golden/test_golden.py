"""Does the command say what each case expects, on both streams and in its exit code?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.case import EXPECTED, GOLDEN, cases, difference, expected, outcome, rewrite


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case.relative_to(GOLDEN)))
def test_the_command_says_what_is_expected(case: Path, tmp_path: Path, regenerate: bool) -> None:
    got = outcome(case, tmp_path)
    assert "Traceback" not in got["stdout"] + got["stderr"]
    assert "this is a defect" not in got["stderr"]
    if regenerate:
        rewrite(case, got)
    wrong = [f"{name}:\n{diff}" for name in EXPECTED if (diff := difference(expected(case, name), got[name]))]
    assert not wrong, "\n".join(wrong)


def test_every_folder_is_a_case() -> None:
    folders = {path for path in GOLDEN.glob("*/*") if path.is_dir() and path.parent.name != "__pycache__"}
    assert folders == set(cases())
    assert all((case / "exit").exists() for case in cases())
