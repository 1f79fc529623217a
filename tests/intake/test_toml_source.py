"""On which line of a TOML file a key stands."""

import pytest

from allocator.intake.toml_source import Path, line_of

TEXT = """name = "a"

[rules.R-105]
on = true
[rules]
"R-101" = false
[[groups]]
code = "a"
[[groups]]
code = "b"  # [not a table]
labels.nl = "x"
[groups.more]
deep = 1
[balance]
dimensions = [
  { name = "all" },
]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("rules", "R-105"), 3),
        (("rules", "R-105", "on"), 4),
        (("rules", "R-105", "absent"), 3),
        (("rules", "R-101"), 6),
        (("groups", 0, "code"), 8),
        (("groups", 1), 9),
        (("groups", 1, "code"), 10),
        (("groups", 1, "labels", "nl"), 11),
        (("groups", 1, "more", "deep"), 13),
        (("balance", "dimensions", 0, "name"), 15),
        (("nowhere", "at", "all"), None),
    ],
)
def test_line(path: Path, line: int | None) -> None:
    assert line_of(TEXT, path) == line
