"""What can go wrong with what belongs to leads: contacts, notes, fields, merges, bulk actions."""

from backend.core.errors import Conflict, Invalid, NotFound


class ContactNotFound(NotFound):
    """This contact does not exist."""


class ContactKnown(Conflict):
    """The lead has this contact already."""


class UnusableContact(Invalid):
    """This is not a value of that kind of contact."""


class NeitherEmailNorPhone(Invalid):
    """Only an email or a phone can be the first one of a lead."""


class TooManyContacts(Conflict):
    """There are as many contacts on this lead as there can be."""


class NoteNotFound(NotFound):
    """This note does not exist."""


class TooManyTags(Invalid):
    """A lead cannot have that many tags."""


class UnusableTag(Invalid):
    """A tag needs a letter or a digit."""


class FieldNotFound(NotFound):
    """This field does not exist."""


class FieldExists(Conflict):
    """There is already a field of this name."""


class TooManyFields(Conflict):
    """There are as many fields as there can be."""


class FieldNeedsOptions(Invalid):
    """A field of this kind needs at least one option to choose from; other kinds have none."""


class UnknownField(Invalid):
    """The company has no such field."""


class WrongFieldValue(Invalid):
    """This is not a value of that field."""


class MergesWithItself(Invalid):
    """A lead cannot be merged with itself, nor with one that already speaks through it."""


class MergeNotFound(NotFound):
    """This merge does not exist."""


class MergeUndone(Conflict):
    """This merge was undone already."""


class MergedFurther(Conflict):
    """The lead was itself merged into another one since; undo that merge first."""


class PairNotFound(NotFound):
    """This pair of possible duplicates does not exist."""


class PairDecided(Conflict):
    """Somebody decided about these two already."""


class NotOfThePair(Invalid):
    """The lead to keep must be one of the two."""


class BulkNotFound(NotFound):
    """This bulk action does not exist."""


class BulkUndone(Conflict):
    """This bulk action was undone already."""


class TooManyLeads(Invalid):
    """So many leads cannot be changed at once; narrow the choice."""


class WrongParameters(Invalid):
    """This action needs other parameters."""


class FilterNotFound(NotFound):
    """This saved filter does not exist."""


class FilterOfSomebodyElse(Conflict):
    """Only its owner or an administrator may change this filter."""


class TooManyFilters(Conflict):
    """There are as many saved filters as there can be."""


class NotInTheBin(Conflict):
    """This lead is not in the bin."""
