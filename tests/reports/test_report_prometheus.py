"""Does Prometheus read the metrics, and what do they say?"""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families
from report_samples import DEBIAN, HOSTILE, SMALL, TWO_TARGETS, hostile, result, row

from mtype.model.status import Status
from mtype.reports.escape import brief, printable
from mtype.reports.formats import render


def samples(shown) -> dict[str, list[tuple[dict[str, str], float]]]:
    report = render(shown, "prometheus")
    families = list(text_string_to_metric_families(report))
    assert all(family.type == "gauge" and family.documentation for family in families)
    assert len({family.name for family in families}) == len(families)
    series = [
        (sample.name, tuple(sorted(sample.labels.items())))
        for family in families
        for sample in family.samples
    ]
    assert len(set(series)) == len(series)
    prefix = "virt_machine_type_"
    return {
        family.name.removeprefix(prefix): [(each.labels, each.value) for each in family.samples]
        for family in families
    }


def test_the_metrics_of_a_small_run() -> None:
    read = samples(SMALL)
    assert read["info"] == [({"version": "1.2.3", "release": "debian:13", "source": "catalogue"}, 1)]
    assert read["findings"] == [
        ({"rule": "MT103", "severity": "warning"}, 1),
        ({"rule": "MT201", "severity": "error"}, 1),
        ({"rule": "MT205", "severity": "info"}, 1),
    ]
    assert [value for _, value in read["findings_by_severity"]] == [1, 1, 1]
    assert read["suppressed"] == [({}, 2)]
    assert read["skipped"] == [({"failed": "true"}, 1), ({"failed": "false"}, 1)]
    assert read["unparsed"] == [({}, 0)]
    assert read["last_run_seconds"] == [({}, 0.25)]
    assert read["definition_status"][2] == (
        {"path": "guests/db.xml", "domain": "", "machine_type": "pc-q35-noble", "status": "supported"},
        1,
    )


def test_every_status_has_a_series_even_with_no_definition() -> None:
    read = {labels["status"]: value for labels, value in samples(SMALL)["definitions"]}
    assert list(read) == [status.value for status in Status]
    assert sum(read.values()) == 3
    assert read["removed"] == read["floating"] == read["supported"] == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_label_value(text) -> None:
    labels, _ = samples(hostile(text))["definition_status"][0]
    assert labels["path"] == printable(text)
    assert labels["machine_type"] == brief(text)


def test_no_series_comes_twice() -> None:
    twice = result(rows=(row(), row(carrier="snapshot"), row(status="deprecated")), targets=(DEBIAN, DEBIAN))
    assert len(samples(twice)["definition_status"]) == 2
    assert len(samples(twice)["info"]) == 1
    assert len(samples(TWO_TARGETS)["info"]) == 2
    elided = result(rows=(row(domain="x" * 600 + "a" + "x" * 600), row(domain="x" * 600 + "b" + "x" * 600)))
    assert len(samples(elided)["definition_status"]) == 1


def test_a_duration_is_no_float_artefact() -> None:
    assert "last_run_seconds 0.3\n" in render(result(seconds=0.1 + 0.2), "prometheus")
