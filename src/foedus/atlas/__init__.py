"""Maps from boundary files in the package: as SVG with key and caption, as a table, as GeoJSON.

    viewpoints()                  whose view of borders there is to choose from; none is the right one
    world_map(viewpoint, places)  a map of who is what, on a day, with an arrow per flow
    country_at(viewpoint, …)      under which country a viewpoint shows a place

Nothing is fetched, and nothing is drawn outside this machine.
"""

from foedus.atlas.chart import Flow, Map, Row, world_map
from foedus.atlas.finding import country_at
from foedus.atlas.roles import ROLES, Look, Place
from foedus.atlas.shelf import Area, Viewpoint, areas, viewpoints

__all__ = ["ROLES", "Area", "Flow", "Look", "Map", "Place", "Row", "Viewpoint", "areas", "country_at", "viewpoints", "world_map"]
