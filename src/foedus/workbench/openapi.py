"""What the JSON twins of the pages take and give, as an OpenAPI document made from the list of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from foedus import __version__
from foedus.workbench.state import State

if TYPE_CHECKING:
    from foedus.workbench.pages import Entry

__all__ = ["address", "document", "twin"]

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
_ASKED_FOR = {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}
_TOLD = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_PROBLEM = {"description": "What was wrong, where, and what to do.", "content": _TOLD}
_AGAIN = {"description": "What was wrong; with the page, what was typed as well.", "content": {**_ASKED_FOR, **_TOLD}}
_PLAIN = {"text/plain": {"schema": {"type": "string"}}}
_SHUT = {"400": "The address is no text.", "403": "The key or the form is not ours.", "414": "The address is too long."}
_SHUT |= {"413": "More was sent than is read.", "421": "This is not the name of the workbench."}
"""Why nobody gets as far as a page: told in plain text, before anything is looked at."""


def document(cases: Sequence[str], entries: Sequence[Entry]) -> dict[str, Any]:
    """The document; `cases` are the names an address may have in the place of `{case}`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Foedus workbench", "version": __version__, "description": "Every page of the workbench as data."},
        "paths": {address(entry): _path(entry, cases) for entry in entries},
        "components": {"schemas": {"Page": _page(), "Problem": _problem()}},
    }


def twin(path: str) -> str:
    """The address at which a page stands as data."""
    return "/index.json" if path == "/" else f"{path}.json"


def address(entry: Entry) -> str:
    """The address of a page as data, as the document writes it: with names in braces and nothing else."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", twin(entry.path))


def _path(entry: Entry, cases: Sequence[str]) -> dict[str, Any]:
    names = re.findall(r"\{(\w+)(?::\w+)?\}", entry.path)
    placed: list[dict[str, Any]] = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"} | ({"enum": list(cases)} if n == "case" else {})}
        for n in names
    ]
    state = _STATE if "case" in names else {}
    asked = [_query(n, words) for n, words in {**state, **entry.keys}.items()]
    given = {entry.gives: {"schema": {}}} if entry.gives else _ASKED_FOR
    words, found = entry.words or entry.path, _responses(given, _PROBLEM)
    out: dict[str, Any] = {"get": {"summary": words, "parameters": placed + asked, "responses": found}}
    if entry.deed:
        fields = {
            n: {"type": "string", "description": meaning}
            for n, meaning in {"form": "the mark of the page's form", **entry.fields}.items()
        }
        body = {"required": True, "content": {"multipart/form-data": {"schema": {"type": "object", "properties": fields}}}}
        found = _responses(given, _AGAIN)
        out["post"] = {"summary": words, "parameters": placed, "requestBody": body, "responses": found}
    return out


def _query(name: str, words: str) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    schema = {"type": "array", "items": text} if name in _SEVERAL else text
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _responses(given: Mapping[str, Any], wrong: Mapping[str, Any]) -> dict[str, Any]:
    """What may come back: what was asked for, what a page says of what is wrong, or a refusal at the door."""
    found: dict[str, Any] = {"200": {"description": "The page as data.", "content": given}}
    found |= dict.fromkeys(("400", "404", "409", "413", "422"), wrong)
    for status, words in _SHUT.items():
        told = found.get(status, {"description": words, "content": {}})
        found[status] = {**told, "content": {**told["content"], **_PLAIN}}
    return found


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
