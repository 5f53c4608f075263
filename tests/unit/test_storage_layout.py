"""Places of objects: the examples of the layout's own specification, then the ids used here."""

import pytest

from archives.domain.errors import NotFoundError
from archives.storage.layout import Layout


@pytest.mark.parametrize(
    ("object_id", "path"),
    [
        ("object-01", "3c0/ff4/240/object-01"),
        ("..hor/rib:le-$id", "487/326/d8c/%2e%2ehor%2frib%3ale-%24id"),
        ("..Hor/rib:lè-$id", "373/529/21a/%2e%2eHor%2frib%3al%c3%a8-%24id"),
        (
            "abcdefghij" * 10 + "a",
            "5cc/73e/648/" + "abcdefghij" * 10 + "-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220",
        ),
        (
            "abcdefghij" * 26,
            "55b/432/806/" + "abcdefghij" * 10 + "-55b432806f4e270da0cf23815ed338742179002153cd8d896f23b3e2d8a14359",
        ),
    ],
)
def test_the_examples_of_extension_0003_hold(object_id, path):
    assert str(Layout(tuples=3).object_path(object_id)) == path


def test_a_new_root_has_one_tuple():
    assert str(Layout().object_path("object-01")) == "3c0/object-01"


def test_a_urn_keeps_its_letters_and_digits():
    path = Layout().object_path("urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a59")
    assert path.name == "urn%3auuid%3a01936e5c-8d27-7b6e-9a35-0f1d2c3b4a59"


@pytest.mark.parametrize("object_id", ["", "x\ud800"])
def test_an_id_that_can_name_nothing_is_not_found(object_id):
    with pytest.raises(NotFoundError):
        Layout().object_path(object_id)
