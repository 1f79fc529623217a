"""Cases as systems send them."""

import io
import zipfile

from tests.actions.offices import FIXTURES


def zipped(name: str) -> bytes:
    """A fixture case in a ZIP."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in sorted((FIXTURES / name).iterdir()):
            archive.write(path, f"{name}/{path.name}")
    return data.getvalue()
