"""The words and codes of markings, as data: controls in Register order with their portion codes, and country groups.

After the IC Markings System Register and Manual (31 Dec 2016); later editions are not public.
"""

# Marks that stand without a level on unclassified papers.
WITHOUT_LEVEL = {
    "FOUO": "FOUO",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "SBU": "SBU",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
    "LES": "LES",
    "LAW ENFORCEMENT SENSITIVE": "LES",
}
# Register order; portion code beside the banner form.
DISSEMINATION = {
    "RSEN": "RS",
    "FOUO": "FOUO",
    "ORCON": "OC",
    "ORCON-USGOV": "OC-USGOV",
    "IMCON": "IMC",
    "NOFORN": "NF",
    "PROPIN": "PR",
    "RELIDO": "RELIDO",
    "DSEN": "DSEN",
    "FISA": "FISA",
}
RANKS = {name: rank for rank, name in enumerate(DISSEMINATION)}
NON_IC = {
    "LIMDIS": "DS",
    "EXDIS": "XD",
    "NODIS": "ND",
    "SBU": "SBU",
    "SBU NOFORN": "SBU-NF",
    "LES": "LES",
    "LES NOFORN": "LES-NF",
    "SSI": "SSI",
}
NON_IC_RANKS = {name: rank for rank, name in enumerate(NON_IC)}
LONG_FORMS = {
    "ORIGINATOR CONTROLLED": "ORCON",
    "NOT RELEASABLE TO FOREIGN NATIONALS": "NOFORN",
    "NO FOREIGN DISSEM": "NOFORN",
    "NO FOREIGN DISSEMINATION": "NOFORN",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "DEA SENSITIVE": "DSEN",
    "CAUTION-PROPRIETARY INFORMATION INVOLVED": "PROPIN",
    "LAW ENFORCEMENT SENSITIVE": "LES",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
    "LIMITED DISTRIBUTION": "LIMDIS",
}
CODES = {**DISSEMINATION, **NON_IC}
NAMES = {code: name for name, code in CODES.items()} | {name: name for name in CODES} | LONG_FORMS
# Controls that older papers carry and the Register no longer has: known as controls, kept as what a person must look at.
FORMER = frozenset(
    {"SENSITIVE", "EYES ONLY", "WNINTEL", "NOCONTRACT", "CONTROLLED DISSEM", "NO DISSEM ABROAD", "BACKGROUND USE ONLY"}
    | {"CONTINUED CONTROL", "LIMITED DISSEM", "NOFORN WNINTEL", "ROGER", "CRYPTO", "COMINT", "RD", "FRD", "CNWDI"}
)
# Whose marks begin with their name: alliances, and countries by trigraph (NATO's members and the Five Eyes).
OWNERS = frozenset(
    {"NATO", "COSMIC", "EU", "UN", "UK", "US"}
    | set(
        """ALB AUS BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD NOR NZL POL PRT
        ROU SVK SVN SWE TUR USA""".split()
    )
)
NATO_CODES = {
    "CTS": "COSMIC TOP SECRET",
    "NS": "NATO SECRET",
    "NC": "NATO CONFIDENTIAL",
    "NR": "NATO RESTRICTED",
    "NU": "NATO UNCLASSIFIED",
}
SCI = frozenset({"HCS", "SI", "TK", "KLONDIKE", "RSV"})
GROUPS = {
    "FVEY": frozenset({"USA", "AUS", "CAN", "GBR", "NZL"}),
    "ACGU": frozenset({"USA", "AUS", "CAN", "GBR"}),
    "TEYE": frozenset({"USA", "AUS", "GBR"}),
}
