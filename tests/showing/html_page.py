"""Reads what a notebook shows."""

from html.parser import HTMLParser

VOID = {"polyline", "polygon"}


class Page(HTMLParser):
    """Reads a page: which elements it has, whether they are closed in order, and its text."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the last one opened."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what is read, styles left out."""
        if self.open and self.open[-1] != "style":
            self.words.append(data.strip())
