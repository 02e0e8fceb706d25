"""The boundary files: whole, as published, and of two viewpoints that differ where they say they do."""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from foedus.atlas import areas, country_at, viewpoints
from foedus.atlas.shelf import codes, world
from foedus.problem import Invalid

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "atlas"
BOTH = ("natural-earth", "visionscarto")

# place, longitude, latitude, under which country the first file shows it, and the second
PLACES = [
    ("Simferopol", 34.10, 44.95, "RUS", "UKR"),
    ("Laayoune", -13.20, 27.15, "MAR", "ESH"),
    ("Tifariti", -10.57, 26.16, "ESH", "ESH"),
    ("Khankendi", 46.75, 39.82, "AZE", "AZE"),
    ("Pristina", 21.17, 42.66, "XKX", "XKX"),
    ("Donetsk", 37.80, 48.00, "UKR", "UKR"),
    ("Sukhumi", 41.02, 43.00, "GEO", "GEO"),
    ("Chukotka, beyond the antimeridian", -175.0, 66.7, "RUS", "RUS"),
    ("Almaty", 76.90, 43.25, "KAZ", "KAZ"),
    ("the South Pole", 10.0, -88.0, "ATA", "ATA"),
    ("the Pacific", -140.0, 0.0, None, None),
]


@pytest.mark.parametrize(("name", "lon", "lat", "first", "second"), PLACES, ids=[p[0] for p in PLACES])
def test_a_place_lies_where_each_viewpoint_says(name: str, lon: float, lat: float, first: str | None, second: str | None) -> None:
    assert (country_at(BOTH[0], lon, lat), country_at(BOTH[1], lon, lat)) == (first, second)


def test_the_viewpoints_are_named_with_dataset_date_and_licence() -> None:
    assert tuple(v.id for v in viewpoints()) == BOTH
    for one in viewpoints():
        assert all((one.title, one.says, one.dataset, one.dated, one.licence, one.source))
    assert "no map of the United Nations" in viewpoints()[1].says


def test_the_files_are_the_published_bytes() -> None:
    told = re.findall(r"\| ([0-9a-f]{64}) \|", (FOLDER / "README.md").read_text("utf-8"))
    found = [hashlib.sha256(gzip.decompress((FOLDER / v.file).read_bytes())).hexdigest() for v in viewpoints()]
    assert found == told


def test_every_country_has_a_code_of_its_own() -> None:
    with (FOLDER / "codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({r["code"] for r in rows}) == len(rows) > 230
    assert {r["code"] for r in rows if r["kind"] != "ISO 3166"} == {"XKX", "CYN", "SOL", "KAS", "IOA"}
    for one in BOTH:
        assert set(world(one).countries) <= set(codes())


def test_no_state_of_today_is_missing() -> None:
    """Those of the codes of states that are not drawn are of another time, or an island too small for the file."""
    with (ROOT / "law" / "un" / "states.csv").open(encoding="utf-8") as file:
        now = {r["ISO3"] for r in csv.DictReader(file) if not r["COW_to"]}
    assert now - set(world("visionscarto").countries) == set()
    assert now - set(world("natural-earth").countries) == {"TUV"}


def test_the_areas_are_where_the_viewpoints_differ_and_nowhere_else() -> None:
    """A grid over all land: a point is shown under two countries exactly if it lies in one of the areas."""
    from foedus.atlas.sphere import inside

    differing, counted = [], 0
    for lon in range(-180, 180, 3):
        for lat in range(-58, 80, 3):
            one, other = (country_at(v, lon + 0.31, lat + 0.17) for v in BOTH)
            counted += one is not None
            within = [a for a in areas() if inside(a.rings, lon + 0.31, lat + 0.17)]
            assert [(a.shown[BOTH[0]], a.shown[BOTH[1]]) for a in within] == ([(one, other)] if one and other and one != other else [])
            differing += within
    assert counted > 1000
    assert differing


def test_inside_every_area_the_files_show_what_it_says() -> None:
    inner = {"Crimea": (34.3, 45.3), "Western Sahara, west of the berm": (-14.0, 24.5)}
    assert {a.name for a in areas()} == set(inner)
    for one in areas():
        assert {v: country_at(v, *inner[one.name]) for v in BOTH} == one.shown


def test_an_unknown_viewpoint_is_refused_with_what_there_is() -> None:
    with pytest.raises(Invalid) as caught:
        country_at("united-nations", 0, 0)
    (problem,) = caught.value.problems
    assert problem.what == "no boundary viewpoint is called “united-nations”"
    assert problem.remedy == "known: natural-earth, visionscarto"
    with pytest.raises(Invalid) as caught:
        country_at("natural earth", 0, 0)
    assert "natural-earth" in caught.value.problems[0].remedy
