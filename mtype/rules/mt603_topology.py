"""Do the devices of a definition fit its board?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition, Device
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import board_of

_ROOTS = ("pci-root", "pcie-root")
# libvirt: qemuDomainHasBuiltinIDE (qemu_domain.c); of the boards of the catalogue only pc-i440fx and xenfv.
_WITHOUT_IDE = ("pc-q35", "virt", "pseries", "s390-ccw-virtio")
# libvirt refuses a floppy for pseries; QEMU has no such device for the other two. On q35 it adds isa-fdc.
_WITHOUT_FLOPPY = ("virt", "pseries", "s390-ccw-virtio")


class BoardAgainstTopology(Rule):
    """
    ## What it finds
    A device that the board of the machine type cannot have: the wrong PCI root, a PCI Express controller
    on a board without it, an IDE or floppy drive where there is no controller, an address of another
    board's bus.

    ## Why it matters
    libvirt refuses the definition, or QEMU the start. The usual cause is a change of `machine=` from
    `pc-i440fx` to `pc-q35` and nothing else: "The PCI controller with index='0' must be model='pcie-root'".

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </os>
      <devices>
        <controller type='pci' index='0' model='pci-root'/>
      </devices>
    </domain>
    ```

    ## What to do
    Put the former board back if only the revision was to change: `pc-i440fx-2.11` is lifted to another
    `pc-i440fx` type. To move to another board, delete all `<address>` elements and all controllers of type
    `pci`, exchange the devices that the new board lacks, and let libvirt fill in the rest when it defines
    the guest.

    ## References
    - libvirt, PCI addresses in domain XML: <https://libvirt.org/pci-addresses.html>
    - libvirt, Domain XML format, "Controllers": <https://libvirt.org/formatdomain.html#controllers>
    """

    id = "MT603"
    name = "board-against-topology"
    severity = Severity.ERROR
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding for each kind of disagreement, at its first device."""
        if not definition.devices:
            return
        judged = context.judge(definition)
        board = board_of(context, definition, judged)
        if board is None or board not in context.catalogue.boards:
            return
        pci = context.catalogue.boards[board].pci_on(context.arch(definition))
        target = context.label if judged.offered and judged.offered.alias_of else None
        told: set[str] = set()
        for device in definition.devices:
            kind, message = _disagreement(device, board, pci)
            if message and kind not in told:
                told.add(kind)
                yield self.finding(definition, message, at=device.at, target=target)


def _disagreement(device: Device, board: str, pci: str | None) -> tuple[str, str]:
    """The kind of the disagreement and its message, both empty where the device fits."""
    if device.element == "controller" and device.kind == "pci":
        return _pci(device.model or "", device.number, board, pci)
    if device.element != "address" and device.kind == "ide" and board in _WITHOUT_IDE:
        return "ide", (
            f"{board} has no IDE controller, so libvirt refuses this {device.element}; use another bus, "
            "such as virtio"
        )
    if device.element == "disk" and device.kind == "fdc" and board in _WITHOUT_FLOPPY:
        return (
            "floppy",
            f"{board} has no floppy controller: the guest will not start; remove the floppy drive",
        )
    if device.element == "address" and device.kind == "ccw" and board != "s390-ccw-virtio":
        return "ccw", (
            f"ccw addresses exist on s390-ccw-virtio only, and this board is {board}: libvirt refuses the "
            "definition; delete the address and libvirt gives the device a new one"
        )
    spapr = device.kind.startswith("spapr") or (device.model or "").startswith(("spapr", "ibmvscsi"))
    if spapr and board != "pseries":
        return "spapr", (
            f"this {device.element} works on pseries only, and this board is {board}: the guest will not "
            "start; delete it, and libvirt gives the guest what its board has"
        )
    return "", ""


def _pci(model: str, index: int | None, board: str, pci: str | None) -> tuple[str, str]:
    if model in _ROOTS:
        if index == 0 and pci in _ROOTS and model != pci:
            return "root", (
                f"PCI controller 0 is {model}, but {board} needs {pci}: libvirt refuses the definition; a "
                "change of board needs more than a change of the machine type"
            )
    elif model.startswith("pcie-") or model == "dmi-to-pci-bridge":
        if pci == "pci-root":
            return (
                "pcie",
                f"{board} has no PCI Express, so libvirt refuses this {model} controller; remove it",
            )
    elif model == "pci-expander-bus" and board != "pc-i440fx":
        return (
            "expander",
            f"libvirt allows pci-expander-bus on pc-i440fx only, and this board is {board}; remove it",
        )
    return "", ""
