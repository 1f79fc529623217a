"""How a server settles down once it is made."""

import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from tests.actions.offices import House
from tests.api.processes import Process

PROGRAM = """
import gc
from allocator.api.app import create_app
from allocator.api.serving import YOUNG, settle_down
app = create_app()
settle_down()
found = []
gc.callbacks.append(lambda phase, said: found.append(said["generation"]) if phase == "start" else None)
for _ in range(4 * YOUNG):
    some = [[]]
    some[0].append(some)  # garbage that only a search finds
print(gc.get_freeze_count() > 10 * gc.get_count()[0], len(gc.get_objects()) < 2 * YOUNG, set(found) == {0})
"""


def test_what_a_server_is_made_of_is_not_searched_for_garbage_and_what_comes_later_is() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["True", "True", "True"], said


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_who_thinks_for_a_while_is_not_cut_off_in_the_midst_of_a_question(house: House) -> None:
    server = Process(house.url)
    try:
        server.start()
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.connect()
        line = connection.sock
        for pause in (0.0, 6.0):  # what many servers allow between two questions is 5
            time.sleep(pause)
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert (answer.status, answer.read() != b"") == (200, True)
            assert connection.sock is line
        connection.close()
    finally:
        server.kill()
        server.log.close()
