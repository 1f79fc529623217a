"""Progress tells time, aim and gap on a terminal, and nothing elsewhere."""

import io
import os
import time

import pytest
from rich.console import Console

from allocator.commandline import door
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen, terminal
from allocator.reports.words import Tongue
from tests.commandline.cases import small


def shown(lang: str, *, on_terminal: bool, width: int = 100) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=on_terminal, width=width, _environ={"TERM": "xterm"})
    with meter(Screen(Tongue(lang), terminal()), console) as found:
        found.phase("Reading")
        told = found.of(small())
        for call in (
            ("urgency urgent", 0.1, None),
            ("balance all.count", 0.2, 17.0),
            ("balance all.even", 0.25, 4e6),
            ("lottery", 0.3, None),
        ):
            told(*call)
            time.sleep(0.15)
        told("writing", 0.4, None)
    return stream.getvalue()


def test_silent_when_nobody_looks() -> None:
    assert shown("en", on_terminal=False).strip() == ""


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Aim 1 of", "gap 17", "gap at most 0.")), ("nl", ("Doel 1 van", "grens 17", "grens hoogstens 0,"))],
)
def test_aim_gap_and_time_on_a_terminal(lang: str, words: tuple[str, ...]) -> None:
    said = shown(lang, on_terminal=True, width=160)
    assert "0:00:00" in said
    for part in words:
        assert part in said


def test_every_aim_the_solver_names_is_known() -> None:
    from allocator.solver.optimum import solve

    names: list[str] = []
    solve(small(), progress=lambda *told: names.append(told[0]))
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=160, _environ={"TERM": "xterm"})
    with meter(Screen(Tongue("en"), terminal()), console) as found:
        told = found.of(small())
        for name in dict.fromkeys(names):
            told(name, 0.0, None)
            task = found._progress.tasks[0]
            assert task.description.startswith("Aim "), name
            assert task.total is not None


def test_work_gives_its_result_or_its_fault() -> None:
    assert stoppable(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        stoppable(lambda: 1 // 0)


def test_ctrl_c_is_heard_while_an_engine_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that waits is interrupted; the engine, which does not listen, is left behind."""
    import _thread
    import threading

    engine = threading.Event()
    threading.Timer(0.2, _thread.interrupt_main).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stoppable(lambda: engine.wait(60))
    assert time.monotonic() - start < 30
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    with pytest.raises(SystemExit):
        door._leave(130)
    assert left == [130]
    engine.set()
