"""How does one board of a group of boards without versions get a life of its own?"""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tools.harvest.document import block, entry, fit, texts, value
from tools.harvest.draft import Draft

_ORDER = ("arch", "introduced", "deprecated", "removed", "default", "default-until", "build", "boards")


def change_board(draft: Draft, group: CommentedMap, name: str, changes: dict[str, str]) -> None:
    """Change facts of the board `name`: it moves to the group with the same facts, or to a new one next to
    its old one."""
    cited = [*texts(group.get("sources")), draft.harvest.source.key]
    facts = {**_facts(group), **changes, "sources": [*dict.fromkeys(cited)]}
    description = group["boards"][name]
    if len(group["boards"]) == 1:
        for key, bound in changes.items():
            if key in group:
                group[key] = value(bound)
            else:
                _insert(group, key, value(bound))
        draft.cite(group)
        fit(group)
        return
    groups = draft.root["vendors"]["upstream"]["boards-without-version"]
    del group["boards"][name]
    draft.introduce_source()
    join(groups, facts, {name: description}, groups.index(group) + 1)


def join(groups: CommentedSeq, facts: dict[str, Any], boards: dict[str, str], index: int) -> None:
    """Put boards into the group that has just these facts, or into a new one at `index`, which is written in
    the style of the one before it."""
    same = next((one for one in groups if _facts(one) == facts), None)
    if same is None:
        ordered = {key: facts[key] for key in _ORDER if key in facts}
        rest = {key: fact for key, fact in facts.items() if key not in ordered and key != "sources"}
        texts_of_boards = {name: value(boards[name]) for name in sorted(boards)}
        listed = CommentedMap(texts_of_boards)
        written = {**ordered, "boards": listed, **rest, "sources": facts["sources"]}
        in_line = index > 0 and groups[index - 1].fa.flow_style()
        groups.insert(index, entry(written) if in_line else block(written))
        return
    for name in sorted(boards):
        place = sum(other < name for other in same["boards"])
        same["boards"].insert(place, name, value(boards[name]))
    fit(same)


def _facts(group: CommentedMap) -> dict[str, Any]:
    """Everything but the boards, as plain values: `arch` and `sources` as lists."""
    plain = {key: str(fact) for key, fact in group.items() if key not in ("arch", "boards", "sources")}
    return {**plain, "arch": texts(group["arch"]), "sources": texts(group.get("sources"))}


def _insert(group: CommentedMap, key: str, fact: Any) -> None:
    before = _ORDER[: _ORDER.index(key)]
    group.insert(sum(other in before for other in group), key, fact)
