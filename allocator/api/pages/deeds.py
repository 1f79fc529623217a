"""What was done, in words: each verb of the audit trail and of the log of readings, and each kind of thing."""

from collections.abc import Mapping

from allocator.locale import N_
from allocator.reports.words import Tongue

DONE: Mapping[str, str] = {
    "access.add_token": N_("Made a token"),
    "access.add_user": N_("Added a user"),
    "access.first_user": N_("Made the first user"),
    "access.keep_organisation": N_("Wrote down an organisation"),
    "access.revoke_token": N_("Ended a token"),
    "access.set_active": N_("Let a user in, or blocked one"),
    "bulk.import_households": N_("Took in a list of households"),
    "bulk.import_pools": N_("Took in a list of support"),
    "bulk.import_units": N_("Took in a list of homes"),
    "credentials.confirm_factor": N_("Turned on a second factor"),
    "credentials.leave_everywhere": N_("Signed out everywhere"),
    "credentials.link_identity": N_("Tied a user to an identity provider"),
    "credentials.new_factor": N_("Began with a second factor"),
    "credentials.reset": N_("Removed how a user signs in"),
    "credentials.set_password": N_("Set their own password"),
    "exchange.import_case": N_("Took in a case"),
    "households.forbid": N_("Blocked a home for a household"),
    "households.keep_contact": N_("Wrote down how a household is reached"),
    "households.keep_household": N_("Changed the file of a household"),
    "households.pin": N_("Wanted a home for a household"),
    "households.swap": N_("Asked to swap the homes of two households"),
    "households.take_back_word": N_("Took back what was said of a household"),
    "households.waive": N_("Lifted a rule for a household and a home"),
    "households.withdraw_household": N_("Took a household off the list"),
    "ledger.answer_transfer": N_("Answered an exchange"),
    "ledger.ask_transfer": N_("Asked for an exchange"),
    "ledger.close_period": N_("Closed a period"),
    "ledger.correct": N_("Corrected a line of the ledger"),
    "ledger.excuse": N_("Excused part of a task"),
    "ledger.revise_quota": N_("Revised the quota"),
    "ledger.take_back_transfer": N_("Took back an exchange"),
    "monitor.publish_figures": N_("Published figures"),
    "notices.add_hook": N_("Added a webhook"),
    "notices.digest_sent": N_("Sent mail"),
    "notices.send_again": N_("Sent something again to a webhook"),
    "notices.set_address": N_("Set an address for mail"),
    "notices.settle_delivery": N_("Told a webhook"),
    "notices.stop_hook": N_("Stopped a webhook"),
    "notices.take_deliveries": N_("Took what webhooks are told"),
    "objections.decide_objection": N_("Decided on an objection"),
    "objections.extend_objection": N_("Took more time for an objection"),
    "objections.file_objection": N_("Wrote down an objection"),
    "office.sign_in": N_("Signed in"),
    "office.sign_out": N_("Signed out"),
    "office.upgrade": N_("Brought the database up to date"),
    "placements.answer_question": N_("Answered a question on a placement"),
    "placements.decide": N_("Decided on a placement"),
    "policies.add_policy": N_("Added a version of the policy"),
    "policies.approve_policy": N_("Approved a version of the policy"),
    "privacy.purge": N_("Destroyed facts past their date"),
    "privacy.rewrap_keys": N_("Changed the key over all keys"),
    "region.add_key": N_("Added a distribution key"),
    "region.add_unit": N_("Added a home"),
    "region.keep_complex": N_("Changed a complex"),
    "region.keep_pool": N_("Changed support"),
    "region.keep_unit": N_("Changed a home"),
    "region.pause_corporation": N_("Let a corporation pause or take part"),
    "region.pause_municipality": N_("Let a municipality pause or take part"),
    "region.withdraw_unit": N_("Took a home off the list"),
    "rounds.ask_run": N_("Asked for a proposal"),
    "rounds.cancel_run": N_("Stopped a run"),
    "rounds.close_round": N_("Closed a round"),
    "rounds.open_round": N_("Opened a round"),
    "running.beat": N_("Said how far a run is"),
    "running.claim_run": N_("Began with a run"),
    "running.fail_run": N_("A run failed"),
    "running.give_back_run": N_("Let a run wait again"),
    "running.keep_proposal": N_("Made a proposal"),
    "studies.ask_simulation": N_("Asked for a simulation"),
    "studies.ask_study": N_("Asked for a study"),
    "studies.cancel_study": N_("Stopped a study"),
    "studying.beat_study": N_("Said how far a study is"),
    "studying.claim_study": N_("Began with a study"),
    "studying.fail_study": N_("A study failed"),
    "studying.give_back_study": N_("Let a study wait again"),
    "studying.keep_part": N_("Kept a part of a simulation"),
    "studying.keep_study": N_("Kept a study"),
    "trail.seal_readings": N_("Sealed the log of readings"),
    "upkeep.backup": N_("Made a backup"),
    "upkeep.pass_days": N_("Let expire what passed its term"),
}
"""Verbs of the audit trail."""

READ: Mapping[str, str] = {
    "capacity.list_asked": N_("Support that is asked"),
    "capacity.show_capacity": N_("Who takes support"),
    "desk.list_placed": N_("The proposal: who is placed"),
    "desk.list_unplaced": N_("The proposal: who is not placed"),
    "desk.show_case": N_("The household in the proposal"),
    "desk.show_week": N_("Who waits longest"),
    "exchange.export_case": N_("Everything, as a case"),
    "households.list_households": N_("The list of households"),
    "households.show_contact": N_("How the household is reached"),
    "households.show_household": N_("The file of the household"),
    "papers.write_minutes": N_("The minutes"),
    "papers.write_pack": N_("The pack for the meeting"),
    "placements.show_placement": N_("A placement"),
    "policies.foresee_policy": N_("The effect of a policy"),
    "privacy.export_household": N_("All that is kept of the household, for itself"),
    "proposals.explain_household": N_("Why the household got its home, or none"),
    "rounds.show_proposal": N_("A whole proposal"),
    "supposing.change_for_household": N_("What would place the household"),
    "supposing.suppose": N_("What if the household got a home"),
}
"""Verbs of the log of readings; what is not here is shown as its code."""

THINGS: Mapping[str, str] = {
    "address": N_("address for mail"),
    "backup": N_("backup"),
    "complex": N_("complex"),
    "contact": N_("contact data"),
    "corporation": N_("corporation"),
    "credential": N_("means to sign in"),
    "household": N_("household"),
    "identity": N_("identity"),
    "import": N_("import"),
    "key": N_("distribution key"),
    "keys": N_("keys of facts"),
    "ledger": N_("ledger"),
    "municipality": N_("municipality"),
    "objection": N_("objection"),
    "organisation": N_("organisation"),
    "pair": N_("household and home"),
    "placement": N_("placement"),
    "policy": N_("policy"),
    "pool": N_("support"),
    "posting": N_("line of the ledger"),
    "proposal": N_("proposal"),
    "readings": N_("log of readings"),
    "result": N_("result"),
    "round": N_("round"),
    "rows": N_("rows"),
    "run": N_("run"),
    "simulated_run": N_("part of a simulation"),
    "study": N_("study"),
    "session": N_("session"),
    "token": N_("token"),
    "transfer": N_("exchange"),
    "unit": N_("home"),
    "user": N_("user"),
    "webhook": N_("webhook"),
}
"""Kinds of things to which something is done."""


def done_words(what: str, tongue: Tongue) -> str:
    """What was done; the code of a verb that is not known here."""
    return tongue(DONE[what]) if what in DONE else what


def read_words(what: str, tongue: Tongue) -> str:
    """What was read; the code of a verb that is not known here."""
    return tongue(READ[what]) if what in READ else what


def thing_words(kind: str, tongue: Tongue) -> str:
    """A kind of thing; its code when it is not known here."""
    return tongue(THINGS[kind]) if kind in THINGS else kind
