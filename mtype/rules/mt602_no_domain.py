"""Is there a domain in the file?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class NoDomain(DocumentRule):
    """
    ## What it finds
    A file of well-formed XML in which no `<domain>` element was found, though it was given to be checked.

    ## Why it matters
    libvirt cannot define a guest from it, and there was nothing to check. A report that says nothing about
    such a file would look as if the file were fine.

    ## Example
    For `--for debian:13`:

    ```xml
    <guest type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </os>
    </guest>
    ```

    ## What to do
    Correct the root element if the file is meant to be a definition. If it is something else, leave it out
    of the paths that are checked.

    ## References
    - libvirt, Domain XML format: <https://libvirt.org/formatdomain.html>
    """

    id = "MT602"
    name = "no-domain"
    severity = Severity.ERROR
    since = "0.1.0"
