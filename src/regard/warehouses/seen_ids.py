"""Which ids have been seen, as far as two bytes per id can tell: sure of those that have not, unsure of the others."""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_BITS_PER_ID = 16
_PROBES = (np.uint64(0), np.uint64(32))
_FIRST_CAPACITY = 1 << 20


class SeenIds:
    """A Bloom filter that grows: it never says of an id that has been seen that it has not.

    About one in a hundred others is said to have been seen; those must be looked up. Two bytes per id.
    """

    def __init__(self, expected: int = 0) -> None:
        """Begin with none, with room for those expected."""
        self._layers: list[npt.NDArray[np.uint8]] = []
        self._room = 0
        self._grow(max(expected, _FIRST_CAPACITY))

    def note(self, hashes: Hashes) -> None:
        """Note ids by their hashes of 64 bits."""
        if len(hashes) > self._room:
            self._grow(max(len(hashes), 2 * len(self._layers[-1]) * 8 // _BITS_PER_ID))
        self._room -= len(hashes)
        layer = self._layers[-1]
        for place, bit in _spots(layer, hashes):
            np.bitwise_or.at(layer, place, bit)

    def maybe(self, hashes: Hashes) -> Mask:
        """Return which ids may have been seen."""
        found = np.zeros(len(hashes), np.bool_)
        for layer in self._layers:
            hits = np.ones(len(hashes), np.bool_)
            for place, bit in _spots(layer, hashes):
                hits &= (layer[place] & bit) != 0
            found |= hits
        return found

    def _grow(self, ids: int) -> None:
        """Make room for more ids; those noted before stay where they are."""
        size = 1 << max(ids * _BITS_PER_ID - 1, 8).bit_length()
        self._layers.append(np.zeros(size // 8, np.uint8))
        self._room = size // _BITS_PER_ID


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


def _spots(layer: npt.NDArray[np.uint8], hashes: Hashes) -> list[tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8]]]:
    """Return the bytes and the bits in them that stand for each id."""
    bits = np.uint64(len(layer) * 8 - 1)
    found = []
    for shift in _PROBES:
        spot = ((hashes >> shift) ^ (hashes << shift)) & bits if shift else hashes & bits
        found.append((spot >> np.uint64(3), np.left_shift(1, (spot & np.uint64(7)).astype(np.uint8), dtype=np.uint8)))
    return found
