"""With what a site was made, by its generator and where its scripts and pictures come from."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_SOURCES: Final = (
    ("wp-content/", "WordPress"),
    ("wp-includes/", "WordPress"),
    ("plugins/woocommerce", "WooCommerce"),
    ("plugins/elementor", "Elementor"),
    ("/themes/Divi", "Divi"),
    ("js_composer", "WPBakery"),
    ("plugins/contact-form-7", "Contact Form 7"),
    ("cdn.shopify.com", "Shopify"),
    ("static.wixstatic.com", "Wix"),
    ("parastorage.com", "Wix"),
    ("squarespace", "Squarespace"),
    ("webflow", "Webflow"),
    ("weebly", "Weebly"),
    ("jimdo", "Jimdo"),
    ("godaddy", "GoDaddy Website Builder"),
    ("wsimg.com", "GoDaddy Website Builder"),
    ("/media/jui/", "Joomla"),
    ("/media/system/js/", "Joomla"),
    ("/components/com_", "Joomla"),
    ("/sites/default/files", "Drupal"),
    ("/sites/all/", "Drupal"),
    ("/modules/ps_", "PrestaShop"),
    ("prestashop", "PrestaShop"),
    ("/static/version", "Magento"),
    ("mage/", "Magento"),
    ("/_next/", "Next.js"),
    ("/_nuxt/", "Nuxt"),
    ("googletagmanager.com", "Google Tag Manager"),
    ("google-analytics.com", "Google Analytics"),
    ("connect.facebook.net", "Facebook Pixel"),
    ("hotjar", "Hotjar"),
    ("hs-scripts.com", "HubSpot"),
    ("js.stripe.com", "Stripe"),
    ("recaptcha", "reCAPTCHA"),
    ("bootstrap", "Bootstrap"),
    ("jquery", "jQuery"),
    ("cookiebot", "Cookiebot"),
    ("tawk.to", "Tawk.to"),
    ("crisp.chat", "Crisp"),
    ("intercom", "Intercom"),
    ("mailchimp", "Mailchimp"),
    ("doctoralia", "Doctoralia"),
    ("calendly", "Calendly"),
    ("booking.com", "Booking.com"),
    ("thefork", "TheFork"),
    ("covermanager", "CoverManager"),
    ("tiendanube", "Tiendanube"),
    ("mitiendanube", "Tiendanube"),
    ("vtexassets", "VTEX"),
    ("jumpseller", "Jumpseller"),
    ("palbin", "Palbin"),
    ("duda", "Duda"),
    ("multiscreensite", "Duda"),
    ("/typo3", "TYPO3"),
)
_GENERATOR: Final = re.compile(r"[A-Za-z][\w.!&+]*(?: [A-Z][\w.!]*){0,3}")
_VERSION: Final = re.compile(r"[\s/-]v?\d[\w.\-]*.*$|!.*$| - .*$|;.*$|,.*$")


def hints(generator: str, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each technology once, with the words that betray it."""
    seen: set[str] = set()
    name = _VERSION.sub("", generator).strip()
    if name and _GENERATOR.match(name):
        name = "Wix" if name.startswith("Wix") else name
        seen.add(name)
        yield name[:40], f"generator {generator}"
    joined = "\n".join(sources)
    for sign, name in _SOURCES:
        if name not in seen and sign in joined:
            seen.add(name)
            place = joined.index(sign)
            yield name, joined[joined.rfind("\n", 0, place) + 1 :].partition("\n")[0]
