"""The columns of a table of leads, as files name them: what is exported under a name is imported under it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from backend.core.language import Language


class Column(StrEnum):
    """What a cell of a file says about a lead."""

    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    DOMAIN = "domain"
    ADDRESS = "address"
    LANGUAGE = "language"
    NICHE = "niche"
    STAGE = "stage"
    CONTACT_STATE = "contact_state"
    VALUE = "value"
    CURRENCY = "currency"
    TAGS = "tags"
    MORE_EMAILS = "more_emails"
    MORE_PHONES = "more_phones"
    WHATSAPP = "whatsapp"
    SOCIAL = "social"
    MORE_WEBSITES = "more_websites"
    MORE_ADDRESSES = "more_addresses"
    TAX_ID = "tax_id"
    OPENING_HOURS = "opening_hours"
    SUMMARY = "summary"
    # Only written.
    TEMPERATURE = "temperature"
    SCORE = "score"
    LOST_REASON = "lost_reason"
    SOURCE = "source"
    ASSIGNEE = "assignee"
    CREATED_AT = "created_at"
    LAST_ACTIVITY_AT = "last_activity_at"
    ID = "id"


# Between the values of a cell that has several.
SEPARATOR: Final = "; "

HEADERS: Final[Mapping[Column, Mapping[Language, str]]] = {
    Column.NAME: {"es": "Nombre", "ca": "Nom", "pt": "Nome", "en": "Name"},
    Column.COMPANY: {"es": "Empresa", "ca": "Empresa", "pt": "Empresa", "en": "Company"},
    Column.EMAIL: {"es": "Correo", "ca": "Correu", "pt": "E-mail", "en": "Email"},
    Column.PHONE: {"es": "Teléfono", "ca": "Telèfon", "pt": "Telefone", "en": "Phone"},
    Column.WEBSITE: {"es": "Web", "ca": "Web", "pt": "Site", "en": "Website"},
    Column.DOMAIN: {"es": "Dominio", "ca": "Domini", "pt": "Domínio", "en": "Domain"},
    Column.ADDRESS: {"es": "Dirección", "ca": "Adreça", "pt": "Morada", "en": "Address"},
    Column.LANGUAGE: {"es": "Idioma", "ca": "Idioma", "pt": "Idioma", "en": "Language"},
    Column.NICHE: {"es": "Nicho", "ca": "Nínxol", "pt": "Nicho", "en": "Niche"},
    Column.STAGE: {"es": "Etapa", "ca": "Etapa", "pt": "Etapa", "en": "Stage"},
    Column.CONTACT_STATE: {
        "es": "Estado de contacto",
        "ca": "Estat de contacte",
        "pt": "Estado do contacto",
        "en": "Contact state",
    },
    Column.VALUE: {"es": "Valor", "ca": "Valor", "pt": "Valor", "en": "Value"},
    Column.CURRENCY: {"es": "Moneda", "ca": "Moneda", "pt": "Moeda", "en": "Currency"},
    Column.TAGS: {"es": "Etiquetas", "ca": "Etiquetes", "pt": "Etiquetas", "en": "Tags"},
    Column.MORE_EMAILS: {"es": "Otros correos", "ca": "Altres correus", "pt": "Outros e-mails", "en": "Other emails"},
    Column.MORE_PHONES: {
        "es": "Otros teléfonos",
        "ca": "Altres telèfons",
        "pt": "Outros telefones",
        "en": "Other phones",
    },
    Column.WHATSAPP: {"es": "WhatsApp", "ca": "WhatsApp", "pt": "WhatsApp", "en": "WhatsApp"},
    Column.SOCIAL: {"es": "Redes sociales", "ca": "Xarxes socials", "pt": "Redes sociais", "en": "Social profiles"},
    Column.MORE_WEBSITES: {"es": "Otras webs", "ca": "Altres webs", "pt": "Outros sites", "en": "Other websites"},
    Column.MORE_ADDRESSES: {
        "es": "Otras direcciones",
        "ca": "Altres adreces",
        "pt": "Outras moradas",
        "en": "Other addresses",
    },
    Column.TAX_ID: {"es": "NIF", "ca": "NIF", "pt": "NIF", "en": "Tax id"},
    Column.OPENING_HOURS: {"es": "Horario", "ca": "Horari", "pt": "Horário", "en": "Opening hours"},
    Column.SUMMARY: {"es": "Resumen", "ca": "Resum", "pt": "Resumo", "en": "Summary"},
    Column.TEMPERATURE: {"es": "Temperatura", "ca": "Temperatura", "pt": "Temperatura", "en": "Temperature"},
    Column.SCORE: {"es": "Puntuación", "ca": "Puntuació", "pt": "Pontuação", "en": "Score"},
    Column.LOST_REASON: {
        "es": "Motivo de pérdida",
        "ca": "Motiu de pèrdua",
        "pt": "Motivo da perda",
        "en": "Lost reason",
    },
    Column.SOURCE: {"es": "Origen", "ca": "Origen", "pt": "Origem", "en": "Source"},
    Column.ASSIGNEE: {"es": "Responsable", "ca": "Responsable", "pt": "Responsável", "en": "Owner"},
    Column.CREATED_AT: {"es": "Creado", "ca": "Creat", "pt": "Criado", "en": "Created"},
    Column.LAST_ACTIVITY_AT: {
        "es": "Última actividad",
        "ca": "Última activitat",
        "pt": "Última atividade",
        "en": "Last activity",
    },
    Column.ID: {"es": "Id", "ca": "Id", "pt": "Id", "en": "Id"},
}
# What an import cannot set: scores are computed (X18), the rest is history.
READ_ONLY: Final = frozenset(
    {
        Column.TEMPERATURE,
        Column.SCORE,
        Column.LOST_REASON,
        Column.SOURCE,
        Column.ASSIGNEE,
        Column.CREATED_AT,
        Column.LAST_ACTIVITY_AT,
        Column.ID,
    }
)

# Codes as people read them, by the column in which they stand.
WORDS: Final[Mapping[Column, Mapping[str, Mapping[Language, str]]]] = {
    Column.CONTACT_STATE: {
        "to_contact": {"es": "Por contactar", "ca": "Per contactar", "pt": "Por contactar", "en": "To contact"},
        "contacted": {"es": "Contactado", "ca": "Contactat", "pt": "Contactado", "en": "Contacted"},
        "replied": {"es": "Ha respondido", "ca": "Ha respost", "pt": "Respondeu", "en": "Replied"},
        "not_interested": {
            "es": "No interesado",
            "ca": "No interessat",
            "pt": "Não interessado",
            "en": "Not interested",
        },
    },
    Column.TEMPERATURE: {
        "cold": {"es": "Frío", "ca": "Fred", "pt": "Frio", "en": "Cold"},
        "warm": {"es": "Templado", "ca": "Tebi", "pt": "Morno", "en": "Warm"},
        "hot": {"es": "Caliente", "ca": "Calent", "pt": "Quente", "en": "Hot"},
        "premium": {"es": "Premium", "ca": "Premium", "pt": "Premium", "en": "Premium"},
    },
    Column.SOURCE: {
        "web": {"es": "Web", "ca": "Web", "pt": "Site", "en": "Website"},
        "manual": {"es": "A mano", "ca": "A mà", "pt": "Manual", "en": "By hand"},
        "prospecting": {"es": "Búsqueda", "ca": "Cerca", "pt": "Pesquisa", "en": "Search"},
        "import": {"es": "Importación", "ca": "Importació", "pt": "Importação", "en": "Import"},
        "api": {"es": "API", "ca": "API", "pt": "API", "en": "API"},
        "whatsapp": dict.fromkeys(("es", "ca", "pt", "en"), "WhatsApp"),
        "instagram": dict.fromkeys(("es", "ca", "pt", "en"), "Instagram"),
        "telegram": dict.fromkeys(("es", "ca", "pt", "en"), "Telegram"),
        "messenger": dict.fromkeys(("es", "ca", "pt", "en"), "Messenger"),
    },
}
