"""The site that the crawl benchmark reads: as many pages as asked for, 11 KB each.

`python -m tests.bench.crawl_site PORT PAGES` serves it under every name; a page is put together from parts while
it is asked for, so that neither its size nor the number of pages slows the server down.
"""

import asyncio
import sys
from typing import Final, cast

import uvloop

CHILDREN: Final = 10
_WORDS: Final = (
    "clinica", "dental", "tratamiento", "ortodoncia", "implante", "cuidado", "familia", "equipo", "experiencia",
    "salud", "paciente", "higiene", "revision", "consulta", "calidad", "tecnologia", "confianza", "sonrisa",
)  # fmt: skip
_ROBOTS: Final = (
    b"User-agent: *\nDisallow: /private/\nDisallow: /search\nDisallow: /*?print=\nDisallow: /*.php$\nAllow: /p/\n"
)
_NAVIGATION: Final = "".join(
    f'<li class="menu-item"><a href="/p/{number}" title="Section {number}"><span>Section {number}</span></a></li>'
    for number in range(1, 21)
)


def _paragraph(seed: int) -> str:
    words = " ".join(_WORDS[(seed * 7 + place * place + place) % len(_WORDS)] for place in range(90))
    return f'<div class="block"><h3>Title {seed}</h3><p class="text">{words}.</p></div>'


_TEXTS: Final = ["".join(_paragraph(seed * 9 + part) for part in range(9)) for seed in range(40)]
_HEAD: Final = (
    '<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Dental {n}</title>'
    '<meta name="description" content="Page {n} of a dental clinic"><link rel="stylesheet" href="/style.css">'
    "<script>window.dataLayer=window.dataLayer||[];</script></head><body><nav><ul>" + _NAVIGATION + "</ul></nav>"
)
# The footer is the site's; one page in ten presents somebody with an address and a number of their own.
_FOOT: Final = (
    '<footer><p>Write to <a href="mailto:info@dental-girona.cat">info@dental-girona.cat</a> or call '
    '<a href="tel:+34972200100">972 200 100</a></p><p>Calle Mayor 1, 17001 Girona</p>'
    '<a href="https://www.instagram.com/dentalgirona/">Instagram</a><a href="/private/{n}">Private</a></footer>'
)
_PERSON: Final = '<p>Doctor {n}: <a href="mailto:doctor{n}@dental-girona.cat">e-mail</a>, tel. 972 2{n:05d}</p>'


def page(number: int, pages: int) -> bytes:
    """The links of a page lead to ten pages that no other page names, and to some that many name."""
    below = range(number * CHILDREN + 1, min(number * CHILDREN + CHILDREN + 1, pages))
    beside = ((number * 31 + step * 17) % pages for step in range(10))
    links = "".join(f'<a class="more" href="{_path(each)}">More about {each}</a> ' for each in (*below, *beside))
    text = _TEXTS[number % len(_TEXTS)] + ("" if number % 10 else _PERSON.format(n=number))
    body = f"{_HEAD.format(n=number)}<main>{text}{links}</main>{_FOOT.format(n=number)}"
    return f"{body}</body></html>".encode()


def _path(number: int) -> str:
    # One page in fifty has moved: its old address redirects.
    return f"/old/{number}" if number % 50 == 49 else f"/p/{number}"


class _Served(asyncio.Protocol):
    pages = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no asyncio.Transport by name.
        self._transport = cast(asyncio.Transport, transport)
        self._left = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._left = (self._left + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._answer(request.split(b" ", 2)[1].decode()))

    def _answer(self, path: str) -> bytes:
        if path == "/robots.txt":
            return _response(b"200 OK", b"text/plain", _ROBOTS)
        kind, _, number = path[1:].partition("/")
        if path != "/" and not (kind in ("p", "old") and number.isdigit() and int(number) < self.pages):
            return _response(b"404 Not Found", b"text/html", b"<p>nothing</p>")
        if kind == "old":
            return b"HTTP/1.1 301 Moved\r\nLocation: /p/%s\r\nContent-Length: 0\r\n\r\n" % number.encode()
        return _response(b"200 OK", b"text/html; charset=utf-8", page(int(number or 0), self.pages))


def _response(status: bytes, kind: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (status, kind, len(body))
    return head + body


async def _serve(port: int, pages: int) -> None:
    _Served.pages = pages
    server = await asyncio.get_running_loop().create_server(_Served, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
