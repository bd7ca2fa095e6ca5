"""What 报知 is made of: `licences` lists them, `sbom` writes a bill of materials, `audit` asks for known holes.

Everything is read from requirements.lock and from what is installed of it; `audit` alone needs the network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"

# Licences under which a program may be handed on together with ours, by SPDX's names.
FINE = {"MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "PSF-2.0", "ISC", "Zlib", "CC0-1.0"}
# These ask for their own source to stay available when handed on, which it is: they are used as libraries, unchanged.
AS_LIBRARY = {"MPL-2.0", "LGPL-3.0-only", "LGPL-3.0-or-later"}
# What older metadata calls them.
SPELLINGS = {
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
}
# Where metadata is unclear: as the licence file says that the package carries.
BY_HAND = {
    "click-default-group": "BSD-3-Clause",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",  # its own; what PDFium is made of is listed in its BUILD_LICENSES
}


@dataclass(frozen=True, slots=True)
class Part:
    """One locked package."""

    name: str
    version: str
    hashes: tuple[str, ...]  # SHA-256 of each file that the lock lets in
    licence: str | None  # SPDX expression; None where nobody says
    needs: tuple[str, ...]  # names of locked packages

    @property
    def purl(self) -> str:
        """Its name among all packages of the world."""
        return f"pkg:pypi/{self.name}@{self.version}"


def parts(lock: Path = LOCK) -> list[Part]:
    """Everything that *lock* installs on this platform."""
    found = {
        name: (number, tuple(re.findall(r"sha256:([0-9a-f]{64})", rest)))
        for name, number, rest in re.findall(
            r"^([a-z0-9.-]+)==([^\s;\\]+)(.*(?:\n[ \t]+--hash.*)*)", lock.read_text(encoding="utf-8"), re.M
        )
    }
    return [
        Part(name, number, hashes, licence(name), tuple(sorted(_needs(name) & found.keys())))
        for name, (number, hashes) in sorted(found.items())
        if _is_installed(name)
    ]


def licence(name: str) -> str | None:
    """The SPDX expression of an installed package's licence, as far as its metadata or we know."""
    told = metadata(name)
    classifiers = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    texts = [text.strip().partition("\n")[0] for text in told.get_all("License") or ()]
    said: list[str] = [*(told.get_all("License-Expression") or ()), *classifiers, *texts]
    known = FINE | AS_LIBRARY
    for text in said:
        spelt = SPELLINGS.get(text, text)
        if set(re.split(r" (?:AND|OR|WITH) |[()]", spelt)) - {""} <= known:
            return spelt
    return BY_HAND.get(name)


def bill(found: list[Part], *, now: datetime) -> dict[str, Any]:
    """A CycloneDX 1.6 document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = f"pkg:pypi/baozhi@{project['version']}"
    components = [
        {
            "type": "library",
            "bom-ref": part.purl,
            "name": part.name,
            "version": part.version,
            "purl": part.purl,
            "scope": "required",
            "licenses": [{"expression": part.licence}] if part.licence else [],
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"https://pypi.org/project/{part.name}/{part.version}/",
                    "hashes": [{"alg": "SHA-256", "content": content}],
                }
                for content in part.hashes
            ],
        }
        for part in found
    ]
    direct = {_name(one) for one in (*project["dependencies"], *project["optional-dependencies"]["cluster"])}
    dependencies = [
        {"ref": ours, "dependsOn": [part.purl for part in found if part.name in direct]},
        *(
            {"ref": part.purl, "dependsOn": [other.purl for other in found if other.name in part.needs]}
            for part in found
        ),
    ]
    made = json.dumps([components, dependencies], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, made)}",
        "version": 1,
        "metadata": {
            "timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "baozhi",
                "version": project["version"],
                "purl": ours,
                "licenses": [{"expression": "MIT AND OFL-1.1"}],
            },
        },
        "components": components,
        "dependencies": dependencies,
    }


def list_licences(found: list[Part]) -> int:
    """Print them; 1 if one of them is unknown, or none under which we may hand the program on."""
    for part in found:
        names = set(re.split(r" (?:AND|OR|WITH) |[()]", part.licence or "")) - {""}
        note = "UNKNOWN" if not names else "" if names <= FINE else "as a library, unchanged"
        print(f"{part.name:28} {part.version:12} {part.licence or '?':28} {note}".rstrip())
    return 1 if any(part.licence is None for part in found) else 0


def audit(lock: Path = LOCK) -> int:
    """Ask PyPI for known holes in what is locked, with pip-audit in a throw-away environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([str(python), "-m", "pip", "install", "-q", "pip-audit>=2.9"], check=True)
        command = [str(python), "-m", "pip_audit", "-r", str(lock), "--require-hashes", "--disable-pip", "-f", "json"]
        done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True)
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"pip-audit gave no answer: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return 1
    holes = [(row["name"], row["version"], hole["id"]) for row in rows for hole in row.get("vulns", ())]
    skipped = [row["name"] for row in rows if "skip_reason" in row]
    for name, number, hole in holes:
        print(f"{name} {number}: {hole}")
    if skipped:
        print(f"{len(skipped)} of {len(rows)} packages could not be looked up: no data here", file=sys.stderr)
    else:
        print(f"{len(rows)} packages, {len(holes)} known holes")
    return 1 if holes or skipped else 0


def _needs(name: str) -> set[str]:
    """Names of the packages that *name* asks for where no extra is wanted, and of `webhooks`, which we want."""
    return {_name(one) for one in requires(name) or () if "extra ==" not in one or "webhooks" in one}


def _name(requirement: str) -> str:
    """The name in a requirement, spelt as the lock spells names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def _is_installed(name: str) -> bool:
    try:
        metadata(name)
    except PackageNotFoundError:
        return False  # for another platform
    return True


def main() -> int:
    """One of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["licences", "sbom", "audit"])
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "baozhi.cdx.json", help="where the SBOM goes")
    args = parser.parse_args()
    if args.what == "audit":
        return audit()
    if args.what == "licences":
        return list_licences(parts())
    now = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or datetime.now(UTC).timestamp(), UTC)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(bill(parts(), now=now), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
