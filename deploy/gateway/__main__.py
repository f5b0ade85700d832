"""`python -m deploy.gateway` prints the gateway's configuration for Caddy."""

import argparse
import json
import sys

from deploy.gateway import caddy, routes


def main(arguments: list[str] | None = None) -> int:
    """Print it; what keeps it from being made is said in one sentence."""
    parser = argparse.ArgumentParser(prog="python -m deploy.gateway")
    parser.add_argument("upstream", nargs="+", metavar="SERVICE=HOST:PORT")
    parser.add_argument("--listen", default=":8080")
    parser.add_argument("--host", action="append", required=True, help="a name it answers to")
    chosen = parser.parse_args(arguments)
    upstreams: dict[str, list[str]] = {}
    for given in chosen.upstream:
        service, _, address = given.partition("=")
        upstreams.setdefault(service, []).append(address)
    try:
        configuration = caddy.configuration(
            listen=chosen.listen,
            hosts=chosen.host,
            paths={service: routes.paths_of(service) for service in upstreams},
            upstreams=upstreams,
        )
    except (routes.NoContract, routes.Ambiguous) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(json.dumps(configuration, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
