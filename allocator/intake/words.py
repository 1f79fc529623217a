"""Words that people write for a code: English, Dutch, and for units the code that corporations use (VERA)."""

import re
import unicodedata
from enum import StrEnum

from allocator.domain.codes import (
    Accessibility,
    Contract,
    CountUnit,
    Form,
    ForWhom,
    LedgerKind,
    Sex,
    Situation,
    SupportLevel,
    UnitStatus,
    Verdict,
)

YES = frozenset({"true", "ja", "yes", "1", "waar", "j", "y"})
NO = frozenset({"false", "nee", "no", "0", "onwaar", "n"})


def normal(text: str) -> str:
    """A heading or word without case, accents, spaces and punctuation, so that spellings can be compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


DUTCH: dict[type[StrEnum], dict[str, str]] = {
    Form: {
        "regulier": "regular",
        "gewoon": "regular",
        "zelfstandig": "regular",
        "flexwoning": "flex",
        "tijdelijke woning": "flex",
        "tinyhouse": "tiny_house",
        "containerwoning": "container",
        "kamer": "room",
        "hospita": "lodging",
        "hospitaverhuur": "lodging",
        "groepswoning": "group_home",
        "groepswonen": "group_home",
        "gedeelde kamers": "shared_rooms",
        "kamers gedeeld": "shared_rooms",
        "skaeve": "skaeve_huse",
        "skæve huse": "skaeve_huse",
        "opvangplek": "shelter_place",
        "opvangplaats": "shelter_place",
        "beschermde plek": "supported_place",
        "begeleid wonen": "supported_place",
        "beschermd wonen": "supported_place",
    },
    UnitStatus: {
        "vrij": "free",
        "leeg": "free",
        "leegstand": "free",
        "beschikbaar": "free",
        "bewoond": "occupied",
        "bezet": "occupied",
        "verhuurd": "occupied",
        "gereserveerd": "reserved",
        "in onderhoud": "under_repair",
        "onderhoud": "under_repair",
        "in reparatie": "under_repair",
        "ingetrokken": "withdrawn",
        "uit exploitatie": "withdrawn",
    },
    Contract: {
        "onbepaalde tijd": "indefinite",
        "onbepaald": "indefinite",
        "vast": "indefinite",
        "bepaalde tijd": "fixed_term",
        "tijdelijk": "fixed_term",
        "flexcontract": "flex",
        "jongerencontract": "youth",
        "jongeren": "youth",
        "kamergewijs": "per_room",
        "kamergewijze verhuur": "per_room",
        "campuscontract": "campus",
        "vrije sector": "free_sector",
        "middenhuur": "mid_rent",
        "bruikleen": "loan",
        "omklap": "flip",
        "omklapcontract": "flip",
    },
    ForWhom: {
        "iedereen": "any",
        "allen": "any",
        "vrouwen": "women",
        "mannen": "men",
        "gezin": "family",
        "gezinnen": "family",
    },
    Sex: {
        "vrouw": "female",
        "v": "female",
        "man": "male",
        "m": "male",
        "gemengd": "mixed",
        "beide": "mixed",
        "anders": "other",
        "x": "other",
    },
    Accessibility: {
        "geen": "none",
        "nultreden": "step_free",
        "nultredenwoning": "step_free",
        "drempelloos": "step_free",
        "rollator": "walker",
        "rollatorwoning": "walker",
        "rolstoel": "wheelchair",
        "rolstoelwoning": "wheelchair",
    },
    SupportLevel: {
        "geen": "none",
        "licht": "light",
        "intensief": "intensive",
        "24 uur bereikbaar": "on_call_24h",
        "24 uurs bereikbaar": "on_call_24h",
        "24 uur aanwezig": "on_site_24h",
        "24 uurs aanwezig": "on_site_24h",
    },
    Situation: {
        "op straat": "rough",
        "straat": "rough",
        "buiten": "rough",
        "noodopvang": "emergency_shelter",
        "opvang": "shelter",
        "maatschappelijke opvang": "shelter",
        "instelling": "institution",
        "uitstroom instelling": "institution",
        "niet conventioneel": "non_conventional",
        "bij anderen": "with_others",
        "bij familie of vrienden": "with_others",
        "dreigende uitzetting": "eviction_threat",
        "gehuisvest": "housed",
        "woning": "housed",
    },
    Verdict: {
        "vastzetten": "pin",
        "vast": "pin",
        "verbieden": "forbid",
        "verbod": "forbid",
        "niet": "forbid",
        "ontheffing": "waive",
        "ontheffen": "waive",
    },
    LedgerKind: {
        "beginstand": "opening",
        "begin": "opening",
        "quotum": "quota",
        "taakstelling": "quota",
        "toegezegd": "committed",
        "geplaatst": "placed",
        "gerealiseerd": "placed",
        "overdracht": "transfer",
        "herziening": "revision",
        "verschoond": "excused",
        "correctie": "correction",
        "overheveling": "carry_over",
        "meegenomen": "carry_over",
    },
    CountUnit: {"personen": "persons", "huishoudens": "households", "huishouden": "households"},
}

VERA: dict[type[StrEnum], dict[str, str]] = {
    Accessibility: {
        # ROG and GNV are passable inside but not step-free at the door, so they promise nothing here
        "ZON": "none",
        "GNV": "none",
        "ROG": "none",
        "NUL": "step_free",
        "ROA": "walker",
        "ROL": "wheelchair",
        "RUI": "wheelchair",
    },
    Contract: {
        "ONB": "indefinite",
        "TIJ": "fixed_term",
        "FLE": "flex",
        "JON": "youth",
        "KAM": "per_room",
        "CAM": "campus",
        "SHS": "fixed_term",
        "MID": "fixed_term",
        "OMK": "flip",
        "BRU": "loan",
    },
    UnitStatus: {"LEE": "free", "VEH": "occupied", "UIT": "withdrawn", "ADM": "withdrawn", "ONT": "withdrawn"},
    Form: {
        "KAM": "room",
        "TIJ": "flex",
        "TIN": "tiny_house",
        **dict.fromkeys(
            "BEN BOV COR EIN GAL GTW GWO HAL HER HOE KNG MAI POF POW PRW TUS TWE VRI WAT WOB WOW WWP".split(),
            "regular",
        ),
    },
}
"""Active VERA codes (Aedes vera-referentiedata, CC0): TOEGANKELIJKHEIDSLABEL, OVEREENKOMSTDETAILSOORT (and
PUBLICATIEDETAILMODEL.OMK), EENHEIDSTATUS, EENHEIDDETAILSOORT under WOO."""


def _table(kind: type[StrEnum], vera: bool) -> dict[str, StrEnum]:
    found = {normal(member.value): member for member in kind}
    found |= {normal(word): kind(code) for word, code in DUTCH.get(kind, {}).items()}
    if vera:
        found |= {normal(word): kind(code) for word, code in VERA.get(kind, {}).items()}
    return found


_TABLES: dict[tuple[type[StrEnum], bool], dict[str, StrEnum]] = {
    (kind, vera): _table(kind, vera)
    for kind in (
        Accessibility,
        Contract,
        CountUnit,
        Form,
        ForWhom,
        LedgerKind,
        Sex,
        Situation,
        SupportLevel,
        UnitStatus,
        Verdict,
    )
    for vera in (False, True)
}


def code_of(kind: type[StrEnum], text: str, *, vera: bool = False) -> StrEnum | None:
    """The code that a word stands for, or None when the word is not known."""
    table = _TABLES.get((kind, vera)) or _table(kind, vera)
    return table.get(normal(text))
