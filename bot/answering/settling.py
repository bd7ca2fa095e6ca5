"""The collector of garbage, kept from going through what stays anyway, and from coming with every answer."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from functools import cache

# Objects more than were let go of, until the collector looks at the new ones, and how often so, until it looks at older
# ones too. By default (700, 10, 10) each answer sets it off, for a tenth of the slow ones' time; nearly all that an
# answer needs is let go of without it.
THRESHOLDS = (10_000, 20, 20)


@cache
def settle() -> None:
    """Take all that is loaded by now, dictionaries and models, for lasting; once in a process.

    A full collection goes through everything that does not last, and the whole process waits for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def give_back() -> None:
    """Let the system have the memory that lies free between what is in use.

    glibc keeps it for itself (malloc_trim(3)): hours of answers, each remembered for a while, would leave ever more.
    """
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
