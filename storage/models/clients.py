"""Who buys and what is sold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Amount
from storage.models.row import Row


class Client(Row):
    """A company that buys or may buy. `key` is the folded name, by which imports find it."""

    __tablename__ = "clients"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(300), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    inn: Mapped[str | None] = mapped_column(String(12), index=True)  # the tax number, digits only
    details: Mapped[dict[str, Any]]  # sector, revenue, … as imported: shown, not computed with
    import_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    segment: Mapped[str | None] = mapped_column(String(10))  # key, usual or low; None: usual
    wake_on: Mapped[date | None]  # the owner's day until which the audit lets it rest
    rest_reason: Mapped[str | None] = mapped_column(String(300))  # why it rests
    checked_at: Mapped[datetime | None]  # when somebody last said that what is known is right


class Contact(Row):
    """A person at a client, or of one that is not known yet; phone in E.164."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str | None] = mapped_column(String(200))  # folded name, by which people find it
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(320))


class Phone(Row):
    """One more number of a contact, in E.164."""

    __tablename__ = "phones"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    number: Mapped[str] = mapped_column(String(20), index=True)
    __table_args__ = (UniqueConstraint("contact_id", "number"),)


class Product(Row):
    """What is sold; price in the company's currency."""

    __tablename__ = "products"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    series: Mapped[str | None] = mapped_column(String(100))
    price: Mapped[Decimal | None] = mapped_column(Amount)
    import_id: Mapped[int | None] = mapped_column(index=True)
