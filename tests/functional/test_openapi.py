"""The API describes itself, truly."""

from openapi_spec_validator import validate

DOCUMENT = "/api/v1/openapi.json"


def test_the_document_is_valid_openapi_3_1(client_as):
    document = client_as("clerk").get(DOCUMENT).json

    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_json_route_is_described(app, client_as):
    described = client_as("clerk").get(DOCUMENT).json["paths"]
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("rest_")
        and not rule.endpoint.endswith(".static")
        and not hasattr(app.view_functions[rule.endpoint], "operation")
    ]

    assert silent == []
    assert described["/api/v1/fonds/{fonds_id}"]["get"]["summary"] == "Show a fonds"


def test_a_write_says_that_it_takes_a_key_and_a_version(client_as):
    paths = client_as("clerk").get(DOCUMENT).json["paths"]
    numbering = paths["/api/v1/fonds/{fonds_id}/number"]["post"]

    names = {parameter["$ref"].rpartition("/")[2] for parameter in numbering["parameters"]}
    assert names == {"IdempotencyKey", "IfMatch"}
    assert "application/problem+json" in numbering["responses"]["default"]["content"]


def test_only_logging_in_the_log_and_the_internal_ca_need_no_login(client_as):
    paths = client_as("clerk").get(DOCUMENT).json["paths"]

    free = {
        (path, method)
        for path, item in paths.items()
        for method, operation in item.items()
        if method != "parameters" and operation.get("security") == []
    }
    log = ("checkpoint", "checkpoints/{size}", "key", "consistency", "inclusion")
    certificates = {("/api/v1/ca.pem", "get"), ("/api/v1/ca.crl", "get"), ("/api/v1/receipts/verify-hash", "post")}
    reports = {("/api/v1/reports", "post"), ("/api/v1/reports/follow", "post")}
    summaries = {("/api/v1/published-summaries", "get"), ("/api/v1/published-summaries/{summary_id}", "get")}
    assert free == {
        ("/api/v1/session", "post"),
        *summaries,
        *reports,
        *certificates,
        *((f"/api/v1/log/{each}", "get") for each in log),
    }


def test_the_page_of_the_document_needs_no_script(client_as):
    page = client_as("clerk").get("/api/v1/docs")

    assert page.content_type == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert "stale_version" in page.text
    assert "Show a fonds" in page.text
