"""Formats beside the list: the archive agrees, both sides read, a stranger to the fonds knows nothing of it."""


def test_the_archive_agrees_to_a_format_and_both_sides_read_it(client_as, people):
    address = f"/api/v1/fonds/{people.finance_fonds.id}/format-exceptions"

    agreed = client_as("archivist").post(address, json={"extension": ".MD", "reason": "官方文本"})

    assert (agreed.status_code, agreed.json["extension"]) == (201, "md")
    assert [each["reason"] for each in client_as("clerk").get(address).json["items"]] == ["官方文本"]
    assert client_as("other_clerk").get(address).status_code == 404


def test_an_organization_cannot_agree_with_itself(client_as, people):
    address = f"/api/v1/fonds/{people.finance_fonds.id}/format-exceptions"

    assert client_as("clerk").post(address, json={"extension": "md", "reason": "方便"}).status_code == 403


def test_the_page_of_the_fonds_takes_the_agreement(client_as, people):
    archivist = client_as("archivist")
    page = f"/directory/fonds/{people.finance_fonds.id}"

    answer = archivist.post(f"{page}/formats", data={"extension": "md", "format_reason": "官方文本"})

    assert answer.status_code == 303
    assert "官方文本" in archivist.get(page).text
    assert "约定其他格式" not in client_as("clerk").get(page).text
