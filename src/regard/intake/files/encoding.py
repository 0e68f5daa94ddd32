"""Which letters the bytes of a text file stand for."""

import codecs
import re
from collections.abc import Iterable, Iterator

from regard.errors import RegardError

SAMPLE_BYTES = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_LETTERS = ["cp1251", "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr"]
_LOOKED_AT = 64 * 1024
_INSIDE_WORDS = re.compile(rb"(?<=[A-Za-z])[\xa3\xa5\xaf\xb3\xb9\xbf\x8f\x9f](?=[A-Za-z\x80-\xff])")
"""Letters of Polish in cp1250, which in cp1252 are signs that stand in no word."""

_CZECH = re.compile(rb"[A-Za-z][\x9a\x9e]|[\x8a\x8e][a-z]")
_A_WORD = 8
"""Fewer letters beyond ASCII than this tell no script."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})


def detect_encoding(sample: bytes) -> str:
    """Return the name of the encoding of a text, judged by its first bytes: UTF-8 where it can be."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if _is_utf8(sample):
        return "utf-8"
    if _looks_like_utf16(sample):
        return "utf-16-le"
    strange = b"\n".join(line for line in sample.split(b"\n") if not line.isascii())[:_LOOKED_AT]
    return _of_other_letters(strange) if _is_mostly_high(strange) else _of_latin_letters(strange)


def known_encoding(name: str) -> str:
    """Return the usual name of an encoding. Raises `RegardError` with code `unknown_encoding`."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise RegardError(
            "unknown_encoding", f'There is no encoding "{name}".', 'Try "utf-8", "cp1252" or "utf-16".'
        ) from None


def as_utf8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Return blocks of text in UTF-8, without a byte order mark.

    Bytes that the encoding has no letter for are kept as they are, which is not UTF-8, and found line by line later.
    """
    if encoding in _UTF8:
        first = True
        for block in blocks:
            yield block.removeprefix(codecs.BOM_UTF8) if first else block
            first = False
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
    for block in blocks:
        yield decoder.decode(block).encode("utf-8", errors="surrogateescape")
    yield decoder.decode(b"", final=True).encode("utf-8", errors="surrogateescape")


def _is_mostly_high(text: bytes) -> bool:
    """Return whether most letters beyond ASCII stand next to each other, as in scripts other than Latin."""
    runs = _HIGH.findall(text)
    together = sum(len(run) for run in runs if len(run) > 1)
    return together > max(_A_WORD, sum(1 for run in runs if len(run) == 1))


def _of_other_letters(text: bytes) -> str:
    """Return the likeliest encoding of a text in another script than Latin."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(text, cp_isolation=_OTHER_LETTERS).best()
    return best.encoding if best else "cp1252"


def _of_latin_letters(text: bytes) -> str:
    """Return the encoding of a text in Latin script: that of Central Europe when letters show it, else of the West."""
    central = len(_INSIDE_WORDS.findall(text)) + len(_CZECH.findall(text)) // 2
    return "cp1250" if central else "cp1252"


def _is_utf8(sample: bytes) -> bool:
    """Return whether bytes are UTF-8; a letter cut at the end does not count, nor do a few wrong bytes among many."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _is_mostly_utf8(sample)
    return True


def _is_mostly_utf8(sample: bytes) -> bool:
    """Return whether of the lines with letters beyond ASCII far more are UTF-8 than not."""
    strange = [line for line in sample.split(b"\n") if not line.isascii()]
    wrong = sum(1 for line in strange if not _decodes(line))
    return wrong * 10 < len(strange)


def _decodes(line: bytes) -> bool:
    """Return whether a line is UTF-8."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_utf16(sample: bytes) -> bool:
    """Return whether every other byte is zero, as in UTF-16 without a byte order mark."""
    second = sample[1:200:2]
    return second.count(0) * 10 > len(second) * 9
