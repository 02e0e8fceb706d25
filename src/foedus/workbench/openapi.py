"""What the JSON twins of the pages take and give, as an OpenAPI document made from the list of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedus import __version__
from foedus.workbench.state import State

if TYPE_CHECKING:
    from foedus.workbench.pages import Entry

__all__ = ["document"]

_STATE = {
    "as-of": "what had happened before this instant is seen: RFC 3339, a day (its end), or an instant the case names",
    "known-to": "what was available by this instant is admitted",
    "then": "any value: what was known at as-of, whatever known-to says",
    "law-at": "the day whose law is applied to everything",
    "standard": "the standard of proof of the column text",
    "record": "the version of the record that the link was made with",
    "law": "the version of the law that the link was made with",
    "stance": "a column; may be repeated",
    "suppose": "a sentence taken as proved; may be repeated",
    "without": "a party taken to be none; may be repeated",
    "restore": "a claim that was set aside and counts again; may be repeated",
    "reading": "an option of a contested word, as word:option; may be repeated",
}
_SEVERAL = {*State.MANY} | {"reading"}
_PROBLEM = {
    "description": "What was wrong, where, and what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(cases: Sequence[str], entries: Sequence[Entry]) -> dict[str, Any]:
    """The document; `cases` are the names an address may have in the place of `{case}`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Foedus workbench", "version": __version__, "description": "Every page of the workbench as data."},
        "paths": {twin(entry.path): _path(entry, cases) for entry in entries},
        "components": {"schemas": {"Page": _page(), "Problem": _problem()}},
    }


def twin(path: str) -> str:
    """The address at which a page stands as data."""
    return "/index.json" if path == "/" else f"{path}.json"


def _path(entry: Entry, cases: Sequence[str]) -> dict[str, Any]:
    names = re.findall(r"\{(\w+)(?::\w+)?\}", entry.path)
    placed: list[dict[str, Any]] = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"} | ({"enum": list(cases)} if n == "case" else {})}
        for n in names
    ]
    state = _STATE if "case" in names else {}
    asked = [_query(n, words) for n, words in {**state, **entry.keys}.items()]
    out: dict[str, Any] = {"get": {"summary": entry.words or entry.path, "parameters": placed + asked, "responses": _responses()}}
    if entry.deed:
        fields = {
            n: {"type": "string", "description": words}
            for n, words in {"form": "the mark of the page's form", **entry.fields}.items()
        }
        body = {"required": True, "content": {"multipart/form-data": {"schema": {"type": "object", "properties": fields}}}}
        out["post"] = {"summary": entry.words or entry.path, "parameters": placed, "requestBody": body, "responses": _responses()}
    return out


def _query(name: str, words: str) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    schema = {"type": "array", "items": text} if name in _SEVERAL else text
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _responses() -> dict[str, Any]:
    page = {
        "description": "The page as data.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}},
    }
    return {"200": page} | dict.fromkeys(("400", "404", "409", "413", "422"), _PROBLEM)


def _page() -> dict[str, Any]:
    fields = {"schema_version": {"type": "integer"}, "title": {"type": "string"}, "state": {"type": "object"}}
    return {"type": "object", "required": ["schema_version", "title"], "properties": fields}


def _problem() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("file", "what", "remedy")}
    numbers = {name: {"type": "integer"} for name in ("line", "column")}
    one = {"type": "object", "required": ["what"], "properties": {**texts, **numbers, "warning": {"type": "boolean"}}}
    fields = {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}}
    return {
        "type": "object",
        "required": ["status", "problems"],
        "properties": {**fields, "problems": {"type": "array", "items": one}},
    }
