"""`python -m deploy.nats` makes the streams and consumers at NATS_URL as the deploy user."""

import asyncio
import os
import sys

from deploy.nats.provision import DEPLOY, BrokerRefused, provision


def main() -> int:
    """Provision; NATS_PASSWORD_DEPLOY is the deploy user's, NATS_REPLICAS 1 or 3."""
    password = os.environ["NATS_PASSWORD_DEPLOY"]
    replicas = int(os.environ.get("NATS_REPLICAS", "1"))
    try:
        asyncio.run(
            provision(os.environ["NATS_URL"], user=DEPLOY, password=password, replicas=replicas)
        )
    except BrokerRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
