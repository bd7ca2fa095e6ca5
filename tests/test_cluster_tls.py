"""A cluster reached over TLS: only one whose certificate can be trusted."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import ClusterUnavailable
from retrieval.index import Owner, open_cluster

WAIT = 30.0


@pytest.fixture
def authority(cluster_server: Any, tmp_path: Path) -> Path:
    """An authority of our own, by whose certificate the server is known from now on."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=tmp_path, check=True, capture_output=True)

    new = ("-newkey", "rsa:2048", "-nodes")
    openssl("req", "-x509", *new, "-days", "2", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority")
    openssl("req", *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (tmp_path / "names").write_text("subjectAltName=DNS:localhost", encoding="ascii")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
    openssl("x509", "-req", "-in", "server.csr", *signing, "-out", "server.pem")
    cluster_server.encrypt(tmp_path / "ca.pem", tmp_path / "server.pem", tmp_path / "server.key")
    return tmp_path / "ca.pem"


def test_only_a_certificate_that_can_be_trusted_will_do(cluster_url: str, authority: Path) -> None:
    """The right authority and the right name: encrypted; any other authority or name: refused, with the reason."""
    url = cluster_url.replace("127.0.0.1", "localhost") + "&tls=on&timeout=5"
    deadline = time.monotonic() + WAIT
    while (problem := problem_of(f"{url}&ca={authority}")) and time.monotonic() < deadline:
        time.sleep(0.5)  # until the server has read its certificate

    assert problem is None
    assert "CERTIFICATE_VERIFY_FAILED" in str(problem_of(url))
    assert "not valid for '127.0.0.1'" in str(problem_of(f"{cluster_url}&tls=on&timeout=5&ca={authority}"))


def problem_of(url: str) -> str | None:
    """Why the cluster cannot be asked; None where it can."""
    cluster = open_cluster(url, Owner(1, 1))
    try:
        assert cluster.generation == 0
    except ClusterUnavailable as exc:
        return exc.reason
    finally:
        cluster.close()
    return None
