"""The calculator as people call it: any simple metric from typed-in counts, as a reply."""

from regard.asking.calculate import calculate
from regard.asking.reply import Reply
from regard.metrics.calculators import CALCULATORS
from regard.metrics.catalogue import METRICS


def calc(metric: str, /, *, variant: str | None = None, level: float = 0.95, **counts: float) -> Reply:
    """Return a metric computed by hand, such as `calc("nps", promoters=30, passives=50, detractors=20)`.

    Counts are numbers; shares in the answer are 0..1. Raises `RegardError` with code `unknown_metric`,
    `unknown_argument`, `missing_argument`, `bad_value` or `unit_error`.
    """
    known = METRICS.get(metric)
    found = calculate(metric, counts, variant, level, bands=known.bands if known else None)
    return Reply(
        metric=metric,
        variant=found.variant,
        value=found.value,
        unit=found.unit,
        n=found.n,
        parts=dict(found.parts),
        interval=found.interval.to_dict() if found.interval else None,
        band=dict(found.band) if found.band else None,
        warnings=[dict(warning) for warning in found.warnings],
        definition={
            "asks": known.asks if known else "",
            "reads": known.reads if known else "",
            "formula": found.formula,
            "arguments": dict(counts),
            "method": "calculator",
            "better": CALCULATORS[metric].better,
        },
    )
