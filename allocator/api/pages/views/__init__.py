"""The pages, one module for each subject; a view asks an action, and shows what it gives."""

from allocator.api.pages.views import (
    account,
    capacity,
    capacity_form,
    cases,
    exchanges,
    homes,
    homes_new,
    papers,
    placements,
    proposal,
    runs,
    share,
    signing_in,
    start,
    supposing,
    week,
)

VIEWS = (
    start,
    signing_in,
    account,
    week,
    runs,
    proposal,
    cases,
    supposing,
    placements,
    homes_new,
    homes,
    capacity_form,
    capacity,
    papers,
    exchanges,
    share,
)
