"""The integrity constraints of the RDF Data Cube Vocabulary (W3C Recommendation, §11), written as ASK queries.

Each is true where something is wrong, and is asked of a normalized cube (§10). Beside each stands a change to a sound
cube after which it must be true.
"""

from __future__ import annotations

from dataclasses import dataclass

_PREFIXES = """PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX cube: <https://w3id.org/tcgraph/cube#>
PREFIX x: <https://example.org/>
"""

NORMALIZE = (
    """INSERT { GRAPH ?g { ?o a qb:Observation } }
    WHERE { GRAPH ?g { ?x qb:observation ?o } }""",
    """INSERT { GRAPH ?g { ?o a qb:Observation } }
    WHERE { GRAPH ?g { ?o qb:dataSet ?d } }""",
    """INSERT { GRAPH ?g { ?s a qb:Slice } }
    WHERE { GRAPH ?g { ?d qb:slice ?s } }""",
    """INSERT { GRAPH ?g { ?c qb:componentProperty ?p . ?p a ?kind } }
    WHERE {
      VALUES (?link ?kind) { (qb:dimension qb:DimensionProperty) (qb:measure qb:MeasureProperty)
                             (qb:attribute qb:AttributeProperty) }
      GRAPH ?g { ?c ?link ?p }
    }""",
    """INSERT { GRAPH ?g { ?o ?p ?v } }
    WHERE { GRAPH ?g {
      ?part qb:componentProperty ?p ; qb:componentAttachment qb:DataSet .
      ?d qb:structure/qb:component ?part ; ?p ?v . ?o qb:dataSet ?d
    } }""",
    """INSERT { GRAPH ?g { ?o ?p ?v } }
    WHERE { GRAPH ?g {
      ?part qb:componentProperty ?p ; qb:componentAttachment qb:Slice .
      ?d qb:structure/qb:component ?part ; qb:slice ?s . ?s ?p ?v ; qb:observation ?o
    } }""",
)
"""The updates of §10.2: types that follow, then attachments pushed down to the observations."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint.

    Attributes:
        name: as the Recommendation numbers it.
        ask: the pattern of what is wrong.
        breaks: an update of a sound cube, after which something is.
    """

    name: str
    ask: str
    breaks: str

    @property
    def query(self) -> str:
        """The ASK query."""
        return f"{_PREFIXES}ASK {{ {self.ask} }}"


def update(text: str) -> str:
    """An update with the prefixes that this module's texts use."""
    return _PREFIXES + text


def _insert(triples: str) -> str:
    return f"INSERT DATA {{ GRAPH <urn:cube> {{ {triples} }} }}"


def _delete(where: str) -> str:
    return f"DELETE WHERE {{ GRAPH <urn:cube> {{ {where} }} }}"


_ONE = "<https://w3id.org/tcgraph/cube#actions-by-section/1/taken/2006-10-11>"
_STRUCTURE = "cube:actions-by-section-structure"

CONSTRAINTS = (
    Constraint(
        "IC-1",
        """{ ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } }
        UNION { ?o a qb:Observation ; qb:dataSet ?d, ?e FILTER(?d != ?e) }""",
        _delete(f"{_ONE} qb:dataSet ?d"),
    ),
    Constraint(
        "IC-2",
        """{ ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } }
        UNION { ?d a qb:DataSet ; qb:structure ?s, ?t FILTER(?s != ?t) }""",
        _insert(f"cube:actions-by-theme qb:structure {_STRUCTURE}"),
    ),
    Constraint(
        "IC-3",
        """?s a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty/a qb:MeasureProperty }""",
        _insert("x:s a qb:DataStructureDefinition ; qb:component [ qb:dimension cube:section ]"),
    ),
    Constraint(
        "IC-4",
        "?d a qb:DimensionProperty FILTER NOT EXISTS { ?d rdfs:range ?r }",
        _delete("cube:reported rdfs:range ?r"),
    ),
    Constraint(
        "IC-5",
        "?d a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?d qb:codeList ?l }",
        _delete("cube:status qb:codeList ?l"),
    ),
    Constraint(
        "IC-6",
        """?s qb:component ?c . ?c qb:componentRequired "false"^^xsd:boolean ; qb:componentProperty ?p
        FILTER NOT EXISTS { ?p a qb:AttributeProperty }""",
        _insert(f"{_STRUCTURE} qb:component [ qb:dimension cube:section ; qb:componentRequired false ]"),
    ),
    Constraint(
        "IC-7",
        """?k a qb:SliceKey
        FILTER NOT EXISTS { ?s a qb:DataStructureDefinition ; qb:sliceKey ?k }""",
        _insert("x:key a qb:SliceKey ; qb:componentProperty cube:status"),
    ),
    Constraint(
        "IC-8",
        """?k a qb:SliceKey ; qb:componentProperty ?p . ?s qb:sliceKey ?k
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty ?p }""",
        _insert("cube:by-status qb:componentProperty cube:donor"),
    ),
    Constraint(
        "IC-9",
        """{ ?l a qb:Slice FILTER NOT EXISTS { ?l qb:sliceStructure ?k } }
        UNION { ?l a qb:Slice ; qb:sliceStructure ?k, ?j FILTER(?k != ?j) }""",
        _insert("cube:actions-by-theme qb:slice x:slice"),
    ),
    Constraint(
        "IC-10",
        """?l qb:sliceStructure/qb:componentProperty ?d
        FILTER NOT EXISTS { ?l ?d ?v }""",
        _insert("x:slice a qb:Slice ; qb:sliceStructure cube:by-certainty"),
    ),
    Constraint(
        "IC-11",
        """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d . ?d a qb:DimensionProperty
        FILTER NOT EXISTS { ?o ?d ?v }""",
        _delete(f"{_ONE} cube:reported ?v"),
    ),
    Constraint(
        "IC-12",
        """FILTER(?all)
        { SELECT (MIN(?same) AS ?all) WHERE {
          ?o qb:dataSet ?set . ?p qb:dataSet ?set FILTER(STR(?o) < STR(?p))
          ?set qb:structure/qb:component/qb:componentProperty ?d . ?d a qb:DimensionProperty .
          ?o ?d ?v . ?p ?d ?w BIND(?v = ?w AS ?same)
        } GROUP BY ?o ?p HAVING (MIN(?same)) }""",
        _insert(
            "x:o a qb:Observation ; qb:dataSet cube:actions-by-section ; cube:actions 99 ; "
            "cube:section <https://w3id.org/tcgraph/id/section/1> ; "
            "cube:status <https://w3id.org/tcgraph/vocab/status/taken> ; cube:reported '2006-10-11'^^xsd:date"
        ),
    ),
    Constraint(
        "IC-13",
        """?o qb:dataSet/qb:structure/qb:component ?c .
        ?c qb:componentRequired "true"^^xsd:boolean ; qb:componentProperty ?a
        FILTER NOT EXISTS { ?o ?a ?v }""",
        _delete("cube:actions-by-theme <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> ?u"),
    ),
    Constraint(
        "IC-14",
        """?o qb:dataSet/qb:structure ?s . ?s qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty
        FILTER NOT EXISTS { ?s qb:component/qb:componentProperty qb:measureType }
        FILTER NOT EXISTS { ?o ?m ?v }""",
        _delete(f"{_ONE} cube:actions ?v"),
    ),
    Constraint(
        "IC-15",
        """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty qb:measureType ; qb:measureType ?m
        FILTER NOT EXISTS { ?o ?m ?v }""",
        _insert(
            f"{_STRUCTURE} qb:component [ qb:dimension qb:measureType ] . {_ONE} qb:measureType cube:fundedActions"
        ),
    ),
    Constraint(
        "IC-16",
        """?o qb:dataSet/qb:structure ?s ; qb:measureType ?m ; ?other ?v .
        ?s qb:component/qb:componentProperty qb:measureType ; qb:component/qb:componentProperty ?other .
        ?other a qb:MeasureProperty FILTER(?other != ?m)""",
        _insert(
            f"{_STRUCTURE} qb:component [ qb:dimension qb:measureType ], [ qb:measure cube:fundedActions ] . "
            f"{_ONE} qb:measureType cube:actions ; cube:fundedActions 1"
        ),
    ),
    Constraint(
        "IC-17",
        """?set qb:structure ?s . ?s qb:component/qb:componentProperty qb:measureType, ?m . ?m a qb:MeasureProperty .
        ?o qb:dataSet ?set ; qb:measureType ?any
        FILTER NOT EXISTS {
          ?twin qb:dataSet ?set ; qb:measureType ?m
          FILTER NOT EXISTS {
            ?s qb:component/qb:componentProperty ?d . ?d a qb:DimensionProperty . ?o ?d ?v . ?twin ?d ?w
            FILTER(?d != qb:measureType && ?v != ?w)
          }
        }""",
        _insert(
            f"{_STRUCTURE} qb:component [ qb:dimension qb:measureType ], [ qb:measure cube:fundedActions ] . "
            f"{_ONE} qb:measureType cube:actions"
        ),
    ),
    Constraint(
        "IC-18",
        """?set qb:slice/qb:observation ?o FILTER NOT EXISTS { ?o qb:dataSet ?set }""",
        _insert(f"cube:funded-actions-by-donor qb:slice x:l . x:l qb:observation {_ONE}"),
    ),
    Constraint(
        "IC-19",
        """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d . ?d qb:codeList ?list . ?o ?d ?v
        FILTER(
          (EXISTS { ?list a skos:ConceptScheme } && NOT EXISTS { ?v a skos:Concept ; skos:inScheme ?list })
          || (EXISTS { ?list a skos:Collection } && NOT EXISTS { ?v a skos:Concept . ?list skos:member+ ?v })
        )""",
        _insert(f"{_ONE} cube:status <https://w3id.org/tcgraph/vocab/status/forgotten>"),
    ),
    Constraint(
        "IC-20",
        """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d .
        ?d qb:codeList ?list . ?list a qb:HierarchicalCodeList ; qb:parentChildProperty skos:narrower . ?o ?d ?v
        FILTER NOT EXISTS { ?list qb:hierarchyRoot/skos:narrower* ?v }""",
        _insert(
            "cube:section qb:codeList x:list . x:list a qb:HierarchicalCodeList ; qb:hierarchyRoot x:root ; "
            "qb:parentChildProperty skos:narrower"
        ),
    ),
    Constraint(
        "IC-21",
        """?o qb:dataSet/qb:structure/qb:component/qb:componentProperty ?d .
        ?d qb:codeList ?list . ?list a qb:HierarchicalCodeList ;
          qb:parentChildProperty [ <http://www.w3.org/2002/07/owl#inverseOf> skos:broader ] . ?o ?d ?v
        FILTER NOT EXISTS { ?list qb:hierarchyRoot/(^skos:broader)* ?v }""",
        _insert(
            "cube:section qb:codeList x:list . x:list a qb:HierarchicalCodeList ; qb:hierarchyRoot x:root ; "
            "qb:parentChildProperty [ <http://www.w3.org/2002/07/owl#inverseOf> skos:broader ]"
        ),
    ),
)
