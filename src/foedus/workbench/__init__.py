"""The workbench: pages in a browser over the same engine as the command line.

    application(Desk(folder), Key.fresh(), hosts)   the web application, for a server or a test
    serve(folder, …)                                run it on this machine

    address ──▶ guard ──▶ app ──▶ state ──▶ a page of `pages` ──▶ Page (data for the JSON twin, view for the template)
                                    │
                                   desk: cases at hand, what was read and answered before

A page is a function from a `Visit` to a `Page`. It decides nothing: questions go to `door`, texts and drawings come
from `show`. Every address holds the whole state, so that a link gives the same answer again. Every page stands at its
address as HTML, and with `.json` behind it as data; it works without JavaScript.
"""

from foedus.workbench.app import application
from foedus.workbench.desk import Desk
from foedus.workbench.guard import Key
from foedus.workbench.serving import serve

__all__ = ["Desk", "Key", "application", "serve"]
