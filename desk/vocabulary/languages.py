"""Languages a report can be in: codes of ISO 639-1, and of ISO 639-3 where that has none, with their English names."""

_PAIRS = (
    "af=Afrikaans am=Amharic ar=Arabic as=Assamese az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bo=Tibetan "
    "bs=Bosnian ca=Catalan ce=Chechen ckb=Central_Kurdish cs=Czech cy=Welsh da=Danish de=German dv=Maldivian el=Greek "
    "en=English es=Spanish et=Estonian eu=Basque fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati "
    "ha=Hausa haz=Hazaragi he=Hebrew hi=Hindi hr=Croatian ht=Haitian hu=Hungarian hy=Armenian id=Indonesian ig=Igbo "
    "is=Icelandic it=Italian ja=Japanese jv=Javanese ka=Georgian kk=Kazakh km=Khmer kn=Kannada ko=Korean ks=Kashmiri "
    "ku=Kurdish ky=Kyrgyz lo=Lao lt=Lithuanian lv=Latvian mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay "
    "mt=Maltese my=Burmese ne=Nepali nl=Dutch no=Norwegian om=Oromo or=Odia pa=Punjabi pl=Polish prs=Dari ps=Pashto "
    "pt=Portuguese rn=Rundi ro=Romanian ru=Russian rw=Kinyarwanda sd=Sindhi si=Sinhala sk=Slovak sl=Slovenian "
    "so=Somali sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil te=Telugu tg=Tajik th=Thai ti=Tigrinya tk=Turkmen "
    "tl=Tagalog tr=Turkish tt=Tatar ug=Uyghur uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese xh=Xhosa yi=Yiddish "
    "yo=Yoruba yue=Cantonese zh=Chinese zu=Zulu"
)
LANGUAGES = {code: name.replace("_", " ") for code, name in (pair.split("=") for pair in _PAIRS.split())}
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()}
# What programs write for Norwegian, and the former code of Hebrew and Indonesian.
_ALSO = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "cmn": "zh", "farsi": "fa"}


def code_of(text: str) -> str:
    """The code of a language given as a code, a tag ("en-US") or an English name; empty where it is none that is known."""
    said = " ".join(text.casefold().split())
    first = said.replace("_", "-").split("-")[0]
    for each in (said, first):
        code = _CODES.get(each, _ALSO.get(each, each))
        if code in LANGUAGES:
            return code
    return ""


def name_of(code: str) -> str:
    """The English name of a code; empty for none."""
    return LANGUAGES.get(code, code)
