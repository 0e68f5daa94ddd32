import pytest

from regard.metrics.catalogue import FAMILIES, METRICS
from tests.serving.command import Command


def test_every_metric_is_listed_under_its_family(regard_command: Command) -> None:
    """Each has a line with its question."""
    out = regard_command("metrics").out
    for family, members in FAMILIES.items():
        assert f"\n{family.capitalize()}\n" in f"\n{out}"
        for metric in members:
            assert f"  {metric.name} " in out
    assert len({line.index("What ") for line in out.splitlines() if "  What " in line}) == 1


@pytest.mark.parametrize("name", sorted(METRICS))
def test_a_metric_is_explained(regard_command: Command, name: str) -> None:
    """Question, formula, direction, bands with their source, variants, and how to ask."""
    metric = METRICS[name]
    out = " ".join(regard_command("metrics", name).out.split())
    for words in (metric.asks, metric.reads, f"Better {metric.better}", f"Ask: regard ask {name}"):
        assert " ".join(words.split()) in out
    if metric.bands:
        assert metric.bands.source in out
    assert all(f"--variant {variant}" in out for variant in metric.variants)
    assert all(f"{needed} (needed)" in out for needed in metric.needs)


def test_the_list_as_json(regard_command: Command) -> None:
    """Machines get the same records by family."""
    document = regard_command("metrics", "--json").document
    assert {family: [each["name"] for each in members] for family, members in document.items()} == {
        family: [metric.name for metric in members] for family, members in FAMILIES.items()
    }
    bounce = regard_command("metrics", "bounce_rate", "--json").document
    assert bounce in document["attention"]
    assert bounce["bands"]["good"] == "< 0.40"
    assert "single_page" in bounce["variants"]
