"""What is written beside an exported receipt, in three languages: a document that is given away, not a page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from archives.domain.receipt import ReceiptState

README = "README.txt"
_TEXT = """交接凭证 {receipt}

form.pdf       主文件：电子档案移交与接收登记表（纸质档案为交接文据），双方签章
list.pdf       移交目录
manifest.json  移交清单：双方所签的内容，每个文件的名称、大小和摘要
ca.pem         档案馆内部 CA 的证书，SHA-256 指纹：
               {fingerprint}
ca.crl         {day} 的证书撤销列表
log.vkey       日志的公钥：{key}
verify_receipt.py 和 verifiers/  查验程序

查验（无需联系档案馆）：安装 Python 3.11 或更高版本，然后
    python -m pip install cryptography pikepdf
    python verify_receipt.py form.pdf --language zh-Hans
    python verify_receipt.py form.pdf --files 目录     （将目录中的文件与移交清单逐一比对）
退出码：0 有效，1 无效，2 用法错误。请通过其他途径核对上面的指纹和公钥。
导出之日（{day}）凭证的状态：{state[0]}。此后是否被取代或撤销，只能向档案馆查询：
    {url}

--------------------------------------------------------------------------------

交接憑證 {receipt}

form.pdf       主文件：電子檔案移交與接收登記表（紙質檔案為交接文據），雙方簽章
list.pdf       移交目錄
manifest.json  移交清單：雙方所簽的內容，每個檔案的名稱、大小和摘要
ca.pem         檔案館內部 CA 的憑證，SHA-256 指紋：
               {fingerprint}
ca.crl         {day} 的憑證撤銷列表
log.vkey       日誌的公鑰：{key}
verify_receipt.py 和 verifiers/  查驗程式

查驗（無需聯繫檔案館）：安裝 Python 3.11 或更高版本，然後
    python -m pip install cryptography pikepdf
    python verify_receipt.py form.pdf --language zh-Hant
    python verify_receipt.py form.pdf --files 目錄     （將目錄中的檔案與移交清單逐一比對）
退出碼：0 有效，1 無效，2 用法錯誤。請通過其他途徑核對上面的指紋和公鑰。
匯出之日（{day}）憑證的狀態：{state[1]}。此後是否被取代或撤銷，只能向檔案館查詢：
    {url}

--------------------------------------------------------------------------------

Receipt {receipt}

form.pdf       the transfer and receipt form (of paper the deed of handover), sealed by both parties
list.pdf       the transfer list
manifest.json  what both sides signed: name, size and digests of every file
ca.pem         the certificate of the archive's internal CA, SHA-256 fingerprint:
               {fingerprint}
ca.crl         the revocation list of {day}
log.vkey       the public key of the log: {key}
verify_receipt.py and verifiers/  the program that verifies

To verify, without asking the archive: install Python 3.11 or newer, then
    python -m pip install cryptography pikepdf
    python verify_receipt.py form.pdf
    python verify_receipt.py form.pdf --files DIRECTORY     (compares its files with the manifest)
Exit code 0: good, 1: not good, 2: bad use. Compare the fingerprint and the key above by another way.
On the day of the export ({day}) the receipt was: {state[2]}. Whether it was superseded or revoked since
can only be asked of the archive:
    {url}
"""


_PAPER = """检查与整改文书 {receipt}

paper.pdf      文书，档案主管部门签章
manifest.json  文书所载事实
ca.pem         内部 CA 的证书，SHA-256 指纹：
               {fingerprint}
ca.crl         {day} 的证书撤销列表
log.vkey       日志的公钥：{key}
查验：python -m pip install cryptography pikepdf
      python verify_receipt.py paper.pdf --language zh-Hans
退出码：0 有效，1 无效，2 用法错误。请通过其他途径核对上面的指纹和公钥。
导出之日（{day}）文书的状态：{state[0]}。此后是否被撤销，只能向出具机关查询：
    {url}

--------------------------------------------------------------------------------

檢查與整改文書 {receipt}

paper.pdf      文書，檔案主管部門簽章
manifest.json  文書所載事實
ca.pem         內部 CA 的憑證，SHA-256 指紋：
               {fingerprint}
ca.crl         {day} 的憑證撤銷列表
log.vkey       日誌的公鑰：{key}
查驗：python -m pip install cryptography pikepdf
      python verify_receipt.py paper.pdf --language zh-Hant
退出碼：0 有效，1 無效，2 用法錯誤。請通過其他途徑核對上面的指紋和公鑰。
匯出之日（{day}）文書的狀態：{state[1]}。此後是否被撤銷，只能向出具機關查詢：
    {url}

--------------------------------------------------------------------------------

Paper of an inspection or of a case {receipt}

paper.pdf      the paper, sealed by the authority
manifest.json  the facts that it states
ca.pem         the certificate of the internal CA, SHA-256 fingerprint:
               {fingerprint}
ca.crl         the revocation list of {day}
log.vkey       the public key of the log: {key}
To verify: python -m pip install cryptography pikepdf
           python verify_receipt.py paper.pdf
Exit code 0: good, 1: not good, 2: bad use. Compare the fingerprint and the key above by another way.
On the day of the export ({day}) the paper was: {state[2]}. Whether it was revoked since can only be asked
of the authority:
    {url}
"""


_STATES: Mapping[ReceiptState, tuple[str, str, str]] = {
    ReceiptState.PENDING: ("尚未生效", "尚未生效", "not yet in force"),
    ReceiptState.VALID: ("有效", "有效", "in force"),
    ReceiptState.SUPERSEDED: ("已被取代", "已被取代", "superseded"),
    ReceiptState.REVOKED: ("已被撤销", "已被撤銷", "revoked"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What of a receipt, or of a paper, is told: `day` is that of the export, `state` where the receipt stood then."""

    receipt: str
    day: str
    state: ReceiptState
    fingerprint: str  # of the CA's certificate, SHA-256
    key: str  # of the log
    url: str


def readme(told: Told, *, is_paper: bool = False) -> str:
    """Return the text, of a receipt or of a paper of a case."""
    return (_PAPER if is_paper else _TEXT).format(**{**asdict(told), "state": _STATES[told.state]})
