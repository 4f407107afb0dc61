"""What merges add comes off in any order, and leaves alone what somebody edited (properties)."""

import uuid
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.leads import merge_layers
from backend.leads.merge_layers import Layer, State

FIELDS = ("name", "company", "domain", "qualification.metres", "qualification.style")
GAPS = FIELDS[:3]
_words = st.sampled_from(["a", "b", "c", None])
_lead = st.fixed_dictionaries(dict.fromkeys(FIELDS, _words))
# A step merges a lead with these fields, or edits one field to something nobody else says.
_steps = st.lists(st.one_of(_lead, st.sampled_from(FIELDS)), max_size=8)


def filled(kept: State, other: State) -> State:
    """Gaps are filled; of a qualification the later answer counts, and silence erases nothing."""
    return {
        name: (kept[name] or other[name]) if name in GAPS else (other[name] if other[name] is not None else kept[name])
        for name in FIELDS
    }


# How fast inputs are made says nothing about merges; a busy machine makes them slowly.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(start=_lead, steps=_steps, data=st.data())
def test_merge_edit_undo_returns_the_rest(start: State, steps: list[Any], data: st.DataObject) -> None:
    now, expected, layers = dict(start), dict(start), []
    for step in steps:
        if isinstance(step, str):
            now[step] = expected[step] = uuid.uuid4().hex
            continue
        after = filled(now, step)
        layers.append(Layer(*merge_layers.changes(now, after)))
        now = after
    while layers:
        place = data.draw(st.integers(0, len(layers) - 1))
        layer = layers.pop(place)
        now |= merge_layers.taken_off(layer, layers[place:], now)
    assert now == expected


@given(one=_lead, other=_lead)
def test_a_layer_holds_only_what_differs(one: State, other: State) -> None:
    before, after = merge_layers.changes(one, other)
    assert before.keys() == after.keys() == {name for name in FIELDS if one[name] != other[name]}
    assert one | after == other
