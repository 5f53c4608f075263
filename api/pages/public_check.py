"""The page to which the code on a receipt leads: open to everybody; a file is hashed in the browser and stays there."""

from flask import Blueprint, Response, request

from api.context import services
from api.errors import failure_of
from api.knocking import require_allowance
from api.pages.frame import show
from api.pages.problem_words import problem_text
from api.pages.receipt_words import MATCHES, PAPER_MATCHES
from api.pages.refusal_words import refusal_heading, refusal_text
from archives.domain.errors import InvalidInputError, NotFoundError, NotVerifiedError, TooManyRequestsError
from archives.services.public_check import PublicPaper

public_check_pages = Blueprint("pages_public_check", __name__, url_prefix="/v")
TEMPLATE = "public_check.html"


@public_check_pages.get("/<claimed_number>")
def ask(claimed_number: str) -> Response:
    """The same page whatever the number; with the digits of the printed code, what they belong to."""
    digits = request.args.get("h", "")
    return _checked(claimed_number, digits) if digits else _shown(claimed_number)


@public_check_pages.post("/<claimed_number>")
def check(claimed_number: str) -> Response:
    """What the SHA-256 belongs to. It is a question, not a write; it is sent so that no address bears it."""
    return _checked(claimed_number, request.form.get("sha256", ""))


def _checked(number: str, digest: str) -> Response:
    try:
        require_allowance()
        found = services().public_check.check(number, digest)
    except (NotVerifiedError, TooManyRequestsError, InvalidInputError) as refused:
        return _refused(number, digest, refused)
    words = PAPER_MATCHES if isinstance(found, PublicPaper) else MATCHES
    return _shown(number, found=found, match=words[found.match], digest=digest)


def _refused(number: str, digest: str, refused: Exception) -> Response:
    failure = failure_of(refused)
    texts = [problem_text(each) for each in failure.problems] or [refusal_text(failure.code, failure.facts)]
    told = {"refusal": refusal_heading(failure.code), "wrong": texts[0] if failure.problems else "", "texts": texts}
    answer = _shown(number, failure.status, digest=digest[:100], **told)
    answer.headers.extend(failure.headers)
    return answer


def _shown(number: str, status: int = 200, **told: object) -> Response:
    try:
        root = services().seals.find_root()
    except NotFoundError:
        root = None
    answer = show(TEMPLATE, status, number=number[:64], root=root, **told)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
