"""Is a host that cannot be asked told in a sentence, whatever it is, and nothing taken for an answer?"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.command import ROOT, run
from tests.required import lacking

CALLS = [["list"], ["check"]]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_libvirt_python_is_missing(call: list[str], tmp_path: Path) -> None:
    (tmp_path / "libvirt.py").write_text("raise ImportError('No module named libvirtmod')\n")
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ran = run(*call, "--connect", "qemu:///system", env=path)
    assert ran.code == 3
    assert "install python3-libvirt, or `pip install 'virt-machine-type[libvirt]'`" in ran.talk
    assert "Traceback" not in ran.talk


def test_what_needs_no_host_needs_no_libvirt_python(tmp_path: Path) -> None:
    (tmp_path / "libvirt.py").write_text("raise ImportError\n")
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    assert run("list", "types", "--for", "debian:13", "--arch", "x86_64", env=path).code == 0
    assert run("check", "--for", "debian:13", "examples/debian", env=path).code == 0


@pytest.fixture(autouse=True)
def libvirt_python() -> None:
    if find_spec("libvirt") is None:
        lacking("libvirt-python is not installed.")


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize(
    ("uri", "advice"),
    [
        ("qemu+unix:///system?socket=/no/such/socket", "start libvirtd or virtqemud there"),
        (f"qemu+unix:///system?socket={sys.executable}", "start libvirtd or virtqemud there"),
        ("nonsense", "virsh -c nonsense list"),
        ("qemu+carrier-pigeon://host/system", "virsh -c "),
        ("http://[broken", "virsh -c 'http://[broken' list"),
        ("qemu+tcp://127.0.0.1:1/system", "start libvirtd or virtqemud there"),
        ("$(touch gone)\x1b[2J", "virsh -c '$(touch gone)\\x1b[2J' list"),
    ],
)
def test_a_uri_that_leads_nowhere(call: list[str], uri: str, advice: str) -> None:
    ran = run(*call, "--connect", uri)
    assert ran.code == 3
    assert "cannot be reached: " in ran.talk
    assert advice in ran.talk
    assert ran.talk.replace("\n", "").isprintable()
    assert "Traceback" not in ran.talk


def test_without_a_uri_it_is_libvirts_own_default() -> None:
    ran = run("list", env={"LIBVIRT_DEFAULT_URI": "test:///default"})
    assert ran.code == 3
    assert ran.err.startswith("test: test:///default does not tell what its emulators offer: ")
    assert ran.out.splitlines()[1].split() == ["test", "running", "unknown"]
    ran = run("list", "--for", "debian:13", env={"VIRT_MACHINE_TYPE_CONNECT": "test:///default"})
    assert (ran.code, ran.out.splitlines()[1].split()[:2]) == (0, ["test", "running"])


def test_guests_that_are_not_of_qemu_are_skipped() -> None:
    ran = run("check", "--connect", "test:///default", "--for", "debian:13")
    assert ran.code == 3
    assert "test is of type test: only QEMU guests have a machine type" in ran.out
    assert "Nothing was checked" in ran.out


def test_guests_of_libvirts_test_driver(tmp_path: Path) -> None:
    """It keeps whatever it is given: names that no real host lets in, and machine types of no QEMU."""
    host = tmp_path / "host.xml"
    host.write_text(
        "<node>"
        "<domain type='test'><name>../../etc/passwd</name><memory>1</memory>"
        "<os><type arch='x86_64' machine='&#x9b;2J;pc'>hvm</type></os></domain>"
        "</node>"
    )
    for call in (["list"], ["list", "--format", "json"], ["check"]):
        ran = run(*call, "--connect", f"test://{host}", "--for", "debian:13")
        assert ran.talk.replace("\n", "").isprintable()
        assert "Traceback" not in ran.talk and "defect" not in ran.talk
