"""Is what a page shows understood?"""

from __future__ import annotations

from pathlib import Path

from tests.docs.console import commands, write_output

PAGE = """# Page

```console
$ one
$ two \\
    --more
first

  last
$ three
…
```

```yaml
$ not a command
```

```console
$ four
???
```
"""


def page(folder: Path) -> Path:
    path = folder / "page.md"
    path.write_text(PAGE)
    return path


def test_commands_and_their_outputs_are_told_apart(tmp_path: Path) -> None:
    assert [(one.text, one.output) for one in commands(page(tmp_path))] == [
        ("one", []),
        ("two \\\n    --more", ["first", "", "  last"]),
        ("three", ["…"]),
        ("four", ["???"]),
    ]


def test_dots_stand_for_any_lines() -> None:
    command = commands(Path(__file__).parents[2] / "tests/docs/README.md")[0]
    assert command.fits("begin\nend\n")
    assert command.fits("begin\none\ntwo  \nend\n")
    assert not command.fits("begin\none\n")
    assert not command.fits("end\nbegin\n")


def test_an_output_is_put_in_its_place(tmp_path: Path) -> None:
    path = page(tmp_path)
    _, two, _, four = commands(path)
    write_output(path, [(two, "new\n"), (four, "\nfive \nsix\n\n")])
    assert [one.output for one in commands(path)] == [[], ["new"], ["…"], ["five", "six"]]
    assert path.read_text().endswith("$ four\nfive\nsix\n```\n")
