from __future__ import annotations

import json

import pytest

from mtype.hosts.help_text import read_help_text
from mtype.hosts.listing import ListedMachine, ListingError
from mtype.hosts.query_machines import read_query_machines

VERSION = '{"qemu": {"micro": 13, "minor": 0, "major": 10}, "package": "x"}'
GREETING = f'{{"QMP": {{"version": {VERSION}, "capabilities": []}}}}'


@pytest.fixture
def machines(capture) -> list[dict[str, object]]:
    return json.loads(capture("qemu-10.0-ppc64.json"))["machines"]


def test_it_says_what_help_says(capture):
    (qmp,) = read_query_machines(capture("qemu-10.0-ppc64.json").decode())
    (text,) = read_help_text(capture("qemu-10.0-ppc64.help").decode())
    assert (qmp.arch, qmp.version, qmp.complete) == ("ppc64", "10.0.13", True)
    said = {(m.name, m.alias_of, m.default, m.deprecated) for m in text.machines}
    assert {(m.name, m.alias_of, m.default, m.deprecated) for m in qmp.machines} == said
    assert ("powernv", "powernv10-rainier", False, False) in said


def test_forms_of_one_reply(machines):
    (expected,) = read_query_machines(json.dumps(machines))
    for text in (
        json.dumps({"return": machines, "id": "libvirt-42"}),
        json.dumps({"return": machines}, indent=2),
        json.dumps({"machines": machines}),
        "# virsh qemu-monitor-command g\n" + json.dumps({"return": machines}) + "\n\nroot@host:~# ",
        '-> {"execute": "query-machines"}\n<- ' + json.dumps({"return": machines}, indent=1),
    ):
        assert read_query_machines(text) == [expected], text[:80]


def session(machines: object, target: str = "ppc64") -> str:
    return "\r\n".join(
        (
            GREETING,
            '{"return": {}}',
            '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESUME"}',
            json.dumps({"return": machines}),
            json.dumps({"return": {"arch": target}}),
            '{"return": {}}',
            "",
        )
    )


def test_a_whole_session_and_two(machines):
    (listing,) = read_query_machines(session(machines))
    assert (listing.arch, listing.version) == ("ppc64", "10.0.13")
    one, other = read_query_machines(session(machines) + session(machines, "ppc"))
    assert (one.arch, other.arch) == ("ppc64", "ppc")


def test_the_commands_typed_by_hand(machines):
    text = session(machines).replace("\r\n", '\n{"execute": "query-machines"}\n')
    assert read_query_machines("[root@host ~]# qemu -qmp stdio\n" + text) == read_query_machines(
        session(machines)
    )


def test_arch_from_the_default_cpus(capture):
    (s390x,) = read_query_machines(capture("qemu-10.0-s390x.json").decode())
    (x86,) = read_query_machines(capture("qemu-11.1-x86_64.json").decode())
    assert (s390x.arch, x86.arch) == ("s390x", "x86_64")
    (arm,) = read_query_machines(
        '[{"name": "virt-7.2", "cpu-max": 512, "default-cpu-type": "cortex-a15-arm-cpu"}]'
    )
    assert arm.arch is None


def test_the_first_form_of_the_reply():
    """QEMU 1.2: no cpu-max yet, no deprecated."""
    (listing,) = read_query_machines(
        '[{"name": "pc-1.2", "alias": "pc", "is-default": true}, {"name": "none"}]'
    )
    assert listing.machines == (
        ListedMachine("pc", "pc-1.2"),
        ListedMachine("pc-1.2", default=True, deprecated=None),
        ListedMachine("none", deprecated=None),
    )


def test_a_reply_tells_of_deprecation_where_it_has_the_key():
    (listing,) = read_query_machines(
        '[{"name": "pc-4.1", "cpu-max": 1, "deprecated": false}, '
        '{"name": "pc-1.0", "deprecated": true}, {"name": "x"}]'
    )
    assert [machine.deprecated for machine in listing.machines] == [False, True, False]
    assert listing.told_by == "query-machines"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"return": {"qemu": {"major": 8, "minor": 2, "micro": 2}}}', "no reply to query-machines"),
        ('{"return": [{"name": "qemu64", "typename": "qemu64-x86_64-cpu"}]}', "query-cpu-definitions"),
        ('{"return": [{"name": "query-machines"}, {"name": "quit"}]}', "no reply to query-machines"),
        ('{"return": []}', "it lists nothing"),
        ('{"error": {"class": "CommandNotFound", "desc": "no such"}}', "it is an error, 'no such'"),
        ('{"error": {"desc": 1}}', "it is an error"),
        ("[1, 2, 3]", "no reply"),
        ('{"return": [{"name": "pc", "cpu-max": 1', "stops in the middle"),
        ('{"return": [{"name": "pc-i44', "stops in the middle"),
        ('{"return": [{"name": "pc", }]}', "no JSON at line 1"),
        ('[{"name": "pc\\u001b[2J", "cpu-max": 1}]', "cannot be one"),
        ('[{"name": "", "cpu-max": 1}]', "cannot be one"),
        ("[" + "9" * 5000 + "]", "no reply|too long"),
        ("[" * 100_000, "nested too deep"),
        ('{"return": ' * 900 + "[]" + "}" * 900, "no reply|nested too deep"),
    ],
)
def test_what_is_no_reply(text, says):
    with pytest.raises(ListingError, match=says):
        read_query_machines(text)


def test_a_lying_target_is_not_believed(machines):
    (listing,) = read_query_machines(session(machines, "../\x1b"))
    assert listing.arch == "ppc64"


@pytest.mark.parametrize("micro", ["-1", "true", '"2"', "null", "1.5"])
def test_a_version_that_is_none_is_not_told(micro):
    version = f'{{"qemu": {{"major": 8, "minor": 2, "micro": {micro}}}}}'
    (listing,) = read_query_machines(f'{{"version": {version}, "machines": [{{"name": "x", "cpu-max": 1}}]}}')
    assert listing.version is None
