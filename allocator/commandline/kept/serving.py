"""``serve``: the API on an address, until it is stopped."""

from allocator.api.conventions import BASE
from allocator.api.serving import LOOPBACK, serve
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import office
from allocator.commandline.screen import Screen
from allocator.locale import N_


def serve_api(screen: Screen, host: str, port: int, *, behind_proxy: bool) -> Exit:
    """Serve until stopped.

    Raises:
        WrongUse: when others could listen along.
    """
    if host not in LOOPBACK and not behind_proxy:
        words = N_("On {host} tokens would go over the line unencrypted: put a proxy with TLS before it, and say so.")
        raise WrongUse(screen.tongue(words, host=host))
    with office() as found:
        address = f"http://{host}:{port}{BASE}"
        if screen.as_json:
            saying.show(screen, {"address": address})
        else:
            saying.done(screen, N_("The API listens at {address}; stop it with Ctrl-C."), address=address)
            saying.hint(screen, N_("What it can do stands at {address}/openapi.json."), address=address)
            saying.hint(screen, N_("Runs wait for a worker: `allocator worker` in another window."))
        serve(found, host, port, behind_proxy=behind_proxy)
    return Exit.DONE
