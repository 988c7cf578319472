"""Does the guest run with another machine type than its definition says?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules.base import Context, Rule
from mtype.rules.known import other_than_persistent


class LiveTypeDiffers(Rule):
    """
    ## What it finds
    A guest on a host, or in a copy of its folders, that runs with another machine type than its persistent
    definition says.

    ## Why it matters
    The change waits for the guest to be shut down and started again; a reboot from inside keeps the old
    hardware. Until then nothing shows it: virsh tells the type of one definition or of the other. A change
    that was forgotten takes effect at the next power cut, when nobody expects it.

    ## Example
    `virt-machine-type check --connect qemu:///system` of a guest that was lifted while it ran, or
    `virt-machine-type check /etc/libvirt /run/libvirt`:

    ```text
    it runs with 'pc-q35-5.2' and its definition says 'pc-q35-7.2': that waits for a shutdown and a start
    ```

    ## What to do
    Shut the guest down and start it, at a time of your choice, and look whether it comes up with its new
    hardware. If the change was not meant, lift the definition back before the guest stops.

    ## References
    - libvirt, Domain XML, "Operating system booting": <https://libvirt.org/formatdomain.html#operating-system-booting>
    - virsh(1), `dumpxml --inactive`: <https://libvirt.org/manpages/virsh.html#dumpxml>
    """

    id = "MT403"
    name = "live-type-differs"
    severity = Severity.INFO
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        """One finding on a live definition of another type."""
        if types := other_than_persistent(definition, Carrier.LIVE):
            live, persistent = types
            yield self.finding(
                definition,
                f"it runs with {live} and its definition says {persistent}: that waits for a shutdown and a "
                "start",
            )
