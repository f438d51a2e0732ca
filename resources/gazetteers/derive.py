"""Derive the compact gazetteers from public sources (see PROVENANCE.md): ``python derive.py SOURCE_FOLDER``.

SOURCE_FOLDER holds ``gaz`` (world-cities.csv, countries_factbook.csv, us/, names/) and ``ir`` (plain English text
from which the list of ordinary words is counted). Run it again when a source changes, then renew the digests.
"""

import collections
import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
# Places known the world over: their bare name means the foreign city although towns in the U.S. share it.
WORLD_FIRST = set(
    "paris london moscow rome athens berlin cairo vienna dublin madrid lima havana geneva warsaw milan naples florence"
    " venice manchester birmingham cambridge oxford melbourne toledo valencia cordoba santiago hamburg frankfurt"
    " st petersburg saint petersburg odessa delhi canton manila lebanon peru cuba mexico poland jamaica panama brazil"
    " norway sweden holland palestine beirut damascus baghdad tripoli alexandria sparta troy carthage montreal toronto"
    " vancouver lagos karachi mumbai amsterdam brussels lisbon genoa bristol liverpool edinburgh glasgow".split()
) | {"saint petersburg", "st petersburg", "new delhi"}
# Towns in the U.S. so much better known that the bare name means them.
US_FIRST = set(
    "birmingham boston denver dallas houston austin phoenix columbus dayton toledo richmond arlington aurora"
    " albany buffalo rochester memphis nashville atlanta miami orlando tampa chicago detroit cleveland cincinnati"
    " pittsburgh philadelphia baltimore seattle portland oakland sacramento fresno omaha tulsa wichita milwaukee"
    " minneapolis anchorage honolulu albuquerque tucson mesa raleigh charlotte greensboro durham norfolk newark"
    " hartford providence brooklyn queens manhattan bronx syracuse lansing dearborn madison springfield jackson"
    " lincoln spokane tacoma boise reno modesto stockton bakersfield irvine anaheim pasadena glendale scottsdale"
    " plano lubbock laredo amarillo savannah mobile montgomery huntsville knoxville chattanooga lexington louisville"
    " akron worcester trenton camden wilmington bridgeport peoria rockford topeka fargo sioux cheyenne bismarck".split()
) | {
    "washington",
    "new york",
    "los angeles",
    "san diego",
    "san francisco",
    "san jose",
    "san antonio",
    "las vegas",
    "kansas city",
    "st. louis",
    "saint louis",
    "st. paul",
    "new orleans",
    "salt lake city",
    "el paso",
    "fort worth",
    "baton rouge",
    "des moines",
    "little rock",
    "ann arbor",
    "santa fe",
    "colorado springs",
    "oklahoma city",
}
WORLD_FIRST -= {"toledo", "birmingham", "troy", "alexandria"}
BOTH = {
    "georgia",
    "alexandria",
    "cambridge",
    "manchester",
    "bristol",
    "portsmouth",
    "plymouth",
    "hamilton",
    "kingston",
    "victoria",
    "santa cruz",
    "san juan",
    "guadalupe",
    "monterrey",
    "cordova",
}


def folded(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'").lower().strip()


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file as rows."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, lines: set[str] | list[str]) -> None:
    """One entry per line, sorted."""
    (HERE / name).write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def ordinary_words(texts: Path) -> set[str]:
    """Words that occur in lower case in ordinary text at least four times."""
    counts: collections.Counter[str] = collections.Counter()
    for path in [
        texts / "xquad/corpus.en.jsonl",
        texts / "scifact/corpus.jsonl",
        texts / "distractors-2wiki/corpus.jsonl",
    ]:
        for line in path.read_text(encoding="utf-8").splitlines():
            counts.update(
                re.findall(r"(?<![\w'-])[a-z]{2,}(?![\w'-])", json.dumps(json.loads(line), ensure_ascii=False))
            )
    return {word for word, count in counts.most_common(14000) if count >= 4}


def places(source: Path, words: set[str]) -> None:
    """World and U.S. towns; names in both go to ``places_both`` unless one is far better known."""
    us, world = set(), set()
    for row in rows(source / "world-cities.csv"):
        name = folded(row["name"])
        if len(name) < 3 or not re.fullmatch(r"[a-z][a-z .'-]+", name):
            continue
        (us if row["country"] == "United States" else world).add(name)
    both = (us & world) | BOTH
    write("places_us.txt", (us - world - BOTH) | US_FIRST)
    write("places_both.txt", both - US_FIRST - WORLD_FIRST)
    write("places_world.txt", {n for n in (world - us - BOTH) | WORLD_FIRST if n not in words and n not in US_FIRST})
    counties: set[str] = set()
    for row in rows(source / "us/state_and_county_fips_master.csv"):
        found = re.fullmatch(r"(.+) (County|Parish)", row["name"])
        if found:
            counties.add(folded(found[1]))
    write("counties_us.txt", counties)


def countries(source: Path) -> None:
    """Countries (with capitals and former names) and the words for their people."""
    names, demonyms = set(), set()
    territories = {"American Samoa", "Guam", "Northern Mariana Islands", "Puerto Rico", "Virgin Islands"}
    for row in rows(source / "countries_factbook.csv"):
        if row["name"] in territories or row["name"].startswith(("United States", "Baker", "Wake", "Navassa")):
            continue
        for name in [row["name"], row["long_name"], *row["former_names"].split(","), row["capital"]]:
            name = re.sub(r"\(.*?\)|;.*|note.*| in Romanian| - .*", "", folded(name)).strip()
            name = re.sub(r"^the ", "", name)
            if re.fullmatch(r"[a-z][a-z .'-]{2,34}", name) and name not in {
                "none",
                "jersey",
                "jordan",
                "chad",
                "victoria",
            }:
                names.add(name)
        people = f"{row['demonym_noun']},{row['demonym_adjective']}"
        people = re.sub(r"\(men\)|\(women\)|\(man\)|\(s\)|\(.*?\)", "", people)
        for word in re.split(r"[,;]| or |/", people):
            word = re.sub(r"^.*(former term|note).*", "", folded(word)).strip()
            if re.fullmatch(r"[a-z][a-z '-]{2,24}", word) and word not in {"none", "n a", "natural"}:
                demonyms.add(word)
    demonyms |= set(
        "taiwanese frenchman frenchmen frenchwoman dutchman irishman englishman englishmen english scottish welsh scot"
        " kurd kurdish tajik uzbek turkmen kazakh kyrgyz uyghur chechen dagestani palestinian tibetan soviet serb"
        " turk pole dane swede finn briton spaniard arab persian pashtun hazara tuareg hausa somali swazi saudi"
        " european african asian latin scandinavian balkan baltic caucasian-republic crimean siberian"
        " ossetian abkhaz catalan basque belorussian byelorussian macedonian korean burmese".split()
    )
    demonyms |= {
        "north korean",
        "south korean",
        "saudi arabian",
        "latin american",
        "south american",
        "central asian",
        "middle eastern",
        "west african",
        "east african",
        "north african",
        "eastern european",
        "western european",
    }
    demonyms |= {word + "s" for word in demonyms if not word.endswith(("s", "se", "sh", "ch", "men", "man"))}
    demonyms -= {"latin", "us", "american", "natural", "turkey"}
    names -= US_FIRST | BOTH | {"georgetown", "jamestown", "stanley", "douglas", "saint john's", "washington"}
    write(
        "countries.txt",
        names
        | {
            "uk",
            "uae",
            "drc",
            "prc",
            "dprk",
            "rok",
            "ussr",
            "england",
            "scotland",
            "wales",
            "great britain",
            "soviet union",
            "crimea",
            "donbas",
            "gaza",
            "kashmir",
            "xinjiang",
            "tibet",
            "kurdistan",
            "north korea",
            "south korea",
            "burma",
            "turkiye",
            "ivory coast",
            "holland",
            "siberia",
            "czech republic",
            "macedonia",
            "palestine",
            "west bank",
            "somaliland",
            "transnistria",
            "abkhazia",
            "south ossetia",
            "chechnya",
            "dagestan",
            "balochistan",
            "hong kong",
            "macau",
            "middle east",
            "europe",
            "asia",
            "africa",
            "latin america",
            "south america",
            "central america",
            "eastern europe",
            "central asia",
            "balkans",
            "caucasus",
            "sahel",
            "levant",
        },
    )
    write("demonyms.txt", demonyms)


def people(source: Path) -> None:
    """Forenames and surnames of about 76 countries in Latin script."""
    fore = {folded(r["Romanized Name"]) for r in rows(source / "names/common-forenames-by-country.csv")}
    sur = {folded(r["Romanized Name"]) for r in rows(source / "names/common-surnames-by-country.csv")}
    more = json.loads((HERE / "more_names.json").read_text(encoding="utf-8"))
    shape = re.compile(r"[a-z][a-z'-]{1,}")
    write("forenames.txt", {n for n in fore | set(more["forenames"].split()) if shape.fullmatch(n)})
    write("surnames.txt", {n for n in sur | set(more["surnames"].split()) if shape.fullmatch(n)})


def look_alikes() -> None:
    """Characters that look like one Latin letter or digit, from Unicode's confusables (UTS #39)."""
    from confusable_homoglyphs import confusables

    table: dict[str, str] = {}
    for plain in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for found in confusables.is_confusable(plain, greedy=True) or []:
            for other in found["homoglyphs"]:
                c = other["c"]
                if len(c) == 1 and ord(c) > 127 and unicodedata.normalize("NFKC", c) == c and c not in table:
                    table[c] = plain.lower() if not c.isupper() else plain
    for alike, plain in zip(
        "аеорсухіјѕԁһԛԝАВЕКМНОРСТХУІЈЅεοανικρτυхΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcyxijsdhqwABEKMHOPCTXYIJSeoavikptuxABEZHIKMNOPTYX",
        strict=True,
    ):
        table.update({alike: plain})
    write("look_alikes.txt", [f"{a} {b}" for a, b in table.items()])


if __name__ == "__main__":
    root = Path(sys.argv[1])
    common = ordinary_words(root / "ir")
    write("ordinary_words.txt", common)
    places(root / "gaz", common)
    countries(root / "gaz")
    people(root / "gaz")
    write(
        "companies_us.txt",
        {folded(n) for n in (root / "gaz/us/companies.txt").read_text(encoding="utf-8").splitlines()}
        - {
            "deloitte",
            "accenture",
            "bae systems",
            "target",
            "mars",
            "visa",
            "gap",
            "dow",
            "progressive",
            "zoom",
            "stryker",
            "ryder",
            "publix",
            "anthem",
            "corning",
            "fluor",
            "nationwide",
            "paramount",
            "hp",
            "jacobs",
            "marriott",
        },
    )
    look_alikes()
