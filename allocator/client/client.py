"""The client: one server, one token."""

import io
import json
import time
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx2

from allocator.client.answers import Refused, Report, Run

CSV, JSON, ZIP = "text/csv", "application/json", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {".csv": CSV, ".json": JSON, ".xlsx": XLSX, ".zip": ZIP}
AGAIN = frozenset({429, 502, 503, 504})
"""Statuses that pass: the same request is sent again, with the same key, so that nothing is done twice."""
Rows = Literal["units", "households", "support-pools"]


class Unreachable(Exception):
    """The server does not answer, or is no server of the allocator."""


class Client:
    """Speaks to a server; safe to try again, because every request that changes something has a key of its own.

    Args:
        address: where the server is, such as ``https://allocator.example.org``.
        token: of ``allocator token add``.
        lang: language of what it says: nl or en.
        tries: how often a request is sent before giving up.
        timeout: seconds for one answer.
        transport: how requests go out, for tests and special networks.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        lang: str = "nl",
        tries: int = 5,
        timeout: float = 60.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._tries = tries
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": lang}
        base = address.rstrip("/").removesuffix("/v1")
        self._http = httpx2.Client(base_url=f"{base}/v1", headers=headers, timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def submit(self, rows: Rows, file: Path, *, complete: bool = False, dry_run: bool = False) -> Report:
        """Send homes, households or pools of support: CSV, XLSX or JSON.

        Args:
            rows: what the file has.
            file: the file.
            complete: this is all there is; what earlier files named and this one does not goes off the list.
            dry_run: only say what would change.

        Raises:
            Refused: with every problem by line; nothing was kept then.
            Unreachable: when the server does not answer.
            OSError: when the file cannot be read.
            ValueError: when the file is of a kind that is not read.
        """
        kind, query = _kind(file, CSV, JSON, XLSX), {"complete": _said(complete), "dryRun": _said(dry_run)}
        return self._report(f"/{rows}/_import", file.read_bytes(), kind, query)

    def import_case(self, case: Path, *, dry_run: bool = False) -> Report:
        """Send a whole case: its folder, a ZIP of it, or one workbook.

        Raises:
            Refused: with every problem by file and line; nothing was kept then.
            Unreachable: when the server does not answer.
            OSError: when it cannot be read.
        """
        data, kind = (_packed(case), ZIP) if case.is_dir() else (case.read_bytes(), _kind(case, ZIP, XLSX))
        return self._report("/imports", data, kind, {"dryRun": _said(dry_run)})

    def export_case(self, folder: Path, round_id: str | None = None) -> list[Path]:
        """Fetch everything that is needed for a match, as the files of a case.

        Args:
            folder: where they go; it is made when it is not there.
            round_id: a round as it was frozen; None: as it stands now.

        Raises:
            Refused: when it may not be, or there is no such round.
            Unreachable: when the server does not answer.
            OSError: when a file cannot be written.
        """
        answer = self._send("GET", f"/exports/{round_id or 'now'}")
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            for name in packed.namelist():
                path = folder / Path(name).name
                path.write_bytes(packed.read(name))
                written.append(path)
        return written

    def start_run(self, round_id: str, time_limit: float | None = None) -> Run:
        """Ask for a run of a round; a worker of the server takes it.

        Raises:
            Refused: when it cannot be.
            Unreachable: when the server does not answer.
        """
        said = {} if time_limit is None else {"timeLimit": time_limit}
        headers = {"Content-Type": JSON}
        answer = self._send("POST", f"/rounds/{round_id}/runs", content=json.dumps(said).encode(), headers=headers)
        return Run.model_validate(answer.json())

    def show_run(self, number: int) -> Run:
        """How a run stands.

        Raises:
            Refused: when there is none.
            Unreachable: when the server does not answer.
        """
        return Run.model_validate(self._send("GET", f"/runs/{number}").json())

    def contradiction(self, number: int) -> tuple[str, ...]:
        """The statements that cannot all be, of a run that failed with the code ``contradiction``.

        Raises:
            Refused: when it did not.
        """
        return tuple(self._send("GET", f"/runs/{number}/contradiction").json()["statements"])

    def follow(self, number: int) -> Iterator[Run]:
        """A run whenever it changes, until it is over; a connection that breaks is taken up again.

        Raises:
            Refused: when there is none.
            Unreachable: when the server does not answer any more.
        """
        last, faults = self.show_run(number), 0
        yield last
        while not last.is_over:
            try:
                for now in self._events(number):
                    faults = 0
                    if now != last:
                        last = now
                        yield last
            except httpx2.TransportError as error:
                faults += 1
                if faults >= self._tries:
                    raise Unreachable(f"{self._http.base_url}: {error}") from error
                time.sleep(_pause(faults))

    # ------------------------------------------------------------ one request

    def _events(self, number: int) -> Iterator[Run]:
        with self._http.stream("GET", f"/runs/{number}/events", timeout=httpx2.Timeout(60, read=120)) as stream:
            if stream.status_code != httpx2.codes.OK:
                stream.read()
                raise _refused(stream)
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield Run.model_validate_json(line.removeprefix("data:"))

    def _report(self, path: str, data: bytes, kind: str, query: Mapping[str, str]) -> Report:
        answer = self._send("POST", path, content=data, headers={"Content-Type": kind}, params=query)
        return Report.model_validate(answer.json())

    def _send(self, method: str, path: str, **said: Any) -> httpx2.Response:
        """Send until it is answered; a request that changes something has one key, however often it is sent."""
        headers = dict(said.pop("headers", {}))
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        fault = ""
        for again in range(self._tries):
            if again:
                time.sleep(_pause(again))
            try:
                answer = self._http.request(method, path, headers=headers, **said)
            except httpx2.TransportError as error:
                fault = str(error) or type(error).__name__
                continue
            if answer.status_code in AGAIN and again + 1 < self._tries:
                time.sleep(min(60.0, float(answer.headers.get("Retry-After", 0))))
                continue
            if answer.is_success:
                return answer
            raise _refused(answer)
        raise Unreachable(f"{self._http.base_url}: {fault}")


def _refused(answer: httpx2.Response) -> Refused | Unreachable:
    try:
        return Refused.of(answer.status_code, answer.json())
    except (ValueError, AttributeError):
        return Unreachable(f"{answer.url}: {answer.status_code}")


def _pause(again: int) -> float:
    """Seconds to wait, ever longer."""
    return float(min(10.0, 0.2 * 2**again))


def _said(value: bool) -> str:
    return "true" if value else "false"


def _kind(file: Path, *known: str) -> str:
    kind = KINDS.get(file.suffix.lower())
    if kind not in known:
        endings = ", ".join(ending for ending, one in KINDS.items() if one in known)
        raise ValueError(f"{file}: {endings}")
    return str(kind)


def _packed(folder: Path) -> bytes:
    """The files of a folder as a ZIP, in order of name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                packed.write(path, path.name)
    return data.getvalue()
