"""The collector of garbage, kept from going through what stays anyway."""

from __future__ import annotations

import gc
from functools import cache


@cache
def settle() -> None:
    """Take all that is loaded by now, dictionaries and models, for lasting; once in a process.

    A full collection goes through everything that does not last, and the whole process waits for it.
    """
    gc.collect()
    gc.freeze()
