"""The score of a lead: pure, weighted per tenant, each part with its reason (SCO-01, SCO-02, X18)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from backend.leads.enums import Source, Temperature

# Any: a qualification is what people said, as JSON (see schemas.Qualification); parts quote it.
Qualification = Mapping[str, Any]

PARTS: Final = ("budget", "urgency", "metres", "style", "origin")

# A thing that was told at all is worth a quarter; the rest grows with its size up to the tenant's target.
_TOLD: Final = 0.25
_URGENCY: Final[Mapping[str, float]] = {"now": 1.0, "1_3_months": 0.7, "3_6_months": 0.4, "later": 0.15}
_OTHER_URGENCY: Final = 0.4
_UNDECIDED: Final = frozenset({"undecided", "unknown", "none", "other"})
_ORIGIN: Final[Mapping[str, float]] = {Source.WEB: 1.0, Source.WHATSAPP: 1.0, Source.MANUAL: 0.6}
_SOCIAL: Final = 0.6
# Beyond any house; also keeps infinities and numbers that no sentence can hold away.
_MOST: Final = 1e12
# What a full budget is when the tenant has not said: about 10,000 euros.
_BUDGET_TARGETS: Final[Mapping[str, float]] = {
    "EUR": 10_000,
    "USD": 10_000,
    "GBP": 9_000,
    "BRL": 60_000,
    "CLP": 10_000_000,
    "MXN": 200_000,
    "COP": 40_000_000,
    "PEN": 40_000,
    "ARS": 10_000_000,
    "UYU": 400_000,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Points that each part can give; together 100 (SCO-01)."""

    budget: int = 40
    urgency: int = 25
    metres: int = 20
    style: int = 10
    origin: int = 5


@dataclass(frozen=True, slots=True)
class Bands:
    """The first score of each warmer band; below `warm` is cold (SCO-02)."""

    warm: int = 40
    hot: int = 70
    premium: int = 90

    def temperature(self, total: int) -> Temperature:
        for threshold, band in (
            (self.premium, Temperature.PREMIUM),
            (self.hot, Temperature.HOT),
            (self.warm, Temperature.WARM),
        ):
            if total >= threshold:
                return band
        return Temperature.COLD


@dataclass(frozen=True, slots=True)
class Targets:
    """The size of a project that earns all the points: money in the tenant's currency, square metres."""

    budget: float | None = None
    metres: float = 12.0


@dataclass(frozen=True, slots=True)
class Rules:
    """A tenant's own scoring; `version` grows with each change and stands on every score made with it."""

    weights: Weights = field(default_factory=Weights)
    bands: Bands = field(default_factory=Bands)
    targets: Targets = field(default_factory=Targets)
    currency: str = "EUR"
    version: int = 1

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None, currency: str = "EUR") -> "Rules":
        """What `tenants.scoring` holds; an empty object means the defaults."""
        given = stored or {}
        return cls(
            weights=Weights(**given.get("weights", {})),
            bands=Bands(**given.get("bands", {})),
            targets=Targets(**given.get("targets", {})),
            currency=currency,
            version=int(given.get("version", 1)),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "weights": asdict(self.weights),
            "bands": asdict(self.bands),
            "targets": asdict(self.targets),
            "version": self.version,
        }

    def budget_target(self, currency: str) -> float:
        if self.targets.budget and currency == self.currency:
            return self.targets.budget
        return _BUDGET_TARGETS.get(currency, _BUDGET_TARGETS["EUR"])


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one part; `reason` and `params` become a sentence in `scoring_words`."""

    part: str
    points: int
    max: int
    reason: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100, and why."""

    total: int
    temperature: Temperature
    version: int
    parts: tuple[Part, ...]

    def breakdown(self) -> list[dict[str, Any]]:
        """The parts as they are stored."""
        return [asdict(part) for part in self.parts]


# How much of a part's points are earned (0 to 1), and why.
Judged = tuple[float, str, dict[str, Any]]


def score(qualification: Qualification, source: str, rules: Rules) -> Score:
    judges: dict[str, Callable[[], Judged]] = {
        "budget": lambda: _budget(qualification, rules),
        "urgency": lambda: _urgency(qualification),
        "metres": lambda: _metres(qualification, rules),
        "style": lambda: _style(qualification),
        "origin": lambda: _origin(source),
    }
    parts = []
    for name in PARTS:
        most = getattr(rules.weights, name)
        fraction, reason, params = judges[name]()
        parts.append(Part(name, math.floor(most * fraction + 0.5), most, reason, params))
    total = min(100, sum(part.points for part in parts))
    return Score(total, rules.bands.temperature(total), rules.version, tuple(parts))


def purchase_intent(qualification: Qualification, *, reachable: bool) -> float:
    """0.0 to 1.0 (CRM-01): urgency 0.4, a way to answer 0.3, a stated budget 0.2, photos or a note 0.1."""
    urgency, _, _ = _urgency(qualification)
    shown = bool(qualification.get("photos") or qualification.get("note"))
    stated = amount(qualification.get("budget")) is not None
    return round(0.4 * urgency + 0.3 * reachable + 0.2 * stated + 0.1 * shown, 2)


def amount(value: Any) -> float | None:
    """A number, or the middle of {min, max}, or the one end that is known; None without a usable number."""
    if isinstance(value, Mapping):
        ends = [found for found in (amount(value.get("min")), amount(value.get("max"))) if found is not None]
        return sum(ends) / len(ends) if ends else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        return None
    return float(value)


def _grown(value: float, target: float) -> float:
    return _TOLD + (1 - _TOLD) * min(1.0, value / target)


def _budget(qualification: Qualification, rules: Rules) -> Judged:
    stated = qualification.get("budget")
    value = amount(stated)
    if value is None:
        return 0.0, "budget_unknown", {}
    currency = str((isinstance(stated, Mapping) and stated.get("currency")) or rules.currency)
    target = rules.budget_target(currency)
    reason = "budget_full" if value >= target else "budget_part"
    return _grown(value, target), reason, {"amount": value, "currency": currency, "target": target}


def _urgency(qualification: Qualification) -> Judged:
    stated = qualification.get("urgency")
    if not isinstance(stated, str) or not stated:
        return 0.0, "urgency_unknown", {}
    if stated in _URGENCY:
        return _URGENCY[stated], f"urgency_{stated}", {}
    return _OTHER_URGENCY, "urgency_other", {}


def _metres(qualification: Qualification, rules: Rules) -> Judged:
    value = amount(qualification.get("metres"))
    if value is None:
        return 0.0, "metres_unknown", {}
    target = rules.targets.metres
    reason = "metres_full" if value >= target else "metres_part"
    return _grown(value, target), reason, {"metres": value, "target": target}


def _style(qualification: Qualification) -> Judged:
    stated = qualification.get("style")
    if not isinstance(stated, str) or not stated:
        return 0.0, "style_unknown", {}
    if stated in _UNDECIDED:
        return 0.0, "style_undecided", {}
    return 1.0, "style_defined", {}


def _origin(source: str) -> Judged:
    fraction = _ORIGIN.get(source, _SOCIAL)
    known = source in _ORIGIN
    return fraction, f"origin_{source}" if known else "origin_social", {}
