"""Is each guest judged by what its own emulator offers, and never by a guess?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.hosts import guest_targets
from mtype.hosts.connection import Connection
from mtype.hosts.guest_targets import GuestTargets, is_local
from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.definition import Carrier, Definition, Position
from mtype.model.errors import EmulatorError, HostError
from mtype.model.status import Status
from tests.hosts.fake_libvirt import FakeApi, FakeError, connection

REMOTE = "qemu+ssh://kvm1/system"
CAPABILITIES = """
<capabilities><guest><os_type>hvm</os_type><arch name='x86_64'>
  <emulator>/usr/bin/qemu-system-x86_64</emulator>
  <machine canonical='pc-q35-7.2'>q35</machine><machine>pc-q35-7.2</machine>
  <machine deprecated='yes'>pc-q35-2.4</machine>
</arch></guest></capabilities>
"""


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def guest(emulator: str | None, machine: str = "pc-q35-7.2", arch: str = "x86_64") -> Definition:
    return Definition(
        "qemu:///system#web", Carrier.PERSISTENT, "kvm", "web", None, "hvm", arch, machine,
        Position(1, 1, 0), emulator,
    )  # fmt: skip


def domain_capabilities(offered: dict[str, str], default: str = "/usr/bin/default") -> Any:
    def answer(path: str | None, arch: str | None, machine: str | None, kind: str | None) -> str:
        assert (arch, kind) == ("x86_64", "kvm")
        if path not in (None, "/opt/qemu", default):
            raise FakeError(38, f"Cannot check QEMU binary {path}: No such file or directory")
        if machine is not None and machine not in offered:
            raise FakeError(FakeApi.VIR_ERR_INVALID_ARG, f"the machine '{machine}' is not supported")
        stands_for = offered[machine] if machine else "pc-q35-7.2"
        return f"<path>{path or default}</path>\n<machine>{stands_for}</machine>"

    return answer


@pytest.mark.parametrize(
    "uri",
    ["qemu:///system", "qemu:///session", "qemu+unix:///system", "qemu+unix:///system?mode=direct"],
)
def test_the_emulators_of_this_machine_are_local(uri: str) -> None:
    assert is_local(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "qemu+ssh://kvm1/system",
        "qemu://kvm1/system",
        "qemu+tcp://localhost/system",
        "qemu+ssh:///system",
        "qemu+ext:///system?command=/bin/x",
        "qemu+unix:///system?socket=/root-of-another/run/libvirt/libvirt-sock",
        "qemu:///system?socket=/root-of-another/run/libvirt/libvirt-sock",
        "qemu:///embed?root=/tmp/root",
        "test:///default",
        "xen:///system",
        "http://[broken",
    ],
)
def test_any_other_host_is_not(uri: str) -> None:
    assert not is_local(uri)


def local(monkeypatch: pytest.MonkeyPatch, answer: Listing | Exception) -> list[str]:
    asked: list[str] = []

    def ask(path: str) -> Listing:
        asked.append(path)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(guest_targets, "ask_emulator", ask)
    os_release = {"ID": "debian", "VERSION_ID": "12"}
    monkeypatch.setattr(guest_targets, "read_os_release", lambda: os_release)
    return asked


def test_here_the_emulator_of_the_guest_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, shipped: Catalogue
) -> None:
    listing = Listing("x86_64", (ListedMachine("pc-q35-7.2"),), version="7.2.22")
    asked = local(monkeypatch, listing)
    targets = GuestTargets(connection("qemu:///system"), shipped)
    target = targets.target(guest("/bin/sh"))
    assert targets.target(guest("/bin/sh", "pc-q35-2.4")) is target
    assert asked == ["/bin/sh"]
    assert target.source == "emulator /bin/sh (QEMU 7.2.22)"
    assert target.release and target.release.id == target.label == "debian:12"
    assert target.judge("pc-q35-7.2", "x86_64").status is Status.SUPPORTED
    assert target.judge("pc-q35-7.1", "x86_64").status is not Status.SUPPORTED


def test_a_machine_of_no_known_release_has_its_emulator_all_the_same(
    monkeypatch: pytest.MonkeyPatch, shipped: Catalogue
) -> None:
    local(monkeypatch, Listing("x86_64", (ListedMachine("pc-q35-7.2"),), version="7.2.22"))
    monkeypatch.setattr(guest_targets, "read_os_release", dict)
    target = GuestTargets(connection("qemu:///system"), shipped).target(guest("/bin/sh"))
    assert (target.release, target.label) == (None, "QEMU 7.2.22")


def test_an_emulator_that_does_not_answer_is_asked_once_and_told(
    monkeypatch: pytest.MonkeyPatch, shipped: Catalogue
) -> None:
    asked = local(monkeypatch, EmulatorError("/bin/sh took too long."))
    targets = GuestTargets(connection("qemu:///system"), shipped)
    for _ in range(3):
        with pytest.raises(EmulatorError, match="took too long"):
            targets.target(guest("/bin/sh"))
    assert len(asked) == 1


def test_elsewhere_libvirt_tells(shipped: Catalogue) -> None:
    host = connection(REMOTE, getCapabilities=lambda: CAPABILITIES)
    targets = GuestTargets(host, shipped)
    target = targets.target(guest("/usr/bin/qemu-system-x86_64"))
    assert targets.target(guest("/usr/bin/qemu-system-x86_64", "pc-q35-2.4")) is target
    assert host.handle.asked == {"getCapabilities": 1}
    assert (target.release, target.label) == (None, REMOTE)
    assert target.source == "emulator /usr/bin/qemu-system-x86_64 (told by libvirt)"
    assert target.judge("pc-q35-7.2", "x86_64").status is Status.SUPPORTED
    assert target.judge("pc-q35-2.4", "x86_64").status is Status.DEPRECATED
    assert target.judge("q35", "x86_64").status is Status.FLOATING
    assert target.judge("pc-q35-11.1", "x86_64").status is Status.NEWER


def test_an_emulator_that_is_not_the_default_is_asked_name_by_name(shipped: Catalogue) -> None:
    offered = {"pc-q35-9.2": "pc-q35-9.2", "q35": "pc-q35-9.2"}
    host = connection(
        REMOTE,
        getCapabilities=lambda: CAPABILITIES,
        getDomainCapabilities=domain_capabilities(offered),
    )
    target = GuestTargets(host, shipped).target(guest("/opt/qemu"))
    assert target.judge("pc-q35-9.2", "x86_64").status is Status.SUPPORTED
    assert target.judge("q35", "x86_64").status is Status.FLOATING
    assert target.judge("pc-q35-7.2", "x86_64").status is Status.REMOVED


def test_a_type_that_the_catalogue_does_not_know_is_asked_for_too(shipped: Catalogue) -> None:
    offered = {"pc-q35-9.2": "pc-q35-9.2", "acme-1": "acme-1"}
    host = connection(
        REMOTE,
        getCapabilities=lambda: CAPABILITIES,
        getDomainCapabilities=domain_capabilities(offered),
    )
    targets = GuestTargets(host, shipped)
    assert targets.target(guest("/opt/qemu", "acme-1")).judge("acme-1", "x86_64").status is Status.SUPPORTED
    assert targets.target(guest("/opt/qemu", "acme-2")).judge("acme-2", "x86_64").status is Status.UNKNOWN
    assert targets.target(guest("/opt/qemu", "a b\n")).judge("a b\n", "x86_64").status is Status.UNKNOWN


def test_a_path_of_another_root_is_not_looked_for_here(shipped: Catalogue, tmp_path: Path) -> None:
    fake = tmp_path / "qemu-system-x86_64"
    fake.write_text("#!/bin/sh\ntouch $0.started\n")
    fake.chmod(0o755)
    host = connection(
        "qemu+unix:///system?socket=/x",
        getCapabilities=lambda: CAPABILITIES,
        getDomainCapabilities=domain_capabilities({}),
    )
    with pytest.raises(HostError, match="No such file or directory"):
        GuestTargets(host, shipped).target(guest(str(fake)))
    assert list(tmp_path.iterdir()) == [fake]


def test_without_an_emulator_it_is_libvirts_default(shipped: Catalogue) -> None:
    host = connection(
        REMOTE,
        getCapabilities=lambda: CAPABILITIES,
        getDomainCapabilities=domain_capabilities({}, default="/usr/bin/qemu-system-x86_64"),
    )
    target = GuestTargets(host, shipped).target(guest(None))
    assert target.source.startswith("emulator /usr/bin/qemu-system-x86_64 (")


def test_a_connection_that_may_only_read_is_opened_anew_for_what_it_may_not_ask(
    monkeypatch: pytest.MonkeyPatch, shipped: Catalogue
) -> None:
    opened = []

    def open_it(uri: str, *, read_only: bool) -> Connection:
        opened.append((uri, read_only))
        answer = domain_capabilities({"pc-q35-9.2": "pc-q35-9.2"})
        return connection(uri, getDomainCapabilities=answer)

    monkeypatch.setattr(guest_targets, "connect", open_it)
    host = connection(REMOTE, read_only=True, getCapabilities=lambda: CAPABILITIES)
    targets = GuestTargets(host, shipped)
    for name in ("pc-q35-9.2", "acme-2"):
        targets.target(guest("/opt/qemu", name))
    assert opened == [(REMOTE, False)]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (FakeError(1, "the daemon is tired"), "the daemon is tired"),
        ("<capabilities/>", "found no emulator"),
        ("nonsense", "its root is"),
    ],
)
def test_a_libvirt_that_does_not_tell(shipped: Catalogue, answer: str | Exception, words: str) -> None:
    def capabilities() -> str:
        if isinstance(answer, Exception):
            raise answer
        return answer

    targets = GuestTargets(connection("test:///default", getCapabilities=capabilities), shipped)
    with pytest.raises(HostError, match=f"test:///default does not tell .*{words}"):
        targets.target(guest("/usr/bin/test-hv"))
    with pytest.raises(HostError, match=words):
        targets.target(guest("/usr/bin/test-hv"))


def test_an_emulator_that_knows_no_name_of_ours(shipped: Catalogue) -> None:
    host = connection(
        REMOTE, getCapabilities=lambda: CAPABILITIES, getDomainCapabilities=domain_capabilities({})
    )
    with pytest.raises(HostError, match="names no machine type"):
        GuestTargets(host, shipped).target(guest("/opt/qemu"))


def test_a_daemon_that_goes_away_in_between(shipped: Catalogue) -> None:
    def answer(path: str | None, arch: str | None, machine: str | None, kind: str | None) -> str:
        if machine is not None:
            raise FakeError(38, "Cannot recv data: Connection reset by peer")
        return "<machine>pc-q35-7.2</machine>"

    host = connection(REMOTE, getCapabilities=lambda: CAPABILITIES, getDomainCapabilities=answer)
    with pytest.raises(HostError, match="Connection reset by peer"):
        GuestTargets(host, shipped).target(guest("/opt/qemu"))
    with pytest.raises(HostError, match="does not tell its emulator for x86_64"):
        GuestTargets(host, shipped).target(guest(None))
