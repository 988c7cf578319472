"""Does the definition keep to libvirt's schema?"""

from __future__ import annotations

from mtype.model.severity import Severity
from mtype.rules.base import DocumentRule


class SchemaViolation(DocumentRule):
    """
    ## What it finds
    With `--schema`: an element or an attribute that the format of a domain does not allow at its place,
    or a value of the wrong kind. Without `--schema` the rule is silent.

    ## Why it matters
    libvirt ignores what it does not know: a misspelt element is lost without a word, and the guest is not
    what its definition says.

    ## Example
    For `--for debian:13` and `--schema`:

    ```xml
    <domain type='kvm'>
      <name>nas</name>
      <os machine='pc-q35-10.0'>
        <type arch='x86_64'>hvm</type>
      </os>
    </domain>
    ```

    ## What to do
    Correct the spelling or the place. `virt-xml-validate FILE domain` asks libvirt's own schema, which is
    finer than ours.

    ## References
    - libvirt, Domain XML format: <https://libvirt.org/formatdomain.html>
    """

    id = "MT605"
    name = "schema-violation"
    severity = Severity.ERROR
    since = "0.1.0"
