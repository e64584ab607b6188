"""A request that breaks off writes nothing, whatever had come before the break."""

import io

import pytest
from django.urls import reverse

from portal.wsgi import application
from reporting.models import Evidence
from tests.api.fuzzing import connection_kept
from tests.filing.filling import report_of
from tests.filing.made_files import PDF

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
LINE = "----line"


def form(*parts: tuple[str, str, bytes], close: bool = True) -> bytes:
    """A form as a browser sends it: name, file name or nothing, content."""
    said = b""
    for name, file_name, content in parts:
        told = f'; filename="{file_name}"' if file_name else ""
        said += f'--{LINE}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode() + content + b"\r\n"
    return said + (f"--{LINE}--\r\n".encode() if close else b"")


def post(client, path: str, body: bytes, announced: int) -> tuple[int, str]:
    """The status and the page that the server's own entry gives."""
    told = {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "CONTENT_TYPE": f'multipart/form-data; boundary="{LINE}"', "CONTENT_LENGTH": str(announced), "HTTP_ACCEPT": "text/html",
        "HTTP_COOKIE": "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()),
    }  # fmt: skip
    seen = []
    with connection_kept():
        content = b"".join(application(told, lambda status, headers, *_: seen.append(status)))
    return int(seen[0].split()[0]), content.decode()


@pytest.fixture
def place(aigul, sign_in):
    """The client, the address of a row's documents, and the fields of one, with the token."""
    row = report_of("AK-ABA").rows.filter(needs_answer=True).first()
    client = sign_in(aigul)
    client.get(reverse("filing:item", args=[row.report.public_id, row.pk]))
    token = client.cookies["csrftoken"].value.encode()
    fields = [("csrfmiddlewaretoken", "", token), ("document-kind", "", b"act"), ("document-number", "", b"5")]
    fields += [("document-date", "", b"01.12.2026"), ("document-file", "a.pdf", PDF)]
    return client, f"/en/work/report/{row.report.public_id}/items/{row.pk}/documents/", fields


def test_a_whole_one_is_read(place):
    client, path, fields = place
    body = form(*fields)
    assert post(client, path, body, len(body))[0] == 200 and Evidence.objects.get().file_sha256


@pytest.mark.parametrize("cut", ["in the file", "before the file", "without its closing line", "shorter than announced"])
def test_a_broken_one_writes_nothing_and_is_told_in_words(place, cut, settings):
    client, path, fields = place
    body = form(*fields)
    sent = {
        "in the file": body[:-60], "before the file": form(*fields[:-1], close=False), "shorter than announced": body,
        "without its closing line": form(*fields, close=False),
    }[cut]  # fmt: skip
    announced = len(sent) if cut == "without its closing line" else len(body) + 10
    status, page = post(client, path, sent, announced)
    assert (status, "did not arrive whole" in page) == (400, True)
    assert not Evidence.objects.exists() and not [one for one in settings.FILES_ROOT.rglob("*") if one.is_file()]
