"""Whose lead it is: a visitor joins the person with the same email or phone, and melts nobody into another."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.leads import merging
from backend.leads.merging import Fields, Known, Match

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
HERE = uuid.UUID(int=99)
EMAIL, PHONE = b"email", b"phone"


def known(number: int, *, own: bool = False, **fields: Any) -> Known:
    """The lead of that number; the greater, the younger."""
    values = {"correctable_by": HERE if own else None, **fields}
    return Known(uuid.UUID(int=number), MONDAY + timedelta(days=number), "web", "", "cold", Fields(**values))


def match(*candidates: Known, current: Known | None = None, email: bytes | None = EMAIL) -> Match:
    return merging.match(candidates, conversation_id=HERE, current=current.id if current else None, email_index=email)


def numbers(leads: tuple[Known, ...]) -> list[int]:
    return [lead.id.int for lead in leads]


def test_nobody_known() -> None:
    assert match() == Match()


def test_the_older_of_two_that_agree_is_kept() -> None:
    by_phone, by_email = known(1, phone_index=PHONE), known(2, email_index=EMAIL)
    assert numbers(match(by_email, by_phone).persons) == [1, 2]


def test_an_email_of_one_and_a_phone_of_another_do_not_melt_them() -> None:
    ana = known(2, email_index=EMAIL, phone_index=b"other phone")
    ben = known(1, email_index=b"other email", phone_index=PHONE)
    found = match(ben, ana)
    assert (numbers(found.persons), numbers(found.strangers)) == ([2], [1])
    assert found.taken(phone_index=PHONE)
    assert not found.taken(email_index=EMAIL)


def test_the_lead_this_conversation_made_joins_whomever_it_meets() -> None:
    own = known(3, own=True, email_index=b"typed wrong")
    ana = known(1, email_index=EMAIL, phone_index=PHONE)
    assert numbers(match(own, ana, current=own).persons) == [1, 3]


def test_an_older_own_lead_is_kept_where_nothing_contradicts() -> None:
    own, ana = known(1, own=True), known(3, email_index=EMAIL)
    assert numbers(match(own, ana, current=own).persons) == [1, 3]


def test_an_older_own_lead_goes_where_contacts_contradict() -> None:
    own, ana = known(1, own=True, phone_index=b"typed wrong"), known(3, email_index=EMAIL, phone_index=PHONE)
    assert numbers(match(own, ana, current=own).persons) == [3, 1]


def test_the_conversations_established_lead_counts_before_the_emails_owner() -> None:
    joined_before = known(5, email_index=b"first email")
    owner = known(1, email_index=EMAIL)
    found = match(owner, joined_before, current=joined_before)
    assert (numbers(found.persons), numbers(found.strangers)) == ([5], [1])


def test_a_join_fills_gaps_and_closes_the_lead_to_corrections() -> None:
    older = known(1, own=True, name="Ana", email_index=EMAIL, qualification={"style": "modern", "photos": ["a"]})
    younger = known(
        2,
        name="Anna",
        company="Puig",
        phone_index=PHONE,
        stage="active",
        qualification={"style": "classic", "metres": 9, "photos": ["b"]},
    )
    result = merging.joined([older, younger])
    assert (result.name, result.company, result.email_index, result.phone_index) == ("Ana", "Puig", EMAIL, PHONE)
    assert result.qualification == {"style": "classic", "metres": 9, "photos": ["a", "b"]}
    assert (result.stage, result.correctable_by) == ("active", None)


def test_a_stage_that_a_person_chose_survives_the_join() -> None:
    customer, active = known(1, stage="customer"), known(2, stage="active", contact_state="replied")
    result = merging.joined([customer, active])
    assert (result.stage, result.contact_state) == ("customer", "replied")


def test_a_strangers_words_fill_gaps_but_overwrite_no_contact() -> None:
    kept = Fields(name="Ana", email="sealed", email_index=EMAIL, language="ca")
    said = Fields(name="Mallory", company="Evil", email="new", email_index=b"new", language="en")
    result = merging.with_words(kept, said, own=False)
    assert (result.name, result.company, result.email, result.language) == ("Ana", "Evil", "sealed", "ca")


def test_the_own_conversation_corrects_itself() -> None:
    kept = Fields(name="Ana", email="sealed", email_index=EMAIL, consent_at=MONDAY, stage="active")
    said = Fields(name="Anna", email="new", email_index=b"new", consent_at=MONDAY + timedelta(days=1))
    result = merging.with_words(kept, said, own=True)
    assert (result.name, result.email, result.email_index) == ("Anna", "new", b"new")
    assert (result.consent_at, result.stage) == (MONDAY, "active")


def test_the_same_email_again_keeps_its_sealed_value() -> None:
    kept = Fields(email="sealed", email_index=EMAIL)
    assert merging.with_words(kept, Fields(email="sealed anew", email_index=EMAIL), own=True).email == "sealed"


def test_silence_erases_nothing() -> None:
    earlier = {"style": "modern", "budget": {"min": 5}, "photos": ["a"]}
    assert merging.merge_qualification(earlier, {"style": "", "budget": None, "photos": []}) == earlier
