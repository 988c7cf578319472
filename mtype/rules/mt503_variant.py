"""Is a trait lost on the way?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class VariantLostOnTheWay(DocumentRule):
    """
    ## What it finds
    A guest whose machine type is a variant (`-hpb`, `-maxcpus`, `-sxxm`) that the other end does not have,
    nor a newer type with the same trait. It is told by `check-migration`.

    ## Why it matters
    The variant gives the guest something that it may rely on: as many address bits as the host has, more
    virtual CPUs, a mitigation. A type without it starts, and the guest meets the difference later.

    ## Example
    For `check-migration --from ubuntu:jammy --to debian:12`:

    ```xml
    <domain type='kvm'>
      <name>big</name>
      <os>
        <type arch='x86_64' machine='pc-q35-jammy-hpb'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    See whether the guest needs the trait: `virt-machine-type catalogue show TYPE` tells what it is. If it
    does not, lift it by name: `upgrade --to TYPE --allow variant`.

    ## References
    - Ubuntu wiki, QemuKVMMigration: <https://wiki.ubuntu.com/QemuKVMMigration>
    """

    id = "MT503"
    name = "variant-lost-on-the-way"
    severity = Severity.ERROR
    since = "0.1.0"
