"""What the demo says at the end, in the language of its records."""

from collections.abc import Iterator
from typing import Any

STATES = {
    "preparing": "准备中",
    "submitted": "已提交",
    "returned": "退回补正",
    "under_review": "审查中",
    "accepted": "已接收",
}
"""The states in which a demo leaves its transfers."""


def summary(told: dict[str, Any]) -> str:
    """Return the summary of the play on official texts."""
    due = "，".join(f"{name} {count}" for name, count in told["due"].items())
    lines = [
        "演示（签署人与意见均为虚构）",
        f"登记 {told['records']} 件。",
        f"已到期 {sum(told['due'].values())} 件：{due}；其中 {told['waiting']} 件待年度结束。",
        *(_transfer(each) for each in told["transfers"]),
        *(f"交接凭证 {path}" for path in told["receipts"]),
        f"索引 {told['indexed']} 件；轨迹核验 {told['trail']}；库存核验 {told['store']}。",
        "用时（秒）：" + "，".join(f"{step} {seconds}" for step, seconds in told["seconds"].items()),
        *_logins(told),
    ]
    return "\n".join(lines)


def county(told: dict[str, Any]) -> str:
    """Return the summary of the play in the county, with the logins."""
    lines = [
        f"演示县（全部虚构）：登记 {told['records']} 件；轨迹核验 {told['trail']}；库存核验 {told['store']}。",
        *(f"移交 {each['number']} {each['name']}：{_state(each)}" for each in told["transfers"]),
        *(f"交接凭证 {path}" for path in told["receipts"]),
        *_logins(told),
    ]
    return "\n".join(lines)


def _logins(told: dict[str, Any]) -> Iterator[str]:
    yield "登录（用户名 角色 密码）："
    yield from (f"  {each['username']}\t{each['role']}\t{each['password']}" for each in told["logins"])


def _transfer(each: dict[str, Any]) -> str:
    returned = f"，曾退回 {each['returned']} 次" if each["returned"] else ""
    told = f"移交 {each['number']} {each['organization']} {each['records']} 件：{_state(each)}"
    return f"{told}{returned}，凭证 {each['receipt']}"


def _state(each: dict[str, Any]) -> str:
    """A person may have gone on with it since."""
    return STATES.get(each["state"], each["state"])
