"""What counts as an e-mail address."""

import pytest

from archives.domain.email_address import require_address
from archives.domain.errors import InvalidInputError


@pytest.mark.parametrize("text", ["", "a@b", "clerk@finance.example", "a.b+c@x-1.example.cn", f"{'a' * 64}@b.cn"])
def test_an_address_is_taken(text):
    require_address(text, "contact_email")


@pytest.mark.parametrize(
    "text",
    [
        "clerk",
        "@b",
        "a@",
        "a@@b",
        "a b@c",
        " a@b",
        "a@b ",
        "a@b\n",
        "a@b\r\nBcc: c@d",
        "a@b,c@d",
        "<a@b>",
        "李@b.cn",
        "a@-b.cn",
        "a@b..cn",
        ".a@b.cn",
        "a.@b.cn",
        '"a"@b.cn',
        f"{'a' * 65}@b.cn",
        f"a@{'b.' * 130}cn",
    ],
)
def test_what_is_no_address_is_refused_where_it_stands(text):
    with pytest.raises(InvalidInputError) as refused:
        require_address(text, "contact_email")

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == ("email_form", "contact_email")
