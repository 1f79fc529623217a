"""The page on which the API is tried by hand, without a browser (with one: tests/browser/test_documentation.py)."""

import pytest

from allocator.api.documentation import FILES
from tests.api.servers import Server, bad

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_its_files_may_be_kept_and_are_asked_anew(server: Server) -> None:
    client = server.client()
    policy = client.get("/v1/docs").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for name in FILES:
        first = client.get(f"/v1/docs/{name}")
        assert first.status_code == 200
        assert first.headers["cache-control"] == "public, no-cache"
        again = client.get(f"/v1/docs/{name}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for name in ("redoc.standalone.js", "..%2Fapp.py", "documentation.html"):
        bad(client.get(f"/v1/docs/{name}"), 404)
    assert not any("docs" in path for path in client.get("/v1/openapi.json").json()["paths"])
