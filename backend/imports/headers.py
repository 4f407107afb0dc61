"""What a column is, told from its header: in four languages, and in the exports of other products. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from backend.imports.enums import CUSTOM, Part, Provider
from backend.leads import search
from backend.leads.column_enums import HEADERS, READ_ONLY, Column

FIELDS: Final = frozenset({*(each.value for each in Column if each not in READ_ONLY), *(each.value for each in Part)})

# Folded headers beside those that our own exports write.
_ALIASES: Final[Mapping[str, str]] = {
    Column.NAME: (
        "full name, contact name, contact, display name, file as, nombre completo, nombre y apellidos, contacto,"
        " cliente, nom complet, nom i cognoms, contacte, nome completo, contato, customer, lead,"
        " lead name, titular, persona"
    ),
    Part.FIRST_NAME: "first name, given name, nombre de pila, primer nombre, nom de pila, primeiro nome, forename",
    Part.LAST_NAME: (
        "last name, family name, surname, apellido, apellidos, cognom, cognoms, sobrenome, apelido, ultimo nome"
    ),
    Column.COMPANY: (
        "company name, organization, organisation, organization name, organization 1 name, business, business name,"
        " account, account name, associated company, razon social, compania, negocio, nombre comercial, rao social,"
        " negoci, companyia, organizacion, organitzacio, razao social, negocio, organizacao, entidade, comercio"
    ),
    Column.EMAIL: (
        "e mail, mail, email address, e mail address, e mail 1 value, email 1, primary email, work email,"
        " correo electronico, correu electronic, direccion de correo, direccion de correo electronico,"
        " adreca electronica, endereco de e mail, correio eletronico, correio"
    ),
    Column.PHONE: (
        "phone number, telephone, tel, mobile, mobile phone, mobile phone number, mobile number, cell, phone 1 value,"
        " phone 1, work phone, work direct phone, corporate phone, company phone, first phone, telefono movil, movil,"
        " celular, numero de telefono, telf, tlf, tfno, mobil, telefon mobil, telemovel, telefone celular,"
        " numero de telefone, tfn"
    ),
    Column.MORE_EMAILS: (
        "e mail 2 value, e mail 3 value, email 2, email 3, secondary email, tertiary email, additional emails,"
        " personal email, correo 2, correu 2, otros emails, altres emails, home email"
    ),
    Column.MORE_PHONES: (
        "phone 2 value, phone 3 value, phone 4 value, phone 2, phone 3, home phone, other phone, telefono 2, telefon 2,"
        " telefone 2, additional phones, fax"
    ),
    Column.WEBSITE: (
        "website url, web site, website 1 value, url, site web, pagina web, sitio web, web url, site, homepage,"
        " company website, lloc web, pagina, web page"
    ),
    Column.DOMAIN: "company domain name, company domain, dominio web, domain name, website domain",
    Column.ADDRESS: (
        "full address, address 1 formatted, company address, postal address, domicilio, direccion postal,"
        " direccion completa, adreca postal, domicili, endereco, endereco completo, morada completa, ubicacion"
    ),
    Part.STREET: "street address, address 1 street, street, calle, carrer, rua, address line 1, company street",
    Part.CITY: (
        "address 1 city, town, ciudad, poblacion, municipio, localidad, ciutat, poblacio, municipi, localitat,"
        " cidade, localidade, concelho, company city"
    ),
    Part.POSTCODE: (
        "postal code, zip, zip code, post code, address 1 postal code, codigo postal, cp, c p, codi postal,"
        " company postal code, cep"
    ),
    Part.REGION: (
        "state region, state, province, address 1 region, provincia, comarca, distrito, county, company state"
    ),
    Part.COUNTRY: "country region, address 1 country, pais, country code, company country",
    Column.LANGUAGE: "preferred language, lengua, llengua, lingua, idioma preferido",
    Column.NICHE: "segment, segmento, sector, list, lista, categoria, category, industry, ambit, grupo, grup",
    Column.STAGE: "lead status, lifecycle stage, deal stage, pipeline stage, estado, fase, estat, estagio, status",
    Column.CONTACT_STATE: "contact status, estado contacto, situacion",
    Column.VALUE: "amount, deal amount, importe, import, presupuesto, pressupost, orcamento, montante, deal value",
    Column.CURRENCY: "divisa, currency code",
    Column.TAGS: "labels, label, tag, etiqueta, group membership, keywords, marcadores, categories",
    Part.NOTE: (
        "notes, note, comments, comment, description, nota, notas, comentarios, comentario, observaciones,"
        " descripcion, notes del contacte, comentaris, observacions, descripcio, observacoes, descricao, message"
    ),
    Column.WHATSAPP: "whatsapp number, whatsapp phone number, wa",
    Column.SOCIAL: (
        "linkedin, linkedin url, person linkedin url, company linkedin url, facebook, facebook url, instagram,"
        " instagram url, twitter, twitter url, x url, youtube, tiktok, social, redes, perfil, profile url,"
        " linkedin profile, linkedin bio"
    ),
    Column.TAX_ID: "nif, cif, dni, vat, vat number, tax number, nipc, rut, cnpj, nif cif, cif nif, vat id",
    Column.OPENING_HOURS: "hours, horarios, horaris, business hours, horario de apertura",
    Column.SUMMARY: "about, short description, bio, headline, sobre",
}
# A few headers are enough to know whose export it is.
_PROVIDERS: Final[Mapping[Provider, frozenset[str]]] = {
    Provider.GOOGLE: frozenset({"e mail 1 value", "phone 1 value", "group membership", "given name", "e mail 1 label"}),
    Provider.HUBSPOT: frozenset({"record id", "lifecycle stage", "lead status", "contact owner", "hubspot score"}),
    Provider.APOLLO: frozenset(
        {"apollo contact id", "person linkedin url", "email status", "seniority", "corporate phone"}
    ),
    Provider.LINKEDIN: frozenset({"connected on", "url", "position", "email address", "first name"}),
}
_NEEDED: Final[Mapping[Provider, int]] = {
    Provider.GOOGLE: 2,
    Provider.HUBSPOT: 2,
    Provider.APOLLO: 2,
    Provider.LINKEDIN: 4,
}
# What other products call by a name that means something else elsewhere.
_OF_PROVIDER: Final[Mapping[Provider, Mapping[str, str]]] = {
    Provider.LINKEDIN: {"url": Column.SOCIAL, "company": Column.COMPANY},
    Provider.APOLLO: {"industry": Column.NICHE, "company": Column.COMPANY, "stage": "", "lists": Column.TAGS},
    Provider.HUBSPOT: {"state region": Part.REGION, "contact owner": "", "associated company": Column.COMPANY},
    Provider.GOOGLE: {"name": Column.NAME, "organization name": Column.COMPANY},
}
_NOT_WORD: Final = re.compile(r"[\W_]+")


def folded(header: str) -> str:
    """'E-mail 1 - Value' -> 'e mail 1 value'."""
    return " ".join(_NOT_WORD.sub(" ", search.fold(header)).split())


def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for column, words in HEADERS.items():
        for name in words.values():
            found.setdefault(folded(name), "" if column in READ_ONLY else column.value)
    for field, names in _ALIASES.items():
        for alias in names.split(","):
            found.setdefault(alias.strip(), str(field))
    for field in FIELDS:
        found.setdefault(folded(field), field)
    return found


_KNOWN: Final = _known()


def provider(headers: Iterable[str]) -> Provider | None:
    names = {folded(header) for header in headers}
    scores = {each: len(names & marks) for each, marks in _PROVIDERS.items() if len(names & marks) >= _NEEDED[each]}
    return max(scores, key=lambda each: scores[each]) if scores else None


def suggested(headers: Sequence[str], custom: Mapping[str, str]) -> list[str | None]:
    """A field for each header we know; `custom` is {folded name: key} of the company's own fields."""
    given = provider(headers)
    own = _OF_PROVIDER.get(given, {}) if given else {}
    found: list[str | None] = []
    for header in headers:
        name = folded(header)
        if name in own:
            found.append(str(own[name]) or None)
        elif name in custom:
            found.append(CUSTOM + custom[name])
        else:
            found.append(_KNOWN.get(name) or None)
    names = [folded(header) for header in headers]
    # "Nombre" beside "Apellidos" is the first name only.
    if Part.LAST_NAME in found and Part.FIRST_NAME not in found and Column.NAME in found:
        place = found.index(Column.NAME)
        if names[place] in ("nombre", "nom", "nome", "name"):
            found[place] = Part.FIRST_NAME
    return found


def count_known(headers: Iterable[str]) -> int:
    return sum(folded(header) in _KNOWN for header in headers)
