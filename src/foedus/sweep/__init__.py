"""The same questions over very many situations.

    spec.toml ─read_spec→ Spec ─(door: names, cells)→ weave → Recipe ─run→ parts ─added→ Swept

`spec` reads what is to vary; `settle` weaves all cells into one program in which everything open is settled by proof; `plan`
makes a recipe of it, data that can be shipped; `work` does one part of a recipe and nothing else; `runners` have parts done
here, in processes or on a Dask cluster; `folder` keeps each part whole, so that a sweep can be stopped and gone on with;
`rows` packs a table of situations, `tables` writes one, `result` is what was found.

A part is pure: done again, anywhere, it gives the same bytes. So what comes out does not depend on who did it, in what
order, or how often it was interrupted. The room reads no clock and prints nothing.
"""

from foedus.sweep.folder import Folder
from foedus.sweep.plan import Recipe
from foedus.sweep.result import Cell, Moved, Swept
from foedus.sweep.runners import On, on_of, run
from foedus.sweep.settle import Thing, weave
from foedus.sweep.spec import Spec, read_spec

__all__ = ["Cell", "Folder", "Moved", "On", "Recipe", "Spec", "Swept", "Thing", "on_of", "read_spec", "run", "weave"]
