"""Does a file have the structure of a domain? Asked only with --schema: the validators load slowly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mtype.check.settings import Settings
from mtype.definitions.save_image import HEADER_SIZE, is_save_image
from mtype.definitions.schema import (
    SchemaError,
    SchemaProblem,
    holds_one_document,
    libvirt_schema_problems,
    own_schema_problems,
)
from mtype.model.errors import UsageError
from mtype.model.finding import Finding
from mtype.rules.mt605_schema import SchemaViolation


def structure_findings(settings: Settings, path: str, data: bytes | None) -> Iterator[Finding]:
    """One finding for each place where the file breaks the schema that the settings name.

    Raises UsageError where that schema is not on this host.
    """
    content = data if data is not None else Path(path).read_bytes()
    if is_save_image(content[:16]):
        content = content[HEADER_SIZE:].split(b"\0", 1)[0]
    if not holds_one_document(content):
        message = (
            "the schema could not be asked: it knows one document in a file; put each into a file of its own"
        )
        yield SchemaViolation().report(path, 1, 1, message)
        return
    for problem in _problems(settings, content):
        yield SchemaViolation().report(path, problem.line, problem.column or 1, problem.message)


def _problems(settings: Settings, content: bytes) -> list[SchemaProblem]:
    if settings.schema == "libvirt":
        try:
            return libvirt_schema_problems(content, settings.schemas)
        except SchemaError as error:
            raise UsageError(f"--schema libvirt: {error}") from error
    return own_schema_problems(content)
