"""What does a wheel hold besides the sources? The catalogue, compiled, so that no start pays for YAML."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface[BuilderConfig]):
    """Compiles data/machine-types.yaml; an invalid catalogue stops the build with its problems."""

    _folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; an editable install compiles on first use instead."""
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from mtype.catalogue.compile import compile_catalogue
        from mtype.catalogue.digest import stamp
        from mtype.catalogue.load import COMPILED_NAME, write_compiled
        from mtype.model.errors import CatalogueError

        source = root / "data" / "machine-types.yaml"
        try:
            data = source.read_bytes()
            compiled = compile_catalogue(data, str(source.relative_to(root)))
        except CatalogueError as error:
            self.app.abort(str(error))
        self._folder = Path(tempfile.mkdtemp(prefix="virt-machine-type-"))
        write_compiled(compiled, str(self._folder / COMPILED_NAME), stamp(data))
        build_data["force_include"][str(self._folder / COMPILED_NAME)] = f"mtype/data/{COMPILED_NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is packed."""
        if self._folder is not None:
            shutil.rmtree(self._folder)
