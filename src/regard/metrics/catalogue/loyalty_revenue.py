"""What of the recurring revenue is lost."""

from dataclasses import replace

from regard.metrics.kinds import Ratio
from regard.rows.columns import Number, choose
from regard.rows.grains.memberships import CONTRACTORS, Contractor

_OF_OPENING = CONTRACTORS.where(lambda person: person.opening > 0)


def _lost(person: Contractor) -> Number:
    """Return what people without a contract at the end brought at the start."""
    return choose((~person.is_there, person.opening), otherwise=0)


def _contracted(person: Contractor) -> Number:
    """Return how much less people bring who still have a contract."""
    return choose((person.is_there & (person.closing < person.opening), person.opening - person.closing), otherwise=0)


def _expanded(person: Contractor) -> Number:
    """Return how much more people bring."""
    return choose((person.closing > person.opening, person.closing - person.opening), otherwise=0)


_GROSS = Ratio[Contractor](
    name="revenue_churn",
    asks="What share of the recurring revenue was lost?",
    reads="Monthly amounts of the contracts in force at the start: what those brought who have none at the end, and by "
    "how much less others pay. Who pays more does not make up for it, and who came later is left out.",
    formula="(lost + contracted) / opening recurring revenue",
    of=_OF_OPENING,
    value=lambda person: _lost(person) + _contracted(person),
    over=lambda person: person.opening,
    unit="share",
    interval="wilson",
    better="lower",
    parts={"opening": lambda person: person.opening, "lost": _lost, "contracted": _contracted, "expanded": _expanded},
    uniform=("currency",),
    counts_rows=True,
    since="0.2",
)

_NET = replace(
    _GROSS,
    reads="As the gross one, less by how much others pay more; under 0 the customers of the start bring more than "
    "they did then. Who came later is left out.",
    formula="(lost + contracted - expanded) / opening recurring revenue",
    value=lambda person: person.opening - person.closing,
    interval="delta",
    may_be_negative=True,
)

REVENUE_CHURN = replace(_GROSS, variants={"net": _NET})
