"""A real OpenSearch cluster of two nodes on loopback, for the tests: nodes can be killed and started again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from zipfile import ZipFile

DELIVERED = Path(sys.prefix) / "opensearch"
NODES = ("one", "two")
OWNER = "nobody"  # the server refuses to run as root
PATIENCE = 180  # seconds for a node to answer
HEAP = "512m"
JAVA = (
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+UseSerialGC",
    "-Djava.security.manager=allow",
    "-Djava.locale.providers=SPI,COMPAT",
    "-Dio.netty.noUnsafe=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dopensearch.distribution.type=zip",
    "-Dopensearch.bundled_jdk=false",
)


class Cluster:
    """Two nodes that hold a copy of every index each; `place` is a folder of their own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ports = {name: (_free_port(), _free_port()) for name in NODES}  # of HTTP, and among themselves
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Unpack the server, start both nodes and wait until they have found each other."""
        assert (DELIVERED / "pom.xml").is_file(), "the server is missing: make test-cluster brings it"
        archive = next(DELIVERED.glob("opensearch-*.zip"))
        with ZipFile(archive) as packed:
            packed.extractall(self.place)
        self._server = self.place / archive.stem
        for name in NODES:
            self._write_config(name)
        self._give_away()
        for name in NODES:
            self.start_node(name)
        self.wait(2)

    def urls(self) -> tuple[str, ...]:
        """Return the addresses of both nodes."""
        return tuple(f"http://127.0.0.1:{http}" for http, _ in self._ports.values())

    def start_node(self, name: str) -> None:
        """Start a node; it has whatever it had."""
        order = ["java", *JAVA, f"-Djava.io.tmpdir={self._of(name) / 'tmp'}"]
        order += [f"-Dopensearch.path.home={self._server}", f"-Dopensearch.path.conf={self._of(name) / 'config'}"]
        order += ["-cp", f"{self._server / 'lib'}/*", "org.opensearch.bootstrap.OpenSearch"]
        with (self._of(name) / "output").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                _as_owner(order), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self._of(name)
            )

    def kill(self, name: str) -> None:
        """End a node without a warning."""
        self._processes[name].send_signal(signal.SIGKILL)
        self._processes.pop(name).wait()

    def manager(self) -> str:
        """Return the name of the node that manages the cluster."""
        return self.ask(NODES[0], "/_cluster/state/cluster_manager_node,nodes")["nodes"][
            self.ask(NODES[0], "/_cluster/state/cluster_manager_node")["cluster_manager_node"]
        ]["name"]

    def wait(self, nodes: int) -> None:
        """Wait until so many nodes are together and every copy of every index stands."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                health = self.ask(next(iter(self._processes)), "/_cluster/health")
                if health["number_of_nodes"] == nodes and health["status"] == "green":
                    return
            except OSError as away:
                health = {"away": str(away)}
            for name, process in self._processes.items():
                assert process.poll() is None, (self._of(name) / "output").read_text("utf-8", "replace")[-4000:]
            assert time.monotonic() < until, health
            time.sleep(0.2)

    def ask(self, name: str, path: str) -> dict:
        """Return what a node answers to a question about the cluster."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._ports[name][0]}{path}", timeout=10) as answer:
            return json.load(answer)

    def forget(self, alias: str) -> None:
        """Delete the indexes of an alias."""
        http = next(port for name, (port, _) in self._ports.items() if name in self._processes)
        request = urllib.request.Request(f"http://127.0.0.1:{http}/{alias}-*", method="DELETE")
        with urllib.request.urlopen(request, timeout=60):
            pass

    def stop(self) -> None:
        """End both, and leave nothing."""
        for name in tuple(self._processes):
            self.kill(name)
        shutil.rmtree(self.place)

    def _of(self, name: str) -> Path:
        return self.place / name

    def _write_config(self, name: str) -> None:
        for folder in ("config", "data", "logs", "tmp"):
            (self._of(name) / folder).mkdir(parents=True)
        shutil.copy(self._server / "config" / "log4j2.properties", self._of(name) / "config")
        http, transport = self._ports[name]
        seeds = [f"127.0.0.1:{port}" for _, port in self._ports.values()]
        settings = {
            "cluster.name": f"archives-{os.getpid()}",
            "node.name": name,
            "path.data": str(self._of(name) / "data"),
            "path.logs": str(self._of(name) / "logs"),
            "network.host": "127.0.0.1",
            "http.port": http,
            "transport.port": transport,
            "discovery.seed_hosts": seeds,
            "cluster.initial_cluster_manager_nodes": list(NODES),
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        lines = (f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
        (self._of(name) / "config" / "opensearch.yml").write_text("".join(lines), "utf-8")

    def _give_away(self) -> None:
        if os.geteuid() == 0:
            for path in (self.place, *self.place.rglob("*")):
                shutil.chown(path, OWNER)


def _as_owner(order: list[str]) -> list[str]:
    """Run as a user who is not root, and end it when we end."""
    identity = [f"--reuid={OWNER}", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *identity, "--pdeathsig=KILL", *order]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
