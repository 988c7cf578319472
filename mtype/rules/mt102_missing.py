"""Does the definition say which machine type it wants?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.rules.advice import default_type
from mtype.rules.base import Context, Rule


class MissingMachineType(Rule):
    """
    ## What it finds
    A definition whose `<type>` has no `machine` attribute.

    ## Why it matters
    libvirt takes the default of the host that defines the guest. The same file makes another machine on
    another host, or on the same host a release later; and the default may be a board that the rest of the
    definition does not fit.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Write a versioned machine type. For a guest that is already defined it is the one that
    `virsh dumpxml --inactive` shows: libvirt fixed it when the guest was defined. For a new guest take the
    suggested one.

    ## References
    - Fedora, KVM stable guest ABI: <https://fedoraproject.org/wiki/Features/KVM_Stable_Guest_ABI>
    - libvirt, Domain XML format, "BIOS bootloader": <https://libvirt.org/formatdomain.html#bios-bootloader>
    """

    id = "MT102"
    name = "missing-machine-type"
    severity = Severity.WARNING
    since = "0.1.0"
    about_type = True

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding if the attribute is missing, and the target has an emulator (else see MT104)."""
        arch = context.arch(definition)
        if definition.machine_type is not None or (definition.arch and context.target.ships(arch) is False):
            return
        default = default_type(context, arch)
        here = f" ({default} at {context.label})" if default else ""
        yield self.finding(
            definition,
            f"no machine type is given: libvirt takes the default of the host{here}, so the guest's "
            "hardware depends on where it is defined; write a versioned type",
            # Red Hat's default is a deprecated type: nothing to write into a definition today.
            suggestion=None if context.target.judge(default, arch).status is Status.DEPRECATED else default,
            target=context.label,
        )
