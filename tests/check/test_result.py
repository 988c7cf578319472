"""What does a run mean for a script? Could-not-complete wins, and nothing scanned is never clean."""

from __future__ import annotations

from typing import Any

import pytest

from mtype.check.result import Result, Row, TargetInfo
from mtype.model.finding import Skipped
from mtype.model.severity import Severity
from tests.check.build import failed, finding

ROW = Row("nas.xml", "file", "nas", None, "x86_64", "pc-q35-10.0", "pc-q35", "upstream", "supported")
ERROR, WARNING, INFO = (finding(severity=severity) for severity in Severity)
NETWORK = Skipped("net.xml", "a libvirt network, not a domain", failed=False)


def result(**fields: Any) -> Result:
    told: dict[str, Any] = {"rows": (ROW,), "findings": (), "skipped": ()}
    return Result(version="0", targets=(TargetInfo("debian:13", "catalogue"),), **(told | fields))


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        # The codes for --fail-on error, warning, info, never.
        pytest.param({}, (0, 0, 0, 0), id="clean"),
        pytest.param({"findings": (ERROR,)}, (1, 1, 1, 0), id="an error"),
        pytest.param({"findings": (WARNING,)}, (0, 1, 1, 0), id="a warning"),
        pytest.param({"findings": (INFO,)}, (0, 0, 1, 0), id="an info"),
        pytest.param({"findings": (INFO, ERROR)}, (1, 1, 1, 0), id="the worst counts"),
        pytest.param({"skipped": (NETWORK,)}, (0, 0, 0, 0), id="another object beside"),
        pytest.param({"skipped": (failed(),)}, (3, 3, 3, 3), id="a file that could not be read"),
        pytest.param(
            {"findings": (ERROR,), "skipped": (failed(),)}, (3, 3, 3, 3), id="both: incomplete wins"
        ),
        pytest.param({"rows": ()}, (3, 3, 3, 3), id="nothing scanned"),
        pytest.param({"rows": (), "skipped": (NETWORK,)}, (3, 3, 3, 3), id="nothing but other objects"),
        pytest.param({"rows": (), "findings": (ERROR,)}, (1, 1, 1, 0), id="findings without a definition"),
        pytest.param({"rows": (), "findings": (ERROR,), "unparsed": 1}, (1, 1, 1, 3), id="a broken file"),
        pytest.param({"unparsed": 1}, (3, 3, 3, 3), id="a broken file whose rule does not run"),
        pytest.param({"rows": (), "unparsed": 1}, (3, 3, 3, 3), id="nothing but that"),
        pytest.param({"findings": (WARNING,), "unparsed": 1}, (3, 1, 1, 3), id="a broken file and a warning"),
        pytest.param({"rows": (), "suppressed": 1}, (0, 0, 0, 0), id="a broken file, excused for a reason"),
        pytest.param({"suppressed": 2}, (0, 0, 0, 0), id="all suppressed"),
        pytest.param(
            {"rows": (), "suppressed": 1, "unparsed": 1}, (3, 3, 3, 3), id="broken and in the baseline"
        ),
    ],
)
def test_the_exit_code(fields: dict[str, Any], codes: tuple[int, ...]) -> None:
    ran = result(**fields)
    assert tuple(ran.exit_code(fail_on) for fail_on in (*Severity, None)) == codes


def test_findings_are_counted_by_severity_and_none_is_left_out() -> None:
    assert result().counts == {"error": 0, "warning": 0, "info": 0}
    assert result(findings=(ERROR, INFO, ERROR)).counts == {"error": 2, "warning": 0, "info": 1}
