"""What tries a release, where there is something to hold without an index."""

from pathlib import Path

import pytest

from tools.release import by_pip


def test_a_release_is_tried_with_the_index_and_the_certificate_that_pip_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://pypi.example/simple\ncert = /theirs.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_CERT", "/ours.pem")  # pip, too, goes by the environment first
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    assert by_pip() == {
        "PIP_CERT": "/ours.pem",
        "SSL_CERT_FILE": "/ours.pem",
        "PIP_INDEX_URL": "https://pypi.example/simple",
        "UV_DEFAULT_INDEX": "https://pypi.example/simple",
    }
