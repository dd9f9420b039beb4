"""No page can be added without saying who may see it: every URL of the product is walked."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tipstaff.accounts import permissions

# What may be reached without signing in, and nothing else ever by accident.
PUBLIC_ROUTES = {"sign-in/", "sign-out/", "healthz", "style-guide/"}


def routes() -> list[tuple[str, URLPattern]]:
    def walk(patterns, prefix=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield path, pattern
            else:
                yield from walk(pattern.url_patterns, path)

    return list(walk(get_resolver().url_patterns))


@pytest.mark.parametrize(("path", "pattern"), routes(), ids=[path or "/" for path, _ in routes()])
def test_the_route_declares_a_permission_or_says_that_it_is_public(path, pattern):
    declared = permissions.declared(pattern.callback)
    assert declared in {*permissions.PERMISSIONS, permissions.PUBLIC, permissions.SIGNED_IN}
    assert (declared == permissions.PUBLIC) is (path in PUBLIC_ROUTES)


def test_a_stranger_is_sent_to_the_way_in_from_every_other_route(db):
    client = Client()
    for path, pattern in routes():
        if path in PUBLIC_ROUTES:
            continue
        kwargs = {name: converter_example(converter) for name, converter in pattern.pattern.converters.items()}
        address = "/" + filled(path, kwargs)
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/"), address


def converter_example(converter: object) -> str:
    return "1" if type(converter).__name__ == "IntConverter" else "abc"


def filled(path: str, kwargs: dict[str, str]) -> str:
    import re

    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: kwargs.get(found[1], "1"), path)
