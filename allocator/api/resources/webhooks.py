"""``/webhooks`` and ``/mail-address``: being told that something happened, without a word on anybody."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, status
from pydantic import AwareDatetime, Field

from allocator.actions import notices
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Moment, Shape
from allocator.notify import Allowed

router = APIRouter(tags=["webhooks"], route_class=Route)
Number = Annotated[int, Path(alias="webhook", ge=1, le=2**53, description="Number of the webhook.", examples=[2])]
Kind = Literal["proposal", "offer", "decision", "stalled", "quota"]


class NewWebhook(Shape):
    """Where to be told what."""

    url: str = Field(max_length=500, description="An address with https.", examples=["https://example.org/hook"])
    kinds: tuple[Kind, ...] = Field(
        min_length=1,
        max_length=5,
        description="A new proposal, an offer that waits, a decision, a step that stalls, a quota that is behind.",
    )


class Webhook(Shape):
    """A webhook as listed: never its secret."""

    number: int = Field(description="Its number.", examples=[2])
    url: str = Field(description="Where it is told.")
    kinds: tuple[str, ...] = Field(description="What it is told.")
    active: bool = Field(description="Whether it is still told.")
    made_at: Moment = Field(description="When it was made, in UTC.")


class MadeWebhook(Webhook):
    """A webhook with its secret, which is shown this once."""

    secret: str = Field(description="With what its signatures are checked (Standard Webhooks, HMAC-SHA256).")


class Delivery(Shape):
    """What came of one delivery."""

    number: int = Field(description="Its number; the receiver reads it as `webhook-id`: `msg_` and this number.")
    kind: str = Field(description="What was told.")
    attempts: int = Field(description="How often it was tried.")
    next_at: Moment | None = Field(description="When it is tried again, in UTC.")
    delivered_at: Moment | None = Field(description="When it was taken, in UTC.")
    error: str = Field(description="Why the last try failed.")


class Replay(Shape):
    """What to send again."""

    since: AwareDatetime = Field(description="Everything that happened since.", examples=["2026-11-23T09:00:00Z"])


class Replayed(Shape):
    """What is sent again."""

    deliveries: int = Field(description="How many deliveries.")


class MailAddress(Shape):
    """Where somebody gets a digest."""

    address: str = Field(max_length=254, description="An address; empty: no mail any more.")


def _webhook(one: notices.Hook) -> Webhook:
    return Webhook(**{name: getattr(one, name) for name in Webhook.model_fields})


@router.get("/webhooks", summary="Webhooks")
def list_webhooks(caller: Called, listing: Listing) -> Page[Webhook]:
    """One's own webhooks."""
    found = [_webhook(one) for one in notices.list_hooks(caller.office, caller.actor)]
    return listing.page(Webhook, found, lambda one: f"{one.number:012d}")


@router.get("/webhooks/{webhook}", summary="A webhook")
def show_webhook(caller: Called, number: Number) -> Webhook:
    """One of one's own webhooks."""
    return _webhook(the_one(notices.list_hooks(caller.office, caller.actor), lambda one: one.number, number))


@router.post("/webhooks", summary="Add a webhook", status_code=status.HTTP_201_CREATED)
def add_webhook(request: Request, caller: Called, new: NewWebhook) -> MadeWebhook:
    """Ask to be told at an address, of what concerns one's own organisation; the secret is shown once."""
    allowed: Allowed = request.app.state.allowed
    made, secret = notices.add_hook(caller.office, caller.actor, new.url, new.kinds, allowed)
    return MadeWebhook(**_webhook(made).model_dump(), secret=secret)


@router.delete("/webhooks/{webhook}", summary="Stop a webhook", status_code=status.HTTP_204_NO_CONTENT)
def stop_webhook(caller: Called, number: Number) -> None:
    """Tell it no more; what is on its way is dropped."""
    notices.stop_hook(caller.office, caller.actor, number)


@router.get("/webhooks/{webhook}/deliveries", summary="Deliveries")
def list_deliveries(caller: Called, number: Number, listing: Listing) -> Page[Delivery]:
    """What came of what was sent to a webhook."""
    found = [
        Delivery(**{name: getattr(one, name) for name in Delivery.model_fields})
        for one in notices.list_outcomes(caller.office, caller.actor, number)
    ]
    return listing.page(Delivery, found, lambda one: f"{one.number:012d}")


@router.post("/webhooks/{webhook}/_replay", summary="Send again")
def replay(caller: Called, number: Number, said: Replay) -> Replayed:
    """Send everything again that was put out for a webhook since a moment."""
    return Replayed(deliveries=notices.send_again(caller.office, caller.actor, number, said.since))


@router.put("/mail-address", summary="Get mail", status_code=status.HTTP_204_NO_CONTENT)
def set_mail_address(caller: Called, said: MailAddress) -> None:
    """Get a digest by mail, at most one a day, with counts only and nothing of anybody."""
    notices.set_address(caller.office, caller.actor, said.address, caller.lang)
