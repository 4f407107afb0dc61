"""What the API's codes about channels, follow-ups and knowledge mean, and what to do about it."""

from streamlit_app.kit.i18n import _


def known() -> dict[str, str]:
    return {
        "account_not_found": _("This account is no longer connected."),
        "account_taken": _("This account is connected already, here or elsewhere. Disconnect it there first."),
        "token_refused": _("The platform does not accept this token for this account. Check both and try again."),
        "platform_unreachable": _("The platform did not answer. Nothing was changed: try again in a moment."),
        "no_templates": _("Only WhatsApp has templates."),
        "template_not_found": _("This template no longer exists. Load the templates again."),
        "variables_missing": _("Fill in every gap of the template."),
        "no_address": _("This account has no public address yet. Test it once, and its link is known."),
        "event_not_found": _("This event is no longer kept."),
        "event_not_retriable": _("This event was handled or still waits: only what failed can be taken in again."),
        "nothing_chosen": _("Say from which day to which day."),
        "step_not_found": _("This step no longer exists. Load the page again."),
        "sequence_off": _("Switch the sequence on before you add somebody."),
        "already_enrolled": _("This person is in the sequence already."),
        "nobody_to_write_to": _("Nobody has talked with this lead yet, so there is nowhere to write."),
        "person_opted_out": _("This person asked for no more messages."),
        "stage_does_not_fit": _("This sequence is not for leads of this stage."),
        "unknown_template": _("None of your WhatsApp numbers has an approved template of this name."),
        "not_its_setting": _("Only the sequence for silence waits a number of days."),
        "nothing_to_say": _("This step has no words for this person. Write its text first."),
        "item_not_found": _("This entry no longer exists."),
        "too_many_items": _("Your knowledge is full: delete what nobody asks any more."),
        "item_exists": _("There is already an entry with this name in this language."),
        "price_needs_currency": _("A price needs its currency."),
        "nothing_to_import": _("There is no line to read."),
    }
