"""What is taken from a page by a pattern is what a parser finds in it."""

from html.parser import HTMLParser

from portal.site.found import in_page


class Parser(HTMLParser):
    """The same three things, found the long way."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.places, self.figures = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.links |= {given[name] for name in ("href", "src", "action") if given.get(name)}
        self.places += [given["id"]] if "id" in given else []
        self.figures += [(given["data-figure"], given["value"])] if "data-figure" in given else []


def test_a_pattern_finds_what_a_parser_finds(built):
    pages = sorted((built / "current").resolve().rglob("index.html"))
    for page in pages[::7]:
        data = page.read_bytes()
        found, parsed = in_page("", data), Parser(data.decode())
        assert (set(found.links), found.places, found.figures) == (parsed.links, parsed.places, parsed.figures), page
    assert len(pages) > 400


def test_what_only_looks_like_an_attribute_is_text():
    found = in_page("", b'<p id="a">say href=&quot;/x/&quot; id=&quot;b&quot;</p><a href="/kk/?a=1&amp;b=2">x</a>')
    assert (found.links, found.places) == (["/kk/?a=1&b=2"], ["a"])
