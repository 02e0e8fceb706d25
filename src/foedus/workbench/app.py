"""The web application: addresses to pages, pages to answers, errors to pages that help."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from foedus.door import NotUnderstood
from foedus.problem import Invalid, Place, Problem
from foedus.show.documents import problem_json
from foedus.workbench.desk import Desk
from foedus.workbench.guard import MAX_BODY, Guard, Key, TooLarge
from foedus.workbench.openapi import document, twin
from foedus.workbench.pages import ENTRIES, Entry
from foedus.workbench.rendering import render
from foedus.workbench.visit import Away, File, Page, Upload, Visit

__all__ = ["application"]

_STATIC = Path(__file__).parent / "static"
_TWIN = ".json"


def application(desk: Desk, key: Key, hosts: Sequence[str]) -> ASGIApp:
    """The workbench over a desk; it answers to these hosts (with port) and to who holds the key."""
    routes: list[Any] = [Mount("/static", StaticFiles(directory=_STATIC))]
    for entry in ENTRIES:
        answer = partial(_answer, desk, key, entry)
        for path in (twin(entry.path), entry.path):
            routes.append(Route(path, answer, methods=["GET", "POST"] if entry.deed else ["GET"], name=path))
    routes.append(Route("/api/openapi.json", lambda _: _json(document(list(desk.dossiers()), ENTRIES), 200)))
    return Guard(Starlette(routes=routes, exception_handlers={HTTPException: _http}), key, hosts)


async def _answer(desk: Desk, key: Key, entry: Entry, request: Request) -> Response:
    """One visit to one page."""
    twin_asked = request.url.path.endswith(_TWIN)
    try:
        visit = await _visit(desk, key, request)
        if not visit.deed and not twin_asked and (there := await run_in_threadpool(_settled, visit, entry)):
            return RedirectResponse(there.to, 303)
        work = entry.deed if visit.deed and entry.deed else entry.page
        done = await run_in_threadpool(work, visit)
        if isinstance(done, Away):
            return (
                _json({"schema_version": 1, "title": "done", "to": done.to}, 200)
                if twin_asked
                else RedirectResponse(done.to, 303)
            )
        if isinstance(done, File):
            return _file(done)
        return await run_in_threadpool(_shown, done, visit, twin_asked)
    except Invalid as error:
        status = 400 if isinstance(error, NotUnderstood) else 422
        return _wrong(error.problems, status, twin_asked)
    except TooLarge:
        return _wrong([Problem(Place("request"), f"more than {MAX_BODY} bytes were sent", "split the file")], 413, twin_asked)
    except ClientDisconnect:
        return Response(status_code=400)


def _settled(visit: Visit, entry: Entry) -> Away | None:
    """Where the address of a page should hold other dates than it does."""
    return visit.undated if entry.present else visit.settled


async def _visit(desk: Desk, key: Key, request: Request) -> Visit:
    """The request, read. A form without our mark is refused."""
    deed = request.method == "POST"
    form: dict[str, str] = {}
    files: dict[str, Upload] = {}
    if deed:
        async with request.form(max_files=4, max_fields=400, max_part_size=MAX_BODY) as sent:
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = Upload(value.filename or "", await value.read())
                else:
                    form[name] = value
        if not key.sent(form.pop("form", "")):
            raise NotUnderstood.of("form", "this form was not made by the page that is open", "reload the page and send it again")
    query = request.query_params.multi_items()
    return Visit(desk, key, request.url.path, dict(request.path_params), query, form, files, deed)


def _file(file: File) -> Response:
    """A file to keep; its name is ours, so that nothing in it needs quoting."""
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.data, media_type=file.kind, headers=named)


def _shown(page: Page, visit: Visit, twin: bool) -> Response:
    if twin:
        state = visit.state.to_json() if "case" in visit.path else {}
        return _json({"schema_version": 1, "title": page.title, "state": state, **page.data}, page.status)
    return HTMLResponse(render(page, visit), page.status)


def _wrong(problems: Sequence[Problem], status: int, twin: bool) -> Response:
    """What was wrong, where, and what to do."""
    if twin:
        told = {"type": "about:blank", "title": "not understood", "status": status}
        return _json({**told, "problems": [problem_json(p) for p in problems]}, status, "application/problem+json")
    page = Page("problems.html.j2", "Not understood", {}, {"problems": problems}, status)
    return HTMLResponse(render(page, None), status)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    twin = request.url.path.endswith(_TWIN)
    what = {404: "there is no such page", 405: "nothing can be sent to this page"}.get(error.status_code, error.detail)
    return _wrong([Problem(Place(request.url.path), what, "go on from the list of cases: /")], error.status_code, twin)


def _json(document: Any, status: int, kind: str = "application/json") -> Response:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Response(text + "\n", status, media_type=kind + "; charset=utf-8")
