"""Which links lead to a profile or a WhatsApp account, and which only share."""

import pytest

from scraper import profiles, whatsapp


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://www.facebook.com/acme.es/", "https://www.facebook.com/acme.es"),
        ("//es-es.facebook.com/acme?ref=x", "https://www.facebook.com/acme"),
        ("https://www.facebook.com/profile.php?id=10001&sk=about", "https://www.facebook.com/profile.php?id=10001"),
        ("https://facebook.com/pages/Acme/1234", "https://www.facebook.com/pages/Acme/1234"),
        ("https://www.facebook.com/acme/reviews", "https://www.facebook.com/acme"),
        ("https://www.instagram.com/acme_bcn/?hl=es", "https://www.instagram.com/acme_bcn"),
        ("https://es.linkedin.com/company/acme/about/", "https://www.linkedin.com/company/acme"),
        ("https://www.linkedin.com/in/joan-puig", "https://www.linkedin.com/in/joan-puig"),
        ("https://x.com/acme?s=20", "https://x.com/acme"),
        ("http://twitter.com/acme", "https://twitter.com/acme"),
        ("https://youtube.com/@acme/videos", "https://www.youtube.com/@acme"),
        ("https://www.youtube.com/channel/UCabc", "https://www.youtube.com/channel/UCabc"),
        ("https://www.tiktok.com/@acme?lang=es", "https://www.tiktok.com/@acme"),
        ("https://pinterest.es/acme/", "https://www.pinterest.es/acme"),
        ("https://t.me/acme", "https://t.me/acme"),
    ],
)
def test_profiles_without_tracking(href: str, url: str) -> None:
    found = profiles.of_link(href)
    assert profiles.could_be(href)
    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/",
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://www.facebook.com/tr?id=1",
        "https://www.facebook.com/acme/posts/12",
        "https://www.facebook.com/events/12",
        "https://www.facebook.com/wix",
        "https://instagram.com/p/abc/",
        "https://www.instagram.com/explore/tags/x",
        "https://twitter.com/intent/tweet?x",
        "https://twitter.com/acme/status/12",
        "https://twitter.com/hashtag/acme",
        "https://www.linkedin.com/shareArticle?x",
        "https://www.youtube.com/watch?v=1",
        "https://www.youtube.com/embed/1",
        "https://www.pinterest.com/pin/create/button/?u",
        "https://www.tiktok.com/@acme/video/1",
        "https://t.me/share/url?u=x",
        "https://netflix.com/acme",
        "https://notfacebook.com/acme",
        "http://[::1",
    ],
)
def test_what_is_no_profile(href: str) -> None:
    assert profiles.of_link(href) is None


def test_two_spellings_of_one_account_are_one() -> None:
    one, other = profiles.of_link("https://www.instagram.com/Acme/"), profiles.of_link("http://instagram.com/acme?x=1")
    assert one
    assert other
    assert one.key == other.key


@pytest.mark.parametrize(
    ("href", "value"),
    [
        ("https://wa.me/34608123456?text=Hola", "+34608123456"),
        ("https://wa.me/+34608123456", "+34608123456"),
        ("https://wa.me/608123456", "+34608123456"),
        ("https://api.whatsapp.com/send?phone=+34 608 123 456&text=x", "+34608123456"),
        ("https://web.whatsapp.com/send?phone=34608123456", "+34608123456"),
        ("whatsapp://send?phone=34608123456", "+34608123456"),
        ("https://wa.me/message/ABCDEF", "https://wa.me/message/ABCDEF"),
        ("https://api.whatsapp.com/send?text=x", ""),
        ("https://wa.me/?text=x", ""),
        ("https://acme.es/wa.me/34608123456", ""),
    ],
)
def test_whatsapp(href: str, value: str) -> None:
    assert whatsapp.of_link(href, "ES") == value
