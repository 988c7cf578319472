"""Is a definition of any size and depth answered in little time and memory?"""

from __future__ import annotations

import json
import resource
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import call, domain, environment, write
from tests.hostile.harmless import harmless
from tests.hostile.linted import CHECK, DOMAIN, report, told

# -- size --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [b"", DOMAIN.encode(), b"<domain type='kvm'><!--"])
def test_a_gigabyte_is_not_read(tmp_path: Path, start: bytes) -> None:
    with open(tmp_path / "guest.xml", "wb") as stream:
        stream.write(start)
        stream.truncate(1 << 30)
    ran = harmless(tmp_path, *CHECK, ".", codes=(3,), seconds=2)
    (skip,) = json.loads(ran.out)["skipped"]
    assert skip["reason"] == "is 1024.0 MiB, larger than the 64.0 MiB that are read"


def test_a_gigabyte_on_the_standard_input_is_not_read(tmp_path: Path) -> None:
    limited = call(*CHECK, "--max-size", "1", "-")
    writer = subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE)
    ran = subprocess.run(
        limited, stdin=writer.stdout, env=environment(), capture_output=True, timeout=20, check=False
    )
    writer.kill()
    writer.communicate()
    assert ran.returncode in (1, 3)
    assert b"Traceback" not in ran.stderr


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


@pytest.mark.parametrize(
    ("before", "filler", "after"),
    [
        pytest.param("<!--", " ", "-->", id="a comment"),
        pytest.param("<metadata>", "text ", "</metadata>", id="text"),
        pytest.param("<metadata a='", "x", "'/>", id="an attribute"),
        pytest.param("<metadata>", "<a/>", "</metadata>", id="elements"),
        pytest.param("<devices>", "<disk><target dev='hda' bus='ide'/></disk>", "</devices>", id="devices"),
        pytest.param("<?pi ", "x", "?>", id="a processing instruction"),
    ],
)
def test_memory_and_time_stay_small_for_a_large_definition(
    tmp_path: Path, before: str, filler: str, after: str
) -> None:
    size = 20 << 20
    text = domain("pc-q35-2.3", inside=before + filler * (size // len(filler)) + after)
    write(tmp_path, {"guest.xml": text})
    ran = subprocess.run(
        call(*CHECK, "guest.xml"), cwd=tmp_path, env=environment(), capture_output=True, timeout=30,
        preexec_fn=_little_memory, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_a_machine_type_of_megabytes_is_told_in_a_few_words(tmp_path: Path) -> None:
    result = report(tmp_path, domain("pc-q35-" + "9" * 5_000_000, "n" * 1_000_000))
    assert len(json.dumps(result)) < 30_000


def test_many_domains_in_one_file_are_linted_in_time(tmp_path: Path) -> None:
    text = "<all>" + domain("q35") * 20_000 + "</all>"
    result = report(tmp_path, text, codes=(0,), seconds=15)
    assert result["summary"]["findings"]["warning"] == 20_000


# -- depth -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<a>" * 100_000, id="no end"),
        pytest.param("<a>" * 100_000 + "</a>" * 100_000, id="no domain"),
        pytest.param("<domain type='kvm'>" * 100_000 + "</domain>" * 100_000, id="domains"),
        pytest.param(domain(inside="<a>" * 100_000 + "</a>" * 100_000), id="in a domain"),
    ],
)
def test_deep_nesting_is_a_finding(tmp_path: Path, text: str, schema: list[str]) -> None:
    assert "nested deeper than 256" in told(report(tmp_path, text, *schema))
