"""A bare NATS server whose one account may do everything; syncing always, or as shipped."""

import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """
jetstream {{ store_dir: "{store}" {sync} }}
accounts {{
  SYS {{
    users: [{{user: sys, password: sys}}]
    exports: [{{service: "$SYS.REQ.SERVER.PING.JSZ", response: stream, accounts: [APP]}}]
  }}
  APP {{
    jetstream: enabled
    users: [{{user: all, password: all}}]
    imports: [{{
      service: {{account: SYS, subject: "$SYS.REQ.SERVER.PING.JSZ"}}, to: "guard.jsz"
    }}]
  }}
}}
system_account: SYS
no_auth_user: all
"""


@contextmanager
def nats_server(folder: Path, *, sync_always: bool) -> Iterator[str]:
    """The URL of a server that runs until the context ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sync = ", sync_interval: always" if sync_always else ""
    config = folder / "nats.conf"
    config.write_text(CONFIGURATION.format(store=folder / "store", sync=sync))
    binary = Path(sysconfig.get_path("scripts")) / "nats-server"
    command = [binary, "-c", config, "-a", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield f"nats://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the NATS server did not start")
