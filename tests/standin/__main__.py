"""Serves the provider double to one engine: `python -m standin ENGINE_ADDRESS`, started by `pulumi-resource-aws`."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .provider import BANNER, StandIn
from .state import State

_LARGE = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


def main() -> None:
    folder = os.environ.get("STANDIN_STATE")
    if not folder:
        sys.exit(f"{BANNER} It keeps its state in the folder STANDIN_STATE, which is not set.")
    server = grpc.server(ThreadPoolExecutor(max_workers=32), options=_LARGE)
    engine = sys.argv[1] if len(sys.argv) > 1 else ""
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(StandIn(State(Path(folder)), engine), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # by this the engine finds it
    server.wait_for_termination()


if __name__ == "__main__":
    main()
