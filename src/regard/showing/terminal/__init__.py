"""Replies in a terminal: value and interval, change, band, sparkline, in aligned columns that fit its width."""

from regard.showing.terminal.board import Board
from regard.showing.terminal.tile import Tile
from regard.showing.terminal.writing import write

__all__ = ["Board", "Tile", "write"]
