"""Updates (SPARQL 1.1 §19.8, rules 29 to 51)."""

from __future__ import annotations

from collections.abc import Mapping

from tcgraph.sparql import forms as forms
from tcgraph.sparql.query_parser import QueryParser
from tcgraph.sparql.syntax import Iri

_QUERIES = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_OPERATIONS = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


class UpdateParser(QueryParser):
    """Reads updates."""

    def __init__(self, text: str, prefixes: Mapping[str, str], base: str, longest: int) -> None:
        super().__init__(text, prefixes, base, longest)
        self._data_labels: dict[str, int] = {}

    def update(self) -> forms.Update:
        """Read a whole update (rule 29)."""
        start = self.start
        steps: list[forms.UpdateStep] = []
        while True:
            begin = self.start
            prologue = self.prologue()
            if self.kind == "end":
                if prologue or not steps:
                    steps.append(forms.UpdateStep(prologue, None, start=begin, end=self.last))
                break
            steps.append(forms.UpdateStep(prologue, self._operation(), start=begin, end=self.last))
            if not self.taken(";"):
                break
        if self.kind != "end":
            raise self.unexpected("`;`", "the end of the update")
        return forms.Update(tuple(steps), start=start, end=self.last)

    def _operation(self) -> forms.Operation:
        kind, start = self.kind, self.start
        if kind in ("INSERT", "DELETE", "WITH"):
            return self._change()
        if kind in _QUERIES:
            raise self.wrong(f"{self.here} begins a query, and an update is expected")
        if kind not in _OPERATIONS:
            raise self.unexpected("PREFIX", "BASE", *_OPERATIONS)
        self.next()
        silent = self.taken("SILENT")
        if kind == "LOAD":
            document = self.iri()
            into = self._graph() if self.taken("INTO") else None
            return forms.Load(document, into, silent, start=start, end=self.last)
        if kind in ("ADD", "MOVE", "COPY"):
            source = self._graph_or_default()
            self.take("TO")
            return forms.Transfer(kind, source, self._graph_or_default(), silent, start=start, end=self.last)
        if kind == "CREATE":
            return forms.GraphManagement(kind, self._graph(), silent, start=start, end=self.last)
        return forms.GraphManagement(kind, self._graphs(), silent, start=start, end=self.last)

    def _graph(self) -> Iri:
        self.take("GRAPH")
        return self.iri()

    def _graph_or_default(self) -> Iri | None:
        if self.taken("DEFAULT"):
            return None
        self.taken("GRAPH")
        return self.iri()

    def _graphs(self) -> Iri | str:
        kind = self.kind
        if kind in ("DEFAULT", "NAMED", "ALL"):
            self.next()
            return kind
        if kind != "GRAPH":
            raise self.unexpected("GRAPH", "DEFAULT", "NAMED", "ALL")
        return self._graph()

    def _change(self) -> forms.Operation:
        """INSERT and DELETE in all their forms (rules 38 to 43)."""
        kind, start = self.kind, self.start
        graph = None
        if self.taken("WITH"):
            graph = self.iri()
            kind = self.kind
            if kind not in ("INSERT", "DELETE"):
                raise self.unexpected("INSERT", "DELETE")
        self.next()
        if graph is None and self.taken("DATA"):
            return forms.ChangeData(kind, self._data(blanks=kind == "INSERT"), start=start, end=self.last)
        if graph is None and kind == "DELETE" and self.taken("WHERE"):
            return forms.DeleteWhere(self._template(blanks=False), start=start, end=self.last)
        if self.kind != "{":
            raise self.unexpected("`{`", "DATA", *(["WHERE"] if kind == "DELETE" else []))
        delete = self._template(blanks=False) if kind == "DELETE" else None
        insert = None
        if kind == "INSERT" or self.taken("INSERT"):
            insert = self._template(blanks=True)
        using = self.dataset("USING")
        self.take("WHERE", *(["INSERT"] if insert is None else []), "USING")
        self.forget_labels()
        where = self.group()
        return forms.Modify(graph, delete, insert, using, where, start=start, end=self.last)

    def _template(self, *, blanks: bool) -> forms.Template:
        self.forget_labels()
        self.blanks_allowed = blanks
        found = self.template(graphs=True)
        self.blanks_allowed = True
        return found

    def _data(self, *, blanks: bool) -> forms.Template:
        # Data shares its blank nodes with nothing, but two data blocks may not use one label either (§19.6).
        self.variables_allowed = False
        self.blanks_allowed = blanks
        self.new_block()
        self._labels = self._data_labels
        found = self.template(graphs=True)
        self.variables_allowed = self.blanks_allowed = True
        self._labels = {}
        return found
