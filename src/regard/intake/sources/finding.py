"""Which source a name means."""

from collections.abc import Mapping
from typing import Any

from regard.errors import RegardError, unknown
from regard.intake.options import Options
from regard.intake.sources.source import AnyFile, Source
from regard.intake.sources.surveymonkey import SurveyMonkey

READY: Mapping[str, Source] = {"csv": AnyFile(), "surveymonkey": SurveyMonkey()}
"""Sources that are read, by name."""

TO_COME = (
    "ga4", "yandex_metrica", "zendesk", "chatwoot", "google_forms", "shopify", "stripe", "sprout", "meta", "x",
    "linkedin", "metricool", "hootsuite", "buffer",
)  # fmt: skip
"""Sources that have their name already, and no reader yet."""


def find_source(options: Options, declared: Mapping[str, Mapping[str, Any]]) -> Source:
    """Return the source that is told; files of no source are known by their header.

    Raises `RegardError` with code `unknown_source`.
    """
    name = options.source
    if name is None or name in declared:
        return AnyFile()
    if name in TO_COME:
        raise RegardError(
            "unknown_source",
            f'The source "{name}" is not read yet: it comes with a later version.',
            'Until then pass source="csv" with record="..." and columns={"their name": "our field"}.',
        )
    if name not in READY:
        raise unknown("source", name, [*READY, *TO_COME, *declared])
    return READY[name]
