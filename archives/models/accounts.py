"""Accounts, grants, login sessions, API tokens, notices."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from archives.domain.vocabulary import Classification, Role
from archives.models.base import Base, Versioned, words


class Account(Base, Versioned):
    """A person who may log in. The password is an argon2id hash."""

    __tablename__ = "account"

    username: Mapped[str] = mapped_column(Text, unique=True)
    display_name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text, default="")  # '' cannot log in
    locale: Mapped[str] = mapped_column(Text, default="zh-Hans")
    email: Mapped[str] = mapped_column(Text, default="")
    disabled_at: Mapped[datetime | None]
    clearance: Mapped[Classification] = mapped_column(words(Classification), default=Classification.NONE)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LoginFailure(Base):
    """Failed logins under one name, whether or not an account bears it: the answers must not tell which."""

    __tablename__ = "login_failure"

    name_sha256: Mapped[str] = mapped_column(Text, unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


class Grant(Base):
    """A role over a scope: exactly one of organization, repository, jurisdiction; administrators have none."""

    __tablename__ = "grant"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organization.id"))
    repository_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("repository.id"))
    jurisdiction_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jurisdiction.id"))


class LoginSession(Base):
    """A login. Only the SHA-256 of the cookie's secret is kept."""

    __tablename__ = "login_session"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(Text, unique=True)
    csrf_token: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(Text, default="")


class ApiToken(Base):
    """A token for programs: `prefix.secret`, of which only the SHA-256 is kept."""

    __tablename__ = "api_token"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    prefix: Mapped[str] = mapped_column(Text, unique=True)
    secret_sha256: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[Any]]  # of 'read', 'write'
    name: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Notice(Base):
    """A line on somebody's desk: deadlines, returns, escalations. Addressed to a role at a place, not to a person."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_open", "role", "closed_at"),)

    key: Mapped[str] = mapped_column(Text, unique=True)  # one notice for one cause, however often the sweep runs
    role: Mapped[Role] = mapped_column(words(Role))
    organization_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    repository_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    jurisdiction_path: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(Text)  # code of the text
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    subject_kind: Mapped[str] = mapped_column(Text, default="")
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    raised_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
