"""What each code means, in English, simplified and traditional Chinese."""

from collections.abc import Mapping

Three = tuple[str, str, str]

_OF_THE_FILE: Mapping[str, Three] = {
    "file_read": (
        "The file is the receipt {number}.",
        "文件是交接凭证 {number}。",
        "檔案是交接憑證 {number}。",
    ),
    "paper_read": (
        "The file is the paper {number} of an inspection or of a case.",
        "文件是检查或整改文书 {number}。",
        "檔案是檢查或整改文書 {number}。",
    ),
    "empty": ("The file is empty.", "文件是空的。", "檔案是空的。"),
    "not_pdf": ("The file is no PDF.", "文件不是 PDF。", "檔案不是 PDF。"),
    "unreadable": (
        "The PDF cannot be read: it is broken off or damaged.",
        "PDF 无法读取：不完整或已损坏。",
        "PDF 無法讀取：不完整或已損壞。",
    ),
    "no_receipt": ("The PDF is no receipt.", "该 PDF 不是交接凭证。", "該 PDF 不是交接憑證。"),
    "unchanged": (
        "Nothing was changed after the seals: later revisions only added a seal.",
        "签章之后没有任何改动：后来的修订只增加了签章。",
        "簽章之後沒有任何改動：後來的修訂只增加了簽章。",
    ),
    "changed_afterwards": (
        "Something else than a seal was added after a seal.",
        "签章之后增加了签章以外的内容。",
        "簽章之後增加了簽章以外的內容。",
    ),
}
_OF_SEALS: Mapping[str, Three] = {
    "seal_good": (
        "The seal ({role}) of {signer} is good; it says {signed_at}.",
        "{signer} 的签章（{role}）有效，签章时间为 {signed_at}。",
        "{signer} 的簽章（{role}）有效，簽章時間為 {signed_at}。",
    ),
    "unsealed": ("The document bears no seal.", "文件上没有签章。", "檔案上沒有簽章。"),
    "seal_missing": (
        "A place for a seal is empty: the other side has not sealed, or its seal was cut off.",
        "有一个签章位置是空的：另一方未签章，或其签章已被截去。",
        "有一個簽章位置是空的：另一方未簽章，或其簽章已被截去。",
    ),
    "unit_sealed_on_paper": (
        "Only the archive sealed by machine; the transferring body sealed on paper.",
        "只有档案馆加盖了电子签章；移交单位在纸上盖章。",
        "只有檔案館加蓋了電子簽章；移交單位在紙上蓋章。",
    ),
    "archive_seal_missing": (
        "The seal of the archive is not there.",
        "没有档案馆的签章。",
        "沒有檔案館的簽章。",
    ),
    "authority_seal_missing": (
        "The seal of the authority is not there.",
        "没有档案主管部门的签章。",
        "沒有檔案主管部門的簽章。",
    ),
    "altered": (
        "What the seal ({role}) of {signer} covers is not what was sealed.",
        "{signer} 的签章（{role}）所覆盖的内容已被改动。",
        "{signer} 的簽章（{role}）所覆蓋的內容已被改動。",
    ),
    "seal_damaged": (
        "The seal ({role}) cannot be read, or is not as it was written.",
        "签章（{role}）无法读取，或已不是原样。",
        "簽章（{role}）無法讀取，或已不是原樣。",
    ),
    "seal_of_other_body": (
        "The seal ({role}) is of {signer}, which is not the body that the manifest names.",
        "签章（{role}）属于 {signer}，不是移交清单所载的单位。",
        "簽章（{role}）屬於 {signer}，不是移交清單所載的單位。",
    ),
    "certificate_foreign": (
        "The certificate of {signer} ({role}) was not issued by the CA of the archive.",
        "{signer}（{role}）的证书不是由档案馆的 CA 签发。",
        "{signer}（{role}）的憑證不是由檔案館的 CA 簽發。",
    ),
    "certificate_expired": (
        "The certificate of {signer} ({role}) was not valid at the instant of sealing.",
        "{signer}（{role}）的证书在签章时不在有效期内。",
        "{signer}（{role}）的憑證在簽章時不在有效期內。",
    ),
    "certificate_revoked": (
        "The certificate of {signer} ({role}) had been withdrawn.",
        "{signer}（{role}）的证书已被撤销。",
        "{signer}（{role}）的憑證已被撤銷。",
    ),
    "certificate_unsuitable": (
        "The certificate of {signer} ({role}) is not for sealing.",
        "{signer}（{role}）的证书不可用于签章。",
        "{signer}（{role}）的憑證不可用於簽章。",
    ),
    "timestamp_bad": (
        "The time stamp of the seal ({role}) is not good.",
        "签章（{role}）的时间戳无效。",
        "簽章（{role}）的時間戳無效。",
    ),
    "timestamp_not_judged": (
        "The seal ({role}) bears a time stamp, which is not looked at here.",
        "签章（{role}）带有时间戳，此处不予查验。",
        "簽章（{role}）帶有時間戳，此處不予查驗。",
    ),
    "revocations_not_asked": (
        "Whether certificates were withdrawn was not asked: no revocation list was given.",
        "未查验证书是否被撤销：没有提供撤销列表。",
        "未查驗憑證是否被撤銷：沒有提供撤銷列表。",
    ),
}
_OF_CONTENTS: Mapping[str, Three] = {
    "manifest_good": (
        "The attached manifest has the digest that the receipt bears: {sha256}.",
        "所附移交清单的摘要与凭证所载一致：{sha256}。",
        "所附移交清單的摘要與憑證所載一致：{sha256}。",
    ),
    "manifest_missing": (
        "The manifest is not attached.",
        "凭证没有附移交清单。",
        "憑證沒有附移交清單。",
    ),
    "manifest_differs": (
        "The attached manifest has the digest {actual}, the receipt bears {expected}.",
        "所附移交清单的摘要为 {actual}，凭证所载为 {expected}。",
        "所附移交清單的摘要為 {actual}，憑證所載為 {expected}。",
    ),
    "manifest_unreadable": (
        "The attached manifest cannot be read.",
        "所附移交清单无法读取。",
        "所附移交清單無法讀取。",
    ),
    "table_good": (
        "The attached table is made from the manifest.",
        "所附表格由移交清单生成。",
        "所附表格由移交清單生成。",
    ),
    "table_missing": ("The table is not attached.", "凭证没有附表格。", "憑證沒有附表格。"),
    "table_differs": (
        "The attached table is not that of the manifest.",
        "所附表格与移交清单不符。",
        "所附表格與移交清單不符。",
    ),
    "files_good": (
        "All {count} files of the manifest are there, unchanged.",
        "移交清单中的 {count} 个文件都在，且未改动。",
        "移交清單中的 {count} 個檔案都在，且未改動。",
    ),
    "file_missing": (
        "Missing: {name} (SHA-256 {sha256}).",
        "缺失：{name}（SHA-256 {sha256}）。",
        "缺失：{name}（SHA-256 {sha256}）。",
    ),
    "file_changed": (
        "Changed: {name} (SHA-256 was {sha256}).",
        "已改动：{name}（原 SHA-256 {sha256}）。",
        "已改動：{name}（原 SHA-256 {sha256}）。",
    ),
    "file_additional": (
        "Not in the manifest: {name}.",
        "不在移交清单中：{name}。",
        "不在移交清單中：{name}。",
    ),
}
_OF_HOLDINGS: Mapping[str, Three] = {
    "object_missing": ("{unit} is not in the store.", "{unit} 不在存储中。", "{unit} 不在儲存中。"),
    "object_damaged": (
        "What the store keeps of {unit} cannot be read.",
        "{unit} 的存储内容无法读取。",
        "{unit} 的儲存內容無法讀取。",
    ),
    "object_additional": (
        "{unit} was stored with this transfer and is not in the manifest.",
        "{unit} 随本次移交存储，但不在移交清单中。",
        "{unit} 隨本次移交儲存，但不在移交清單中。",
    ),
    "holdings_not_read": (
        "Nothing was compared: the receipt itself is not good.",
        "未作比对：凭证本身无效。",
        "未作比對：憑證本身無效。",
    ),
    "holdings_good": (
        "All {count} files of {units} units are held, unchanged.",
        "{units} 个单元的 {count} 个文件均在库中，且未改动。",
        "{units} 個單元的 {count} 個檔案均在庫中，且未改動。",
    ),
    "holdings_differ": (
        "{faults} fault(s); {count} files of {units} units are held unchanged.",
        "发现 {faults} 处问题；{units} 个单元中有 {count} 个文件未改动。",
        "發現 {faults} 處問題；{units} 個單元中有 {count} 個檔案未改動。",
    ),
}
_OF_THE_LOG: Mapping[str, Three] = {
    "proof_good": (
        "The receipt was drawn up by event {event} of the log, one of the first {size}.",
        "凭证由日志第 {event} 个事件出具，该事件在前 {size} 个事件之中。",
        "憑證由日誌第 {event} 個事件出具，該事件在前 {size} 個事件之中。",
    ),
    "proof_missing": ("No proof is attached.", "凭证没有附证明。", "憑證沒有附證明。"),
    "proof_unreadable": ("The attached proof cannot be read.", "所附证明无法读取。", "所附證明無法讀取。"),
    "proof_of_other": (
        "The proof is that of another receipt or event.",
        "该证明属于另一份凭证或另一个事件。",
        "該證明屬於另一份憑證或另一個事件。",
    ),
    "not_included": (
        "The proof does not lead to the hash that was signed.",
        "由该证明得不到已签名的哈希值。",
        "由該證明得不到已簽名的雜湊值。",
    ),
    "checkpoint_size": (
        "The proof speaks of another size of the log than the checkpoint.",
        "证明所说的日志长度与检查点不同。",
        "證明所說的日誌長度與檢查點不同。",
    ),
    "checkpoint_good": (
        "The checkpoint of {size} events is signed by the log {log}.",
        "{size} 个事件的检查点由日志 {log} 签名。",
        "{size} 個事件的檢查點由日誌 {log} 簽名。",
    ),
    "checkpoint_signature": (
        "The checkpoint is not signed by the log's key.",
        "检查点不是由日志的密钥签名。",
        "檢查點不是由日誌的金鑰簽名。",
    ),
    "checkpoint_unreadable": ("The checkpoint cannot be read.", "检查点无法读取。", "檢查點無法讀取。"),
    "log_key_missing": (
        "This house has no key of the log yet.",
        "本系统尚无日志密钥。",
        "本系統尚無日誌金鑰。",
    ),
}
_OF_THE_ARCHIVE: Mapping[str, Three] = {
    "issued": (
        "These very bytes were issued: {document} of {number}.",
        "正是本系统出具的文件：{number} 的 {document}。",
        "正是本系統出具的檔案：{number} 的 {document}。",
    ),
    "not_issued": (
        "The receipt {number} was issued here, but not with these bytes.",
        "凭证 {number} 由本系统出具，但不是这些字节。",
        "憑證 {number} 由本系統出具，但不是這些位元組。",
    ),
    "number_unknown": (
        "No receipt {number} is known here (to you).",
        "本系统（对您而言）没有凭证 {number}。",
        "本系統（對您而言）沒有憑證 {number}。",
    ),
    "store_differs": (
        "What the store keeps of {number} is not what was issued: have it checked (archives fixity).",
        "{number} 的存储内容与出具时不符：请检查（archives fixity）。",
        "{number} 的儲存內容與出具時不符：請檢查（archives fixity）。",
    ),
    "in_force": ("The receipt {number} is in force.", "凭证 {number} 有效。", "憑證 {number} 有效。"),
    "superseded": (
        "The receipt {number} was superseded by {by}. Reason: {reason}",
        "凭证 {number} 已由 {by} 取代。原因：{reason}",
        "憑證 {number} 已由 {by} 取代。原因：{reason}",
    ),
    "revoked": (
        "The receipt {number} was revoked. Reason: {reason}",
        "凭证 {number} 已被撤销。原因：{reason}",
        "憑證 {number} 已被撤銷。原因：{reason}",
    ),
    "paper_in_force": ("The paper {number} is in force.", "文书 {number} 有效。", "文書 {number} 有效。"),
    "paper_revoked": (
        "The paper {number} was revoked at {at}.",
        "文书 {number} 已于 {at} 撤销。",
        "文書 {number} 已於 {at} 撤銷。",
    ),
    "standing_unknown": (
        "Whether the receipt was superseded or revoked since can only be asked of the archive that issued it.",
        "凭证此后是否被取代或撤销，只能向出具凭证的档案馆查询。",
        "憑證此後是否被取代或撤銷，只能向出具憑證的檔案館查詢。",
    ),
}
MEANINGS: Mapping[str, Three] = {
    **_OF_THE_FILE,
    **_OF_SEALS,
    **_OF_CONTENTS,
    **_OF_HOLDINGS,
    **_OF_THE_LOG,
    **_OF_THE_ARCHIVE,
}
