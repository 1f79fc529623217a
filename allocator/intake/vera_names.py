"""Names that corporations use for the columns of units (VERA 4.3: Eenheid and Publicatie)."""

UNIT_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("idExtern", "eenheid.id"),
    "municipality": ("gemeente.code", "adres.gemeente.code"),
    "corporation": ("idOrganisatie",),
    "form": ("detailSoort", "detailSoort.code", "eenheidDetailSoort"),
    "status": ("status.code", "eenheidStatus"),
    "places": ("aantalEenhedenBeschikbaar",),
    "area_m2": ("GBO", "oppervlakten.GBO", "oppervlakte GBO"),
    "rent_eur": ("rekenhuur",),
    "self_contained": ("zelfstandig",),
    "counts_for_rent_benefit": ("aangemerktHuurtoeslag", "aangemerktHuurtoeslag.code"),
    "daeb": ("maatschappelijkLabel", "maatschappelijkLabel.code"),
    "accessibility": ("toegankelijkheidslabel", "toegankelijkheidslabel.code"),
    "floor": ("etage",),
    "lift": ("liftAanwezig", "panden.liftAanwezig"),
    "contract": ("overeenkomstDetailsoort", "overeenkomstDetailsoort.code"),
    "available_from": ("opleverdatum",),
    "available_until": ("beoogdUitExploitatieDatum",),
    "offer_before": ("publicatie.einddatum",),
    "postcode": ("adres.postcode",),
    "bag_id": ("bagIdentificatie", "adresseerbaarObjectBasisregistratie.bagIdentificatie"),
    "reserved_for": ("aanvullendeDoelgroep", "aanvullendeDoelgroep.code"),
    "complex": ("clusters.complex",),
}
"""Heading of a column to the VERA names of the same fact."""

EXTRA: dict[str, tuple[str, ...]] = {
    "soort": ("soort", "soort.code", "eenheidSoort"),
    "detailStatus": ("detailStatus", "detailStatus.code", "eenheidDetailStatus"),
    "woonvorm": ("woonvorm.code",),
    "doelgroep": ("doelgroep", "doelgroep.code"),
    "detailModel": ("detailModel", "detailModel.code", "publicatieDetailModel"),
    "kamersAantal": ("kamersAantal",),
    "criteria": ("criteria",),
}
"""VERA facts without a column of their own; they help to fill one."""

UNUSED = frozenset(
    """idAdministratie code naam omschrijving bouwjaar inExploitatiedatum uitExploitatiedatum opleverdatumBouw
    aantalOnzelfstandigeEenheden batScore brutohuur nettohuur streefhuur markthuur prijsconditie vertrekkenAantal
    sanitair zorgfaciliteitOmschrijving kadastraalNummer publicatieLabel woningwaarderingstelsel
    energieprestaties huurklasse huidigeStreefhuur installaties""".split()
)
"""Names of an Eenheid in JSON that a match does not need; they are passed over without a warning."""
