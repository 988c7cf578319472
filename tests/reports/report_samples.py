"""Which results are the reports tested with?"""

from __future__ import annotations

from mtype.check.result import Result, Row, TargetInfo
from mtype.model.finding import Finding, Skipped
from mtype.model.severity import Severity

DEBIAN = TargetInfo("debian:13", "catalogue")
NOBLE = TargetInfo("ubuntu:noble", "catalogue")
EMULATOR = TargetInfo(None, "emulator /usr/bin/qemu-system-x86_64 (QEMU 7.2.22)")

# Each would break something: a line, a terminal, an attribute, CDATA, a workflow command, an encoding.
HOSTILE = {
    "newline": "a\nb\r\nc",
    "escape": "\x1b[31mred\x1b]0;title\x07\x9b2J\x7f",
    "null": "a\x00b",
    "cdata": "a]]>b<!-- --></failure>&amp;&nope;",
    "command": "::error::a::warning file=x,line=1::b ##[error]c %0A%25",
    "quotes": '"a\' b` \\" \\',
    "surrogate": "caf\udce9",
    "lone surrogate": "a\ud800b",
    "separators": "a\u2028b\u2029c\x85d\x0be",
    "bidirectional": "a\u202egnp.xml\u2066",
    "noncharacter": "a\ufffe\uffff\U000e0001b",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "table": "a|b\\|c | `d`` | *e* _f_ ~g~ [h](http://i) @everyone #1 $x$",
    "placeholder": "{0} {{1}} [text](1)",
    "percent": "a b#c?d%20é/../..:e",
    "empty": "",
    "long": "x" * 10240,
    "wide": "虚拟机 🖥",
}


def finding(severity: str = "error", **fields: object) -> Finding:
    base = Finding(
        rule="MT201",
        name="removed-machine-type",
        severity=Severity(severity),
        message="pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start",
        path="guests/nas.xml",
        line=9,
        column=30,
        domain="nas",
        machine_type="pc-i440fx-2.0",
        suggestion="pc-i440fx-10.0",
        target="debian:13",
        excerpt="    <type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type>",
    )
    return base._replace(**fields)


def row(**fields: object) -> Row:
    base = Row(
        path="guests/nas.xml",
        carrier="file",
        domain="nas",
        uuid="0d5e4f1e-33d2-4c3e-8c0a-0e6d8e8a6b5b",
        arch="x86_64",
        machine_type="pc-i440fx-2.0",
        board="pc-i440fx",
        vendor="upstream",
        status="removed",
        statuses=("removed",),
    )
    return base._replace(**fields)


def result(*findings: Finding, **fields: object) -> Result:
    base = Result(
        version="1.2.3",
        targets=(DEBIAN,),
        rows=(row(),),
        findings=findings,
        skipped=(),
        seconds=0.25,
    )
    return base._replace(**fields)


FLOATING = finding(
    "warning",
    rule="MT103",
    name="floating-machine-type",
    message="q35 is an alias: it means another machine type after each upgrade of QEMU",
    path="guests/web.xml",
    line=112,
    column=5,
    domain="web",
    machine_type="q35",
    suggestion=None,
    excerpt="\t<type machine='q35'>hvm</type>",
)
BETTER = finding(
    "info",
    rule="MT205",
    name="superseded-increment",
    message="pc-q35-noble has a later increment",
    path="guests/db.xml",
    line=1,
    column=1,
    domain=None,
    machine_type="pc-q35-noble",
    suggestion="pc-q35-noble-v2",
    target=None,
    excerpt=None,
)
SMALL = result(
    finding(),
    FLOATING,
    BETTER,
    rows=(
        row(),
        row(
            path="guests/web.xml", domain="web", uuid=None, machine_type="q35", vendor=None, status="floating"
        ),
        row(
            path="guests/db.xml",
            domain=None,
            machine_type="pc-q35-noble",
            vendor="ubuntu",
            status="supported",
        ),
    ),
    skipped=(
        Skipped("net/default.xml", "a libvirt network, not a domain", failed=False),
        Skipped("secret.xml", "permission denied", failed=True),
    ),
    suppressed=2,
)
NOTHING = result(rows=())
TWO_TARGETS = result(
    finding(),
    finding(target="ubuntu:noble", message="pc-i440fx-2.0 is gone from ubuntu:noble", suggestion=None),
    targets=(DEBIAN, NOBLE),
    rows=(row(statuses=("removed", "removed")),),
)


def hostile(text: str) -> Result:
    """Every text of a result that can come from a file or a host is `text`."""
    target = TargetInfo("debian:13", f"emulator {text}")
    findings = (
        finding(
            message=text, path=text, domain=text, machine_type=text, suggestion=text, excerpt=text, column=1
        ),
        finding("info", message=f"no {text} here", column=2, excerpt=f"  {text}{text}", target=text),
    )
    rows = (row(path=text, domain=text, uuid=text, machine_type=text), row(domain=text, status="unknown"))
    skipped = (Skipped(text, text, failed=True), Skipped(text, text, failed=False))
    return result(*findings, targets=(target, DEBIAN), rows=rows, skipped=skipped)


def large(number: int) -> Result:
    """`number` definitions in as many files, each with one finding."""
    return result(
        *(finding(path=f"guests/{n}.xml", domain=f"guest-{n}") for n in range(number)),
        rows=tuple(row(path=f"guests/{n}.xml", domain=f"guest-{n}") for n in range(number)),
    )
