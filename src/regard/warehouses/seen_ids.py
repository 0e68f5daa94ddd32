"""Which ids have been seen, as far as two bytes per id can tell: sure of those that have not, unsure of the others."""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_IDS_PER_WORD = 4
_FIRST_CAPACITY = 1 << 22
_GROWTH = 4
_BIT_OF_WORD = np.uint64(63)
_BITS_PER_PLACE = np.uint64(6)
_TO_WORD = np.uint64(32)
_PLACES = 4


class SeenIds:
    """A Bloom filter that grows: it never says of an id that has been seen that it has not.

    An id is four bits of one word of 64 bits, so that each is one look at memory; a word has room for four. About one
    in a hundred others is said to have been seen; those must be looked up. Two bytes per id.
    """

    def __init__(self, expected: int = 0) -> None:
        """Begin with none, with room for those expected."""
        self._layers: list[npt.NDArray[np.uint64]] = []
        self._room = 0
        self._grow(max(expected, _FIRST_CAPACITY))

    def note(self, hashes: Hashes) -> None:
        """Note ids by their hashes of 64 bits."""
        if len(hashes) > self._room:
            self._grow(max(len(hashes), _GROWTH * _IDS_PER_WORD * len(self._layers[-1])))
        self._room -= len(hashes)
        layer = self._layers[-1]
        np.bitwise_or.at(layer, _words(layer, hashes), _bits(hashes))

    def maybe(self, hashes: Hashes) -> Mask:
        """Return which ids may have been seen."""
        found = np.zeros(len(hashes), np.bool_)
        bits = _bits(hashes)
        for layer in self._layers:
            found |= (layer[_words(layer, hashes)] & bits) == bits
        return found

    def _grow(self, ids: int) -> None:
        """Make room for more ids; those noted before stay where they are."""
        words = 1 << (ids // _IDS_PER_WORD - 1).bit_length()
        self._layers.append(np.zeros(words, np.uint64))
        self._room = words * _IDS_PER_WORD


def first_of_each(hashes: Hashes) -> Mask:
    """Return which hashes occur for the first time among the given ones."""
    ordered = np.sort(hashes)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    firsts = np.ones(len(hashes), np.bool_)
    if len(repeated):  # few as a rule: sorting places, and not only values, would cost three times as much
        places = np.flatnonzero(np.isin(hashes, repeated))
        _, first_places = np.unique(hashes[places], return_index=True)
        firsts[places] = False
        firsts[places[first_places]] = True
    return firsts


def _words(layer: npt.NDArray[np.uint64], hashes: Hashes) -> npt.NDArray[np.int64]:
    """Return the word that each id has a part in; a layer has at most 2 to the power of 32."""
    return ((hashes >> _TO_WORD) & np.uint64(len(layer) - 1)).astype(np.int64)


def _bits(hashes: Hashes) -> Hashes:
    """Return the bits of its word that stand for each id."""
    bits, rest = np.zeros(len(hashes), np.uint64), hashes
    for _ in range(_PLACES):
        bits |= np.uint64(1) << (rest & _BIT_OF_WORD)
        rest = rest >> _BITS_PER_PLACE
    return bits
