"""One cluster for all tests of this folder."""

import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

from search_index.opensearch_index import OpenSearchIndex
from tests.cluster.servers import Cluster


@pytest.fixture(scope="session")
def cluster():
    """Two nodes that stand together. Whoever kills one starts it again."""
    place = Path(tempfile.mkdtemp(prefix="archives-opensearch-"))
    place.chmod(0o755)
    servers = Cluster(place)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def make_index(cluster, tmp_path_factory):
    """Give a way to make empty indexes."""

    def make(alias="t-kept"):
        return OpenSearchIndex(tmp_path_factory.mktemp("locks"), cluster.urls(), alias=alias)

    return make


@pytest.fixture
def index(cluster, make_index):
    """An empty index, which is gone afterwards."""
    alias = f"t-{uuid4().hex}"
    yield make_index(alias)
    cluster.forget(alias)
