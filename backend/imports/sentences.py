"""Why a row was refused, said to people in their language."""

from collections.abc import Mapping
from typing import Final

from backend.core.language import Language

_SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "unusable_email": {
        "es": "El correo no es una dirección válida.",
        "ca": "El correu no és una adreça vàlida.",
        "pt": "O e-mail não é um endereço válido.",
        "en": "The email is not a valid address.",
    },
    "unusable_phone": {
        "es": "El teléfono no es un número válido; escríbelo con su prefijo de país.",
        "ca": "El telèfon no és un número vàlid; escriu-lo amb el prefix del país.",
        "pt": "O telefone não é um número válido; escreve-o com o indicativo do país.",
        "en": "The phone is not a valid number; write it with its country prefix.",
    },
    "unusable_website": {
        "es": "La web no es una dirección válida; se importa sin ella.",
        "ca": "La web no és una adreça vàlida; s'importa sense.",
        "pt": "O site não é um endereço válido; é importado sem ele.",
        "en": "The website is not a valid address; imported without it.",
    },
    "unusable_value": {
        "es": "El valor no es una cantidad de dinero.",
        "ca": "El valor no és una quantitat de diners.",
        "pt": "O valor não é uma quantia de dinheiro.",
        "en": "The value is not an amount of money.",
    },
    "unknown_stage": {
        "es": "No hay ninguna etapa con ese nombre; se importa sin ella.",
        "ca": "No hi ha cap etapa amb aquest nom; s'importa sense.",
        "pt": "Não há nenhuma etapa com esse nome; é importado sem ela.",
        "en": "There is no stage of this name; imported without it.",
    },
    "unknown_state": {
        "es": "No hay ningún estado de contacto con ese nombre; se importa sin él.",
        "ca": "No hi ha cap estat de contacte amb aquest nom; s'importa sense.",
        "pt": "Não há nenhum estado de contacto com esse nome; é importado sem ele.",
        "en": "There is no contact state of this name; imported without it.",
    },
    "wrong_value": {
        "es": "El valor no es del tipo de su campo.",
        "ca": "El valor no és del tipus del seu camp.",
        "pt": "O valor não é do tipo do seu campo.",
        "en": "The value is not of its field's kind.",
    },
    "too_long": {
        "es": "El texto es demasiado largo para su campo.",
        "ca": "El text és massa llarg per al seu camp.",
        "pt": "O texto é demasiado longo para o seu campo.",
        "en": "The text is too long for its field.",
    },
    "too_many_cells": {
        "es": "La fila tiene más celdas que columnas el archivo.",
        "ca": "La fila té més cel·les que columnes el fitxer.",
        "pt": "A linha tem mais células do que colunas o ficheiro.",
        "en": "The row has more cells than the file has columns.",
    },
    "nobody": {
        "es": "La fila no dice de quién se trata: faltan nombre, empresa, correo, teléfono y web.",
        "ca": "La fila no diu de qui es tracta: hi falten nom, empresa, correu, telèfon i web.",
        "pt": "A linha não diz de quem se trata: faltam nome, empresa, e-mail, telefone e site.",
        "en": "The row names nobody: name, company, email, phone and website are missing.",
    },
    "broken_quotes": {
        "es": "Las comillas de la fila no se cierran bien.",
        "ca": "Les cometes de la fila no es tanquen bé.",
        "pt": "As aspas da linha não fecham bem.",
        "en": "The row's quotes do not close.",
    },
    "row_too_long": {
        "es": "La fila es demasiado larga para ser un lead.",
        "ca": "La fila és massa llarga per ser un lead.",
        "pt": "A linha é demasiado longa para ser um lead.",
        "en": "The row is too long to be a lead.",
    },
    "file_damaged_here": {
        "es": "El archivo está dañado a partir de esta fila; lo anterior se ha leído.",
        "ca": "El fitxer està malmès a partir d'aquesta fila; el que hi ha abans s'ha llegit.",
        "pt": "O ficheiro está danificado a partir desta linha; o anterior foi lido.",
        "en": "The file is damaged from this row on; everything before it was read.",
    },
    "too_many_niches": {
        "es": "Ya hay tantos nichos como puede haber.",
        "ca": "Ja hi ha tants nínxols com n'hi pot haver.",
        "pt": "Já há tantos nichos quantos pode haver.",
        "en": "There are as many niches as there can be.",
    },
    "unusable_niche": {
        "es": "El nombre del nicho necesita una letra o una cifra.",
        "ca": "El nom del nínxol necessita una lletra o una xifra.",
        "pt": "O nome do nicho precisa de uma letra ou de um algarismo.",
        "en": "The niche's name needs a letter or a digit.",
    },
    "busy": {
        "es": "Otra persona guardaba este lead en ese momento; vuelve a importar la fila.",
        "ca": "Algú altre desava aquest lead en aquell moment; torna a importar la fila.",
        "pt": "Outra pessoa guardava este lead nesse momento; importa a linha outra vez.",
        "en": "Somebody else was saving this lead at that moment; import the row again.",
    },
}
_HEADERS: Final[Mapping[Language, tuple[str, str]]] = {
    "es": ("Fila", "Motivo"),
    "ca": ("Fila", "Motiu"),
    "pt": ("Linha", "Motivo"),
    "en": ("Row", "Reason"),
}


def sentence(reason: str, language: Language) -> str:
    return _SENTENCES[reason][language] if reason in _SENTENCES else reason


def headers(language: Language) -> tuple[str, str]:
    """Of the number and the reason in the file of refused rows."""
    return _HEADERS[language]
