"""The pages, one module for each subject; a view asks an action, and shows what it gives."""

from allocator.api.pages.views import account, signing_in, start

VIEWS = (start, signing_in, account)
