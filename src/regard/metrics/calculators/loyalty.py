"""Calculators of loyalty: who stays."""

from dataclasses import replace

from regard.errors import RegardError
from regard.metrics.bands import Bands, at_most, between
from regard.metrics.calculators.calculator import Calculator, mean, share
from regard.metrics.calculators.given import Counts, Given, amount, optional
from regard.metrics.calculators.ways import Formula, Quotient, Share, over, take

START, LOST, NEW, END = Given("start", 100), Given("lost", 10), Given("new", 10), Given("end", 90)
CHURN_BANDS = Bands(good=at_most(0.08), usual=between(0.02, 0.08), source="guide 001")


def _kept(counts: dict[str, float]) -> Counts:
    """Return the counts of a retention, or refuse more kept customers than there were, or fewer than none."""
    if not {"start", "new", "end"} <= counts.keys():
        return counts
    kept = counts["end"] - counts["new"]
    if 0 <= kept <= counts["start"]:
        return counts
    message = f"end - new = {kept:.12g} customers cannot have been kept of start = {counts['start']:.12g}."
    raise RegardError("bad_value", message, "Count as end all customers at the end, the new ones included.")


def _lost(counts: dict[str, float]) -> Counts:
    """Return the counts of a churn, with the lost customers where they follow from start + new - end."""
    if not {"start", "new"} <= counts.keys():
        return counts
    if "end" not in counts:
        return _check_lost(counts, counts.get("lost", 0), counts["start"] + counts["new"])
    gone = counts["start"] + counts["new"] - counts["end"]
    lost = counts.get("lost", gone)
    return {"lost": lost, **_check_lost(counts, lost, gone)}


def _check_lost(counts: dict[str, float], lost: float, gone: float) -> dict[str, float]:
    """Return the counts, or refuse more lost customers than can be gone, or fewer than none."""
    if 0 <= lost <= gone:
        return counts
    told = ", ".join(f"{name} = {counts[name]:.12g}" for name in ("start", "new", "end") if name in counts)
    message = f"With {told} there cannot be {lost:.12g} lost customers."
    raise RegardError("bad_value", message, "Give start and lost, or start, new and end.")


def _revenue(counts: dict[str, float]) -> Counts:
    """Return the counts of a revenue churn, or refuse more lost revenue than there was."""
    full = {"contracted": 0, "expanded": 0, **counts}
    gone = full.get("lost", 0) + full["contracted"]
    if gone > full.get("opening", gone):
        message = f"lost + contracted = {gone:.12g} is more than opening = {full['opening']:.12g}."
        raise RegardError("bad_value", message, "Count only revenue that was contracted at the start.")
    return full


def _churn(variant: str, formula: str, way: Share | Quotient, *needed: Given) -> Calculator:
    """Return the calculator of one convention of churn; beside what it needs it takes what tells the lost ones."""
    spare = tuple(replace(given, optional=True) for given in (NEW, END) if given not in needed)
    return Calculator(
        name="churn_rate",
        counts=(START, LOST, *needed, *spare),
        formula=formula,
        unit="share",
        better="lower",
        way=way,
        variant=variant,
        within=(("lost", "start"),) if variant == "opening" else (),
        derive=_lost,
        bands=CHURN_BANDS,
    )


PLUS_NEW = _churn(
    "opening_plus_new",
    "lost / (customers at the start + new)",
    Share(take("lost"), lambda counts: counts["start"] + counts["new"]),
    NEW,
)
AVERAGE = _churn(
    "average",
    "lost / mean of the customers at the start and at the end",
    Quotient(take("lost"), lambda counts: (counts["start"] + counts["end"]) / 2),
    END,
)
CHURN_RATE = replace(
    _churn(
        "opening", "customers of the opening cohort lost / customers at the start", Share(take("lost"), take("start"))
    ),
    variants={"opening_plus_new": PLUS_NEW, "average": AVERAGE},
)

RETENTION_RATE = Calculator(
    name="retention_rate",
    counts=(START, NEW, END),
    formula="(customers at the end - new) / customers at the start",
    unit="share",
    better="higher",
    way=Share(lambda counts: counts["end"] - counts["new"], take("start")),
    derive=_kept,
)

GROSS = Calculator(
    name="revenue_churn",
    counts=(
        amount("opening", 10_000),
        amount("lost", 400),
        optional("contracted", 100, "amount"),
        optional("expanded", 300, "amount"),
    ),
    formula="(lost + contracted) / opening recurring revenue",
    unit="share",
    better="lower",
    way=Formula(lambda counts: over(counts["lost"] + counts["contracted"], counts["opening"])),
    variant="gross",
    derive=_revenue,
)
NET = replace(
    GROSS,
    formula="(lost + contracted - expanded) / opening recurring revenue",
    way=Formula(lambda counts: over(counts["lost"] + counts["contracted"] - counts["expanded"], counts["opening"])),
    variant="net",
)

LOYALTY: tuple[Calculator, ...] = (
    CHURN_RATE,
    RETENTION_RATE,
    share("repeat_purchase_rate", Given("repeat_customers", 30), Given("customers", 100)),
    mean("purchase_frequency", Given("orders", 140), Given("customers", 100), unit="ratio"),
    share("loyalty_participation", Given("participating_members", 40), Given("customers", 100)),
    replace(GROSS, variants={"net": NET}),
)
