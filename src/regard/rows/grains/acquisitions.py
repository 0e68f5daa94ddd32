"""Acquisitions: what was spent to win customers, beside the customers and the money that came in."""

from regard.rows.columns import Flag, Number, Text
from regard.rows.row import Rows


class Acquisition:
    """What was spent on one day, or one customer who was new on it."""

    amount: Number
    """Money spent; 0 for a customer."""
    is_new: Flag
    """Whether it is a customer."""
    currency: Text


class Return:
    """What was spent on one day, or one order that was kept."""

    amount: Number
    """Money spent; 0 for an order."""
    total: Number
    """Money that came in; 0 for what was spent."""
    currency: Text


ACQUISITIONS = Rows(Acquisition, "acquisitions")


RETURNS = Rows(Return, "returns")
