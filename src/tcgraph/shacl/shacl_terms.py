"""Every term of the SHACL vocabulary: what a shapes graph may say, and what of it this validator leaves aside."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARAMETERS: Final = _words(
    """class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals maxCount maxExclusive
    maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or and xone pattern property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape sparql uniqueLang
    expression maxListLength memberShape minListLength nodeByExpression reifierShape rootClass singleLine someValue
    subsetOf uniqueMembers uniqueValuesFor"""
)
"""Parameters that make a constraint (SHACL §4, §5.1; SHACL 1.2 Core §4)."""

NEW: Final = _words(
    """maxListLength memberShape minListLength nodeByExpression reifierShape rootClass singleLine someValue subsetOf
    uniqueMembers uniqueValuesFor targetWhere"""
)
"""Of SHACL 1.2: what a validator of SHACL 1.0 passes over."""

DEPENDENT: Final = {
    "flags": ("pattern",),
    "reificationRequired": ("reifierShape",),
    "ignoredProperties": ("closed",),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
}
"""Parameters that do nothing unless another one is there."""

SWITCHES: Final = (
    "closed",
    "deactivated",
    "uniqueLang",
    "qualifiedValueShapesDisjoint",
    "optional",
    "singleLine",
    "uniqueMembers",
)
"""Parameters whose only effective value is true."""

_CORE = _words("""rule Rule TripleRule SPARQLRule condition subject predicate object this Rules
    target Target TargetType SPARQLTarget SPARQLTargetType Function SPARQLFunction returnType
    alternativePath conforms datatype declare defaultValue description detail entailment
    flags focusNode group ignoredProperties inversePath labelTemplate message name namespace nodeValidator
    oneOrMorePath optional order parameter path prefix prefixes propertyValidator qualifiedValueShapesDisjoint result
    resultAnnotation resultMessage resultPath resultSeverity select ask severity shapesGraph shapesGraphWellFormed
    sourceConstraint sourceConstraintComponent sourceShape suggestedShapesGraph targetClass targetNode
    targetObjectsOf targetSubjectsOf validator value zeroOrMorePath zeroOrOnePath deactivated construct update
    BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRI IRIOrLiteral Literal Info Warning Violation NodeKind NodeShape
    Parameter Parameterizable PrefixDeclaration PropertyGroup PropertyShape ResultAnnotation Severity Shape
    SPARQLAskExecutable SPARQLAskValidator SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable
    SPARQLSelectValidator SPARQLUpdateExecutable SPARQLConstraint ValidationReport ValidationResult Validator
    AbstractResult ConstraintComponent annotationProperty annotationValue annotationVarName
    union intersection filterShape nodes if then else limit offset orderBy desc distinct count exists minus max min sum
    groupConcat separator values shape targetWhere reificationRequired ByTypes Debug Trace conformanceDisallows
    ShapeClass ShapesGraph RulesGraph RulesEntailment layer runOnce sparqlExpr bodyExpression ListParameterExpression
    ListParameterExpressionFunction NamedParameterExpression NamedParameterExpressionFunction""")
_COMPONENTS = _words("""And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals
    MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or
    Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
    Expression MaxListLength MemberShape MinListLength NodeByExpression ReifierShape RootClass SingleLine SomeValue
    SubsetOf UniqueMembers UniqueValuesFor""")

KNOWN: Final = PARAMETERS | _CORE | frozenset(f"{name}ConstraintComponent" for name in _COMPONENTS)
"""Local names of the terms of SHACL 1.0, of its Advanced Features and of SHACL 1.2, as far as they have an effect."""

IGNORED: Final = _words(
    """JSTarget JSTargetType JSRule JSFunction js JSConstraint JSConstraintComponent JSExecutable JSLibrary
    JSValidator jsFunctionName jsLibrary jsLibraryURL"""
)
"""Terms of SHACL-JS, a note, which have no effect here."""
