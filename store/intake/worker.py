"""`python -m store.intake.worker`: reads one untrusted file from standard input under limits, and answers in JSON."""

from __future__ import annotations

import argparse
import resource
import sys

from store.intake.contents import read_content
from store.intake.exchange import refusal_to_json, to_json
from store.intake.formats import BY_ENDING, MAX_BYTES, Kind
from store.intake.reasons import TOO_DEEP, TOO_MUCH_MEMORY, Unreadable


def main() -> None:
    """Read the file; whatever goes wrong ends in an answer, or in the death of this process, which the caller sees."""
    parser = argparse.ArgumentParser(prog="python -m store.intake.worker", description=__doc__)
    parser.add_argument("kind", choices=sorted(set(BY_ENDING.values())))
    parser.add_argument("name")
    parser.add_argument("--memory", type=int, required=True, help="bytes of address space")
    parser.add_argument("--seconds", type=int, required=True, help="seconds of processor time")
    options = parser.parse_args()
    _limit(options.memory, options.seconds)
    sys.stdout.buffer.write(_answer(options.kind, options.name))


def _answer(kind: Kind, name: str) -> bytes:
    try:
        return to_json(read_content(sys.stdin.buffer.read(MAX_BYTES), name, kind))
    except Unreadable as refusal:
        return refusal_to_json(str(refusal))
    except MemoryError:
        return refusal_to_json(TOO_MUCH_MEMORY)
    except RecursionError:
        return refusal_to_json(TOO_DEEP)


def _limit(memory: int, seconds: int) -> None:
    """No more memory and time than is given, no file written, no core left behind."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
