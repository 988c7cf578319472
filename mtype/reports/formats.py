"""Which formats has a report, and which module writes each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mtype.check.result import Result
    from mtype.rules.base import Rule


class Format(str, Enum):
    """The words of --format; they are part of the command-line contract."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    MARKDOWN = "markdown"
    HTML = "html"
    PROMETHEUS = "prometheus"


class Options(NamedTuple):
    """What a format may ask besides the result. `width` None means that nothing is wrapped; `rules` are
    those that ran."""

    color: bool = False
    width: int | None = None
    rules: Sequence[type[Rule]] = ()


def render(
    result: Result,
    form: Format | str,
    *,
    color: bool = False,
    width: int | None = None,
    rules: Sequence[type[Rule]] = (),
) -> str:
    """The whole report, ended by a line feed, encodable as UTF-8. `color` and `width` matter to text
    only, `rules` to SARIF only."""
    return FORMATS[Format(form)](result, Options(color, width, rules))


# Each imports its module when it is asked for: a run needs one or two of them.


def _text(result: Result, options: Options) -> str:
    from mtype.reports.text import as_text

    return as_text(result, color=options.color, width=options.width)


def _json(result: Result, _: Options) -> str:
    from mtype.reports.json import as_json

    return as_json(result)


def _jsonl(result: Result, _: Options) -> str:
    from mtype.reports.jsonl import as_jsonl

    return as_jsonl(result)


def _sarif(result: Result, options: Options) -> str:
    from mtype.reports.sarif import as_sarif

    return as_sarif(result, options.rules)


def _junit(result: Result, _: Options) -> str:
    from mtype.reports.junit import as_junit

    return as_junit(result)


def _github(result: Result, _: Options) -> str:
    from mtype.reports.github import as_github

    return as_github(result)


def _markdown(result: Result, _: Options) -> str:
    from mtype.reports.markdown import as_markdown

    return as_markdown(result)


def _html(result: Result, _: Options) -> str:
    from mtype.reports.html import as_html

    return as_html(result)


def _prometheus(result: Result, _: Options) -> str:
    from mtype.reports.prometheus import as_prometheus

    return as_prometheus(result)


FORMATS: Mapping[Format, Callable[[Result, Options], str]] = {
    Format.TEXT: _text,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.SARIF: _sarif,
    Format.JUNIT: _junit,
    Format.GITHUB: _github,
    Format.MARKDOWN: _markdown,
    Format.HTML: _html,
    Format.PROMETHEUS: _prometheus,
}
