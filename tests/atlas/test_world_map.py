"""A map: what it shows, what it says, and that it stands in a page under a strict policy."""

from __future__ import annotations

import itertools
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from foedus.atlas import Flow, Map, Place, world_map
from foedus.atlas.plane import area, split, thinned
from foedus.atlas.sphere import Azimuthal, EqualEarth, unwrapped, vector
from foedus.problem import Invalid

SVG = "{http://www.w3.org/2000/svg}"
ROLES = {
    "KAZ": Place(("requester", "member")),
    "RUS": Place(("contributor", "member"), "the <largest> contingent"),
    "ARM": Place(("contributor", "member")),
    "UZB": Place(("suspended",)),
    "DDR": Place(("observer",), name="German Democratic Republic"),
}
FLOWS = (Flow("RUS", "KAZ", "about 3000 people", 3000), Flow("ARM", "KAZ", "about 100 people", 100))


def made(viewpoint: str = "natural-earth", **more: object) -> Map:
    """The map of the tests."""
    given = {"title": "Who asked & who sent", "date_words": "7 January 2022", "flows": FLOWS, **more}
    return world_map(viewpoint, ROLES, **given)  # type: ignore[arg-type]


def elements(svg: str) -> Iterator[ET.Element]:
    """Every element of a drawing."""
    return ET.fromstring(svg).iter()


def test_the_caption_names_dataset_viewpoint_day_and_implies_nothing() -> None:
    for viewpoint, words in (("natural-earth", "Natural Earth 1:50m, Admin 0 countries, version 4.1"), ("visionscarto", "Visionscarto world atlas 1.0.0")):
        caption = made(viewpoint).caption
        assert caption.startswith("7 January 2022. Viewpoint: borders ")
        assert words in caption
        assert "borders as in that dataset, not those of the day shown" in caption
        assert caption.endswith("No view on any border, or on the status of any territory, is implied.")


def test_an_area_in_sight_that_the_other_viewpoint_shows_otherwise_is_told_and_hatched() -> None:
    one, other = made(), made("visionscarto")
    assert one.otherwise == ("Crimea: shown here as Russia, as Ukraine under “borders closer to United Nations maps”.",)
    assert other.otherwise == ("Crimea: shown here as Ukraine, as Russia under “borders by who holds the ground”.",)
    for drawn in (one, other):
        assert drawn.otherwise[0] in drawn.caption
        assert f"<title>{drawn.otherwise[0]}</title>" in drawn.svg
    away = world_map("natural-earth", {"MNG": Place(("member",))}, title="t", date_words="d")
    assert away.otherwise == ()
    assert "Hatched" not in away.caption
    assert "shown otherwise" not in away.svg


def test_the_table_says_all_that_the_map_shows() -> None:
    rows = {r.iso3: r for r in made().table}
    assert [r.name for r in made().table] == ["Armenia", "German Democratic Republic", "Kazakhstan", "Russia", "Uzbekistan"]
    assert rows["KAZ"].roles == ("requester", "member")
    assert rows["KAZ"].said == ("asks for help", "member")
    assert rows["RUS"].flows == ("to Kazakhstan: about 3000 people",)
    assert rows["RUS"].words == "the <largest> contingent"
    assert [r.iso3 for r in made().table if not r.drawn] == ["DDR"]


def test_the_key_takes_words_of_the_caller() -> None:
    drawn = made(keys={"contributor": "says it will send"})
    assert {r.iso3: r.said[0] for r in drawn.table}["RUS"] == "says it will send"
    assert ">says it will send</text>" in drawn.svg
    assert ">contributes</text>" not in drawn.svg


def test_the_drawing_stands_under_a_strict_policy_and_is_read_aloud() -> None:
    svg = made().svg
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    for element in elements(svg):
        assert "style" not in element.attrib
        assert element.tag.removeprefix(SVG) not in ("script", "style", "image", "foreignObject")
        assert not [a for a in element.attrib if a.lower().startswith("on")]
        assert element.get("href", "#").startswith("#")
    told = root.findtext(f"{SVG}desc") or ""
    assert "Russia (RUS): contributes; member; the <largest> contingent; to Kazakhstan: about 3000 people" in told
    assert root.findtext(f"{SVG}title") == "Who asked & who sent"
    assert "&lt;largest&gt;" in svg


def test_ids_are_kept_apart_and_bytes_are_the_same_again() -> None:
    assert made().svg == made().svg
    one, other = ({e.get("id") for e in elements(made(v).svg)} - {None} for v in ("natural-earth", "visionscarto"))
    assert one
    assert not one & other
    ids = [e.get("id") for e in elements(made(prefix="m1").svg) if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(i.startswith("m1-") for i in ids if i)
    used = {e.get("href", "")[1:] for e in elements(made(prefix="m1").svg)} - {""}
    assert used <= set(ids)


def test_a_role_is_never_told_by_colour_alone() -> None:
    """Two roles differ in pattern or outline, whatever their fill."""
    from foedus.atlas import ROLES as LOOKS

    marks = [(look.pattern, look.outline[1:]) for look in LOOKS.values()]
    assert len(set(marks)) == len(marks) == 8


def test_names_stay_within_the_frame_and_off_each_other() -> None:
    from foedus.atlas.labels import Writer
    from foedus.atlas.plane import Box

    writer = Writer(Box(0, 0, 200, 100), [])
    square = [[(50.0, 20.0), (90.0, 20.0), (90.0, 60.0), (50.0, 60.0), (50.0, 20.0)]]
    fits = writer.inside(square, (("Ab", 12.0, True),))
    assert fits
    assert fits.leads_to is None
    assert writer.inside(square, (("Ab", 12.0, True),)) is None, "the place is taken"
    assert writer.inside(square, (("A name that is too long", 12.0, True),)) is None
    beside = [writer.beside((70.0, 40.0), square, (("A long name", 12.0, True),)) for _ in range(40)]
    boxes = [fits.box, *(b.box for b in beside if b)]
    assert 3 < len(boxes) < 30, "places run out, and then none is given"
    assert all(b.left >= 0 and b.right <= 200 and b.top >= 0 and b.bottom <= 100 for b in boxes)
    assert not [1 for n, b in enumerate(boxes) for c in boxes[:n] if b.meets(c)]


def test_an_unknown_role_is_refused_with_a_suggestion() -> None:
    with pytest.raises(Invalid) as caught:
        world_map("natural-earth", {"KAZ": Place(("requestor",))}, title="t", date_words="d", keys={"boss": "leads"})
    assert [p.what for p in caught.value.problems] == ["“requestor” is no role on a map", "“boss” is no role on a map"]
    assert "requester" in caught.value.problems[0].remedy
    assert caught.value.problems[1].remedy.startswith("known: attacker, requester, ")


@pytest.mark.parametrize("focus", [None, ()], ids=["their part of the world", "the whole world"])
def test_a_map_is_small(focus: tuple[str, ...] | None) -> None:
    assert len(made(focus=focus).svg.encode()) < 300_000


def test_a_world_map_runs_no_line_across_the_sheet() -> None:
    """Russia and Fiji cross the antimeridian: each of their rings stays on its side."""
    from foedus.atlas.shelf import world
    from foedus.atlas.view import Sheet, fit

    for viewpoint in ("natural-earth", "visionscarto"):
        sheet = Sheet(world(viewpoint), fit(world(viewpoint), (), 960))
        for code in ("RUS", "FJI", "USA"):
            for ring in sheet.country(code):
                assert max(abs(a[0] - b[0]) for a, b in itertools.pairwise(ring)) < 200, code


def test_the_projections_keep_areas() -> None:
    """A cell of one degree in the north is as large on the sheet as on the globe."""
    for projection in (Azimuthal((70, 50)), EqualEarth()):
        cell = [(60.0, 60.0), (61.0, 60.0), (61.0, 61.0), (60.0, 61.0), (60.0, 60.0)]
        fine = [(a[0] + (b[0] - a[0]) * k / 20, a[1] + (b[1] - a[1]) * k / 20) for a, b in itertools.pairwise(cell) for k in range(20)]
        flat = projection.flat(vector(p) for p in [*fine, fine[0]])
        assert abs(area(flat)) == pytest.approx(1.4994e-4, rel=2e-3)
    lens = Azimuthal((70, 50))
    (point,) = lens.flat([vector((20, 10))])
    assert lens.back(point) == pytest.approx((20, 10))


def test_rings_are_cut_at_the_antimeridian() -> None:
    ring = unwrapped(((170, 0), (-170, 0), (-170, 10), (170, 10), (170, 0)))
    assert max(x for x, _ in ring) == 190
    parts = split(ring)
    assert sorted((min(x for x, _ in p), max(x for x, _ in p)) for p in parts) == [(-180, -170), (170, 180)]
    assert sum(abs(area(p)) for p in parts) == pytest.approx(200)


def test_a_thinned_line_keeps_its_ends_and_its_corners() -> None:
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 5.0), (2.001, 5.0), (9.0, 5.0)]
    assert thinned(line, 0.1) == [(0.0, 0.0), (2.0, 0.0), (2.0, 5.0), (9.0, 5.0)]


def test_geojson_turns_right_and_stops_at_the_antimeridian() -> None:
    told = made().geojson()
    assert json.loads(json.dumps(told)) == told
    assert told["type"] == "FeatureCollection"
    assert told["caption"] == made().caption
    features = {f["id"]: f for f in told["features"]}
    assert set(features) == {"ARM", "KAZ", "RUS", "UZB"}
    said = features["RUS"]["properties"]
    assert (said["iso3"], said["roles"], said["viewpoint"], said["date"]) == ("RUS", ["contributor", "member"], "natural-earth", "7 January 2022")
    rings = 0
    for feature in features.values():
        for outer, *holes in feature["geometry"]["coordinates"]:
            rings += 1 + len(holes)
            assert all(r[0] == r[-1] and len(r) > 3 for r in (outer, *holes))
            assert area([(x, y) for x, y in outer]) > 0
            assert all(area([(x, y) for x, y in hole]) < 0 for hole in holes)
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for r in (outer, *holes) for x, y in r)
            assert max(abs(a[0] - b[0]) for a, b in itertools.pairwise(outer)) < 180
    assert rings > 100
    ends = [x for f in [features["RUS"]] for polygon in f["geometry"]["coordinates"] for x, _ in polygon[0]]
    assert min(ends) == -180
    assert max(ends) == 180
