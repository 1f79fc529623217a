"""Telling others that something happened, without a word on anybody: webhooks and mail."""

from allocator.notify.mail import Mail, MailFault, Post, parse_mail, send
from allocator.notify.webhooks import Allowed, Failed, deliver, is_target, sign

__all__ = ["Allowed", "Failed", "Mail", "MailFault", "Post", "deliver", "is_target", "parse_mail", "send", "sign"]
