"""What the sectors are called that a page's own words speak for (`scraper/data/sectors.txt`)."""

from streamlit_app.kit.i18n import _


def sector(key: str) -> str:
    """A language model names a sector in its own words, which stay."""
    return known().get(key, key)


def known() -> dict[str, str]:
    return {
        "dentist": _("Dentist"),
        "health": _("Health"),
        "physiotherapy": _("Physiotherapy"),
        "psychology": _("Psychology"),
        "veterinary": _("Veterinary care"),
        "pharmacy": _("Pharmacy"),
        "optician": _("Optician"),
        "law": _("Legal services"),
        "accounting": _("Accounting and tax"),
        "real_estate": _("Real estate"),
        "restaurant": _("Restaurant"),
        "cafe": _("Café"),
        "bakery": _("Bakery"),
        "hotel": _("Hotel and lodging"),
        "beauty": _("Hair and beauty"),
        "fitness": _("Fitness"),
        "plumbing": _("Plumbing and heating"),
        "electrician": _("Electrician"),
        "construction": _("Building and renovation"),
        "carpentry": _("Carpentry"),
        "architecture": _("Architecture and interiors"),
        "automotive": _("Cars and garages"),
        "retail": _("Shop"),
        "fashion": _("Fashion"),
        "florist": _("Florist"),
        "education": _("Education"),
        "technology": _("Technology"),
        "marketing": _("Marketing"),
        "photography": _("Photography"),
        "insurance": _("Insurance"),
        "transport": _("Transport"),
        "cleaning": _("Cleaning"),
        "gardening": _("Gardening and pools"),
        "manufacturing": _("Manufacturing"),
        "agriculture": _("Agriculture"),
        "winery": _("Winery"),
        "events": _("Events"),
        "travel": _("Travel"),
        "association": _("Association"),
    }
