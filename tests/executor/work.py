"""Tasks for the tests, where another process can find them by name."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def square(number: int) -> tuple[int, int]:
    """The square, and which process worked it out."""
    time.sleep(0.05)
    return number * number, os.getpid()


def refuse(number: int) -> int:
    """Three is too much."""
    if number == 3:
        raise Unpicklable(number, "three")
    return number


class Unpicklable(Exception):
    """Cannot be made again from its words alone."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__(f"{number} is {word}")


def die_once(task: tuple[int, str]) -> int:
    """Takes its process down the first time, as a machine that fails does."""
    number, folder = task
    mark = Path(folder) / str(number)
    if number % 4 == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def always_die(_: int) -> None:
    """Takes its process down every time."""
    os.kill(os.getpid(), signal.SIGKILL)


def long(task: tuple[int, str]) -> None:
    """Says who it is, and is not done before anybody loses patience."""
    number, folder = task
    (Path(folder) / str(number)).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(300)


def squares(times: int) -> Callable[[int], tuple[int, int]]:
    """Makes what gives so many times a square, and which process worked it out."""
    return lambda number: (times * square(number)[0], os.getpid())


def squares_or_die(parent: int) -> Callable[[int], tuple[int, int]]:
    """Squares, but a process that is not the parent ends at its second one."""
    done: list[int] = []

    def work(number: int) -> tuple[int, int]:
        done.append(number)
        if os.getpid() != parent and len(done) > 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return square(number)

    return work


def only_in(parent: int) -> Callable[[int], int]:
    """Makes nothing in another process than the parent."""
    if os.getpid() != parent:
        raise RuntimeError("not here")
    return lambda number: number


def refusing(by: int) -> Callable[[int], int]:
    """Three is too much, counted from the other end for ``by`` 3."""

    def work(number: int) -> int:
        time.sleep(0.2)
        return refuse(3 - number if by else number)

    return work


class Remembers:
    """What tasks are about; it remembers more and more, and takes its time to be sent."""

    def __init__(self) -> None:
        self.known = {number: Slow(number) for number in range(20)}


class Slow:
    """Takes a while to be sent."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[type["Slow"], tuple[int]]:
        time.sleep(0.01)
        return Slow, (self.number,)


def remembering(about: Remembers) -> Callable[[int], int]:
    """Remembers something new with each task."""

    def work(number: int) -> int:
        about.known[1_000 + number] = Slow(number)
        time.sleep(0.01)
        return number

    return work
