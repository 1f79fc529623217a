"""The tables. A row is never the first home of outside data: it is filled from validated domain objects."""

from allocator.store.tables.access import ImportRow, OrganisationRow, TokenRow, UserRow
from allocator.store.tables.answers import AnswerRow
from allocator.store.tables.base import Table
from allocator.store.tables.books import (
    AuditRow,
    BalanceRow,
    ClosedPeriodRow,
    HeadRow,
    PostingRow,
    ReadRow,
    SealRow,
    TransferRow,
)
from allocator.store.tables.identity import CredentialRow, IdentityRow, KnockRow, TokenScopeRow, VisitRow
from allocator.store.tables.notices import AddressRow, DeliveryRow, DigestRow, HookRow, NoticeRow
from allocator.store.tables.people import ApartRow, ContactRow, HouseholdRow, KeyringRow, PairRow
from allocator.store.tables.placements import ClaimRow, ConcernRow, DecisionRow, EffectRow, ObjectionRow, PlacementRow
from allocator.store.tables.region import (
    ComplexRow,
    CorporationRow,
    MunicipalityRow,
    OccupantRow,
    OutlinesRow,
    PoolRow,
    UnitRow,
    WeightRow,
)
from allocator.store.tables.results import ResultRow
from allocator.store.tables.rounds import PolicyRow, ProposalRow, RoundRow, RunRow
from allocator.store.tables.studies import PartRow, StudyRow

APPEND_ONLY = ("postings", "decisions", "audit_events", "read_log", "row_seals")
"""Tables of which no row is ever changed or removed; triggers in the database see to it too."""

__all__ = [
    "APPEND_ONLY",
    "AddressRow",
    "AnswerRow",
    "ApartRow",
    "AuditRow",
    "BalanceRow",
    "ClaimRow",
    "ClosedPeriodRow",
    "ComplexRow",
    "ConcernRow",
    "ContactRow",
    "CorporationRow",
    "CredentialRow",
    "DecisionRow",
    "DeliveryRow",
    "DigestRow",
    "EffectRow",
    "HeadRow",
    "HookRow",
    "HouseholdRow",
    "IdentityRow",
    "ImportRow",
    "KeyringRow",
    "KnockRow",
    "MunicipalityRow",
    "NoticeRow",
    "ObjectionRow",
    "OccupantRow",
    "OrganisationRow",
    "OutlinesRow",
    "PairRow",
    "PartRow",
    "PlacementRow",
    "PolicyRow",
    "PoolRow",
    "PostingRow",
    "ProposalRow",
    "ReadRow",
    "ResultRow",
    "RoundRow",
    "RunRow",
    "SealRow",
    "StudyRow",
    "Table",
    "TokenRow",
    "TokenScopeRow",
    "TransferRow",
    "UnitRow",
    "UserRow",
    "VisitRow",
    "WeightRow",
]
