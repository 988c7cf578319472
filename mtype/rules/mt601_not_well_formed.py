"""Can the file be read as XML at all?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class NotWellFormed(DocumentRule):
    """
    ## What it finds
    A file that is no well-formed XML: a tag that is never closed, an attribute without quotes, a file cut
    short, a wrong encoding, or an entity that is not allowed.

    ## Why it matters
    libvirt refuses the file, and nothing in it could be checked. A host that finds such a file among its
    own definitions skips that guest with a line in its log.

    ## Example
    For `--for debian:13`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os>
        <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
      </oss>
    </domain>
    ```

    ## What to do
    Go to the line and column of the message: that is where the file stopped to make sense; the cause is
    there or shortly before. `xmllint --noout FILE` says the same in other words.

    ## References
    - XML 1.0, Well-formed documents: <https://www.w3.org/TR/xml/#sec-well-formed>
    """

    id = "MT601"
    name = "not-well-formed"
    severity = Severity.ERROR
    since = "0.1.0"
