"""The full name of a unit with its region in front: 县人社局 in a document of 溪源县 is 溪源县人力资源和社会保障局."""

from __future__ import annotations

from ingest import units
from ingest.unit_table import full_name, national_names


def canonical(name: str, region: str | None) -> str | None:
    """Full name with the region in front, as for a document of that `region`: 县人社局 in 溪源县 is
    溪源县人力资源和社会保障局. None for a set of bodies, and for a body of another place that the name does not tell."""
    if units.is_collective(name):
        return None
    name = units.names_of(name)[0]
    parts, level = units.parse(name, region), units.level_of(name)
    if level == "national" or (region == "中国" and not parts.place and not parts.rank):
        return _national_name(parts)
    place = parts.place or _home(parts, level, region)
    return None if place is None else _named(place, parts)


def _home(parts: units.Name, level: str | None, region: str | None) -> str | None:
    """The document's region, if the unit belongs there: 市 fits 重庆市, 自治区 fits an autonomous region, 省 a province."""
    if region is None or region == "中国":
        return None
    own = units.level_of_place(region)
    if parts.rank:
        return region if region.endswith(parts.rank) or own == units.RANKS[parts.rank] != "city" else None
    return region if level == own or (level is None and full_name(parts.body)) else None


def _named(place: str, parts: units.Name) -> str:
    body = full_name(parts.body) or parts.body
    if body == "共产主义青年团委员会":
        return f"共青团{place}委员会"
    if parts.party:
        return f"中共{place}委员会" if parts.body == "委员会" else f"中共{place}委{body}"
    return place + body


def _national_name(parts: units.Name) -> str:
    for printed in ((parts.rank or "") + parts.body, parts.body):
        if printed in national_names():
            return national_names()[printed]
    body = full_name(parts.body) or parts.body
    if parts.rank:
        return body if body.endswith("部") else parts.rank + body
    return "国家" + body if full_name(parts.body) and body.endswith(("局", "委员会", "办公室")) else body
