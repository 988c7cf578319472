"""Which elements of libvirt's XML carry something we read, and where may they stand?"""

from __future__ import annotations

# States of the reader: what the innermost open element is to us. Plain integers, since one is looked up
# for every element of every file. Their order is used: up to DEVICE nothing happens when the element
# begins, from DOMAIN on something happens when it ends.
(
    SKIP,  # nothing in it is read
    START,  # no element is open
    STATUS,  # <domstatus>: libvirt's own note of a running guest
    SNAPSHOT,
    CHECKPOINT,
    WRAPPER,  # an element we do not know, in which domains may stand
    DEVICES,
    DEVICE,
    DISK,
    ROOT,  # the outermost element, if it is none of the above
    OS,
    TARGET,
    ADDRESS,
    CONTROLLER,
    TYPE,
    EMULATOR,
    DOMAIN,
    TEXT,  # an element whose text is kept
) = range(18)
STATES = 18
FIRST_ENTERED = ROOT
FIRST_LEFT = DOMAIN

_HOLD_DOMAINS = {
    "domain": DOMAIN,
    "domstatus": STATUS,
    "domainsnapshot": SNAPSHOT,
    "domaincheckpoint": CHECKPOINT,
}

# For each state, the states of the children of such an element, and the state of any other child.
CHILDREN: list[dict[str, int]] = [{} for _ in range(STATES)]
OTHERWISE: list[int] = [SKIP] * STATES

CHILDREN[START] = _HOLD_DOMAINS
OTHERWISE[START] = ROOT
# Both kinds of capabilities have elements <domain> that are no domains.
CHILDREN[WRAPPER] = {**_HOLD_DOMAINS, "capabilities": SKIP, "domainCapabilities": SKIP}
OTHERWISE[WRAPPER] = WRAPPER
CHILDREN[STATUS] = {"domain": DOMAIN}
CHILDREN[SNAPSHOT] = {"domain": DOMAIN, "inactiveDomain": DOMAIN}
CHILDREN[CHECKPOINT] = {"domain": DOMAIN}
CHILDREN[DOMAIN] = {"name": TEXT, "uuid": TEXT, "os": OS, "devices": DEVICES}
CHILDREN[OS] = {"type": TYPE}
CHILDREN[DEVICES] = {"emulator": EMULATOR, "controller": CONTROLLER, "disk": DISK}
OTHERWISE[DEVICES] = DEVICE
CHILDREN[DEVICE] = CHILDREN[CONTROLLER] = {"address": ADDRESS}
CHILDREN[DISK] = {"target": TARGET, "address": ADDRESS}
