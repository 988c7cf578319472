from __future__ import annotations

import pytest

from mtype.hosts.libvirt_capabilities import read_libvirt_capabilities
from mtype.hosts.listing import ListedMachine, ListingError


def test_a_real_host(capture):
    listings = read_libvirt_capabilities(capture("libvirt-9.0-capabilities.xml").decode())
    by_emulator = {(listing.arch, listing.emulator): listing for listing in listings}
    assert {arch for arch, _ in by_emulator} == {
        "aarch64", "arm", "i386", "m68k", "ppc64", "riscv64", "s390x", "x86_64",
    }  # fmt: skip
    assert ("ppc64", "/usr/bin/qemu-system-ppc64le") in by_emulator
    x86 = by_emulator["x86_64", "/usr/bin/qemu-system-x86_64"]
    assert x86.complete
    assert ListedMachine("pc", "pc-i440fx-7.2", default=None) in x86.machines
    assert ListedMachine("pc-i440fx-1.5", default=None, deprecated=True) in x86.machines
    assert len(x86.machines) == 60


@pytest.mark.parametrize(
    ("file", "arch", "machine"),
    [("x86_64-q35", "x86_64", "pc-q35-7.2"), ("aarch64-virt", "aarch64", "virt-7.2")],
)
def test_domcapabilities_name_one_machine(capture, file, arch, machine):
    (listing,) = read_libvirt_capabilities(capture(f"libvirt-9.0-domcapabilities-{file}.xml").decode())
    assert (listing.arch, listing.names, listing.complete) == (arch, {machine}, False)
    assert listing.emulator == f"/usr/bin/qemu-system-{arch}"


def test_several_with_prompts_and_declarations(capture):
    one = capture("libvirt-9.0-domcapabilities-x86_64-q35.xml").decode()
    other = capture("libvirt-9.0-domcapabilities-aarch64-virt.xml").decode()
    text = f"# virsh domcapabilities\n<?xml version='1.0' encoding='UTF-16'?>\n{one}\n# again\n{other}\n# \n"
    assert [listing.arch for listing in read_libvirt_capabilities(text)] == ["x86_64", "aarch64"]


DOMAINS = """
<capabilities><guest><os_type>hvm</os_type><arch name='x86_64'>
  <emulator>/usr/bin/qemu</emulator><machine>pc-0.12</machine><machine canonical='pc-0.12'>pc</machine>
  <domain type='qemu'/>
  <domain type='kvm'><emulator>/usr/bin/kvm</emulator><machine canonical='pc-0.11'>pc</machine></domain>
  <domain type='xen'><machine>xenpv</machine></domain>
</arch></guest></capabilities>
"""


def test_machines_of_a_domain_type():
    qemu, kvm = read_libvirt_capabilities(DOMAINS)
    assert (qemu.emulator, qemu.names) == ("/usr/bin/qemu", {"pc", "pc-0.12", "xenpv"})
    # libvirt before 1.2.17 did not list what the alias stands for
    assert (kvm.emulator, kvm.names) == ("/usr/bin/kvm", {"pc", "pc-0.11"})


BOMB = "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>\n<capabilities>&b;</capabilities>"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<domain type='kvm'><name>g</name></domain>", "its root is 'domain': a definition"),
        ("<network/>", "its root is 'network'"),
        ("<html><body>404</body></html>", "its root is 'html'"),
        ("<!doctype HTML>\n<title>404</title>", "an HTML page"),
        (BOMB, "document type declaration"),
        ("<capabilities><host/>", "not well-formed"),
        ("<capabilities>" + "<a>" * 5000, "not well-formed"),
        ("<capabilities>&unknown;</capabilities>", "not well-formed|found no emulator"),
        ("<capabilities><host/></capabilities>", "found no emulator"),
        ("<capabilities/>", "found no emulator|not well-formed"),
        ("<capabilities><guest><arch><machine>pc</machine></arch></guest></capabilities>", "architecture"),
        ("<domainCapabilities><arch>x86_64</arch></domainCapabilities>", "found no emulator"),
        ("<?xml version='1.0'?>", "its root is 'nothing'"),
        (DOMAINS.replace(">xenpv<", ">xen pv<"), "cannot be one"),
        (DOMAINS.replace(">xenpv<", "><"), "cannot be one"),
        ("<capabilities>\n" * 50_000, "not well-formed"),
    ],
)
def test_what_is_neither(text, says):
    with pytest.raises(ListingError, match=says):
        read_libvirt_capabilities(text)


@pytest.mark.parametrize(("mark", "deprecated"), [("", None), (" deprecated='yes'", False)])
def test_a_libvirt_that_marks_nothing_does_not_tell(mark, deprecated):
    """One mark anywhere says that this libvirt marks what is deprecated."""
    text = f"""<capabilities><guest><arch name='x86_64'><emulator>/q</emulator>
    <machine>pc-q35-8.2</machine></arch></guest>
    <guest><arch name='s390x'><emulator>/s</emulator>
    <machine{mark}>old</machine></arch></guest></capabilities>"""
    x86, _ = read_libvirt_capabilities(text)
    assert [machine.deprecated for machine in x86.machines] == [deprecated]
