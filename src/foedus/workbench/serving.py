"""Running the workbench on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from foedus.door import NotUnderstood
from foedus.workbench.app import application
from foedus.workbench.desk import Desk
from foedus.workbench.guard import Key

__all__ = ["serve"]

LOOPBACK = "127.0.0.1"


def serve(
    folder: Path | None,
    law: Sequence[Path],
    tell: Callable[[str], None],
    host: str = LOOPBACK,
    port: int = 0,
    names: Sequence[str] = (),
) -> None:
    """Serve until interrupted; `tell` is given the address to open once the port is ours.

    port 0 takes any that is free. `names` are further host names, with port, under which it may be visited. Raises
    `NotUnderstood` where host and port cannot be had.
    """
    import uvicorn

    with _listening(host, port) as listening:
        port = listening.getsockname()[1]
        key = Key.fresh()
        hosts = [f"{h}:{port}" for h in (LOOPBACK, "localhost", "[::1]", f"[{host}]" if ":" in host else host)]
        desk = Desk(folder, tuple(law))
        Thread(target=desk.prepare, daemon=True).start()
        app = application(desk, key, [*dict.fromkeys(hosts), *names])
        shown = next((n for n in names), hosts[-1] if host not in ("", "0.0.0.0", "::") else hosts[0])
        tell(f"http://{shown}/?token={key.token}")
        config = uvicorn.Config(app, log_level="warning", server_header=False, date_header=True, lifespan="off", workers=1)
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket of ours on that host and port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except (OSError, OverflowError) as error:
        made.close()
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise NotUnderstood.of(
            "--port", f"{host}:{port} cannot be had: {said}", "choose another with --port, or 0 for any"
        ) from None
    made.listen(128)
    return made
