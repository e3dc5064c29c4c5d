"""What is kept fits, and goes with the version that it was made from."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tcgraph.server.version_cache import LruCache, VersionCache
from tests.conftest import many


@settings(max_examples=many(200, few=25), deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 60)), max_size=40))
def test_no_more_is_kept_than_fits(puts: list[tuple[str, int]]) -> None:
    """After any sequence the sum is right, within bounds, and the last that fits is there."""
    kept: LruCache[str, int] = LruCache(100)
    sizes: dict[str, int] = {}
    for key, size in puts:
        kept.put(key, size, size)
        if size * 4 <= 100:
            sizes[key] = size
            assert kept.get(key) == size
        assert kept.used <= 100
        sizes = {name: sizes[name] for name in sizes if kept.get(name) is not None}
        assert kept.used == sum(sizes.values())


def test_the_least_recently_used_goes_first() -> None:
    kept: LruCache[str, int] = LruCache(40)
    for key in "abcd":
        kept.put(key, 1, 10)
    kept.get("a")
    kept.put("e", 1, 10)
    assert [key for key in "abcde" if kept.get(key) is not None] == ["a", "c", "d", "e"]


def test_what_was_made_from_another_version_goes_at_once_and_none_comes_late() -> None:
    kept: VersionCache[str, int] = VersionCache(40)
    assert kept.get("1", "a") is None
    kept.put("1", "a", 1, 10)
    assert (kept.get("1", "a"), kept.get("2", "a")) == (1, None)
    kept.put("1", "b", 1, 10)
    kept.put("2", "c", 1, 10)
    assert [kept.get("2", key) for key in "abc"] == [None, None, 1]
