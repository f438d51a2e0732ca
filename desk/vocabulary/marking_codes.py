"""The words and codes of markings, as data: controls in Register order with their portion codes, and country groups.

After the IC Markings System Register and Manual (31 Dec 2016); later editions are not public.
"""

# Marks that stand without a level on unclassified papers.
WITHOUT_LEVEL = {
    "FOUO": "FOUO",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
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
    "FOR OFFICIAL USE ONLY": "FOUO",
    "DEA SENSITIVE": "DSEN",
    "CAUTION-PROPRIETARY INFORMATION INVOLVED": "PROPIN",
    "LAW ENFORCEMENT SENSITIVE": "LES",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
    "LIMITED DISTRIBUTION": "LIMDIS",
}
CODES = {**DISSEMINATION, **NON_IC}
NAMES = {code: name for name, code in CODES.items()} | {name: name for name in CODES} | LONG_FORMS
SCI = frozenset({"HCS", "SI", "TK", "KLONDIKE", "RSV"})
GROUPS = {
    "FVEY": frozenset({"USA", "AUS", "CAN", "GBR", "NZL"}),
    "ACGU": frozenset({"USA", "AUS", "CAN", "GBR"}),
    "TEYE": frozenset({"USA", "AUS", "GBR"}),
}
