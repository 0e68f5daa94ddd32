"""A simulated world: records, and what is true of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, eq=False)
class World:
    """What `simulate` made.

    `tables` holds the records by the name of their kind, such as `event`, when they were not written to a folder;
    `files` holds the paths when they were.
    """

    truth: Mapping[str, Any]
    """What is true: the value of each metric that the process has, and what it produced; see the guide."""
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
