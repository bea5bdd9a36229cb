"""A page of the service, read as markup."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Checker(HTMLParser):
    """Collects tags that do not nest, and every address a page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        self.wrong += [f"{tag}: {name} twice" for name in names if names.count(name) > 1]
        self.wrong += [f"{tag}: {name}" for name in names if name.startswith("on") or name == "style"]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of place at {self.getpos()}")


def checked(text: str) -> Checker:
    """A whole page, read: `wrong` and `open` are empty where it is well-formed."""
    checker = Checker()
    checker.feed(text)
    checker.close()
    return checker
