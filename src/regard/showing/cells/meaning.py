"""What the one value of a curve means, in words."""

from regard.showing.cells.journeys import is_back
from regard.showing.cells.shapes import shape_of, whole_cells
from regard.showing.words import JSON


def meaning_text(reply: JSON) -> str:
    """Return what the value of a curve says, such as `came back in week 1`; nothing for other replies."""
    shape, every = shape_of(reply), reply["period"].get("every") or "bucket"
    if shape == "retention":
        later = " or later" if reply["definition"].get("arguments", {}).get("rule") == "unbounded" else ""
        return f"came back in {every} 1{later}, average of the cohorts"
    if shape == "lifecycle":
        return "people active in the period"
    if shape == "active_days":
        return f"active {every if reply['period'].get('every') else 'day'}s of a person on average"
    if shape == "funnel":
        steps = len({cell["step"] for cell in whole_cells(reply) or reply["cells"]})
        first = "one of them" if reply["definition"].get("arguments", {}).get("order") == "any" else "the first"
        return f"did all {steps} steps, of those who did {first}"
    if shape == "journeys":
        return "came from another stop" if is_back(reply) else "went on to another stop"
    return ""
