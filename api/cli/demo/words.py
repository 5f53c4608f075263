"""What the demo says at the end, in the language of its records."""

from typing import Any

from api.cli.demo import cast


def summary(told: dict[str, Any]) -> str:
    """Return the summary of the play on official texts."""
    due = "，".join(f"{name} {count}" for name, count in told["due"].items())
    lines = [
        "演示（签署人与意见均为虚构）",
        f"登记 {told['records']} 件；已到期 {sum(told['due'].values())} 件：{due}；其中 {told['waiting']} 件待年度结束。",
        *(_transfer(each) for each in told["transfers"]),
        *(f"交接凭证 {path}" for path in told["receipts"]),
        f"索引 {told['indexed']} 件；轨迹核验 {told['trail']}；库存核验 {told['store']}。",
        "用时（秒）：" + "，".join(f"{step} {seconds}" for step, seconds in told["seconds"].items()),
        f"登录密码均为 {cast.PASSWORD}（若三员账号先由 init 建立，则以当时显示的为准）。",
    ]
    return "\n".join(lines)


def _transfer(each: dict[str, Any]) -> str:
    returned = f"，曾退回 {each['returned']} 次" if each["returned"] else ""
    return f"移交 {each['number']} {each['organization']} {each['records']} 件：{each['state']}{returned}，凭证 {each['receipt']}"
