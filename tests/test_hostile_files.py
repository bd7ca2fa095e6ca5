"""Every broken or hostile file ends in a clear refusal or a right reading, and costs the bot nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from made import made, script

from store.errors import DocumentRefused
from store.intake.readers import Limits, read_document

LIMITS = Limits(seconds=6)  # the worst ones would use all the time they are given
MEBIBYTES = 50


def resident() -> float:
    """The memory of this process, in MiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found.group(1)) / 1024


def failure(case: Any, folder: Path) -> str | None:
    """What is wrong about what became of *case*; None if it is right."""
    try:
        documents = read_document(folder / case.name, limits=LIMITS)
    except DocumentRefused as refused:
        chinese = re.search("[\u4e00-\u9fff]", refused.reason) and "\n" not in refused.reason
        right = case.read is None and case.reason in refused.reason and chinese and len(refused.reason) < 300
        return None if right else f"{case.name} is refused: {refused.reason}"
    texts = [line.text for document in documents for line in document.lines]
    texts += [text for document in documents for article in document.ready for text in (article.title, article.text)]
    warnings = " ".join(warning for document in documents for warning in document.warnings)
    right = case.read is not None and any(case.read in text for text in texts) and case.reason in warnings
    return None if right else f"{case.name} is read: {texts[:3]} {warnings}"


def test_every_hostile_file_ends_well(tmp_path: Path) -> None:
    """More than sixty files; the memory of the process that reads them stays as it is."""
    files = list(made.main(tmp_path))
    before = resident()
    with ThreadPoolExecutor(2) as pool:
        failures = [found for found in pool.map(lambda case: failure(case, tmp_path), made.CASES) if found]

    assert failures == []
    assert len(files) == len(set(files)) >= 60
    assert resident() - before < MEBIBYTES


def test_the_files_are_the_same_every_time() -> None:
    """A failure that one machine finds, another finds too."""
    again = script("make_hostile_files").CASES

    for case, same in zip(made.CASES, again, strict=True):
        if case.name.startswith(("random", "garbage", "good", "nested")):
            assert case.make() == same.make()
