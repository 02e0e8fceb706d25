"""Claims written into a case: what is changed, by whom, and every version that was.

    store = Store("my-case")                             versions, history, two editors
    store.save(Add([{…}]), store.version, "A. Clerk")    all of it, or nothing
    store.undo(store.version, "A. Clerk")                as a new version
    quick("6 Jan | the Council meets | B2", case, regime, now)   a typed line, understood; its .change can be saved

Every save goes this way: answers of an interview, a quick line, a form, a sheet.
"""

from foedus.history import Version
from foedus.noting.changes import Add, Change, Correct, SetAside, TakeBack
from foedus.noting.quick import Draft, quick
from foedus.noting.store import Outdated, Saved, Store

__all__ = ["Add", "Change", "Correct", "Draft", "Outdated", "Saved", "SetAside", "Store", "TakeBack", "Version", "quick"]
