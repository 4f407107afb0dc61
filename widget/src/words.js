/** The language to speak, and what the widget itself says in it; the business's own texts come with its configuration. */
import { config } from "./api.js";
import { demanded } from "./snippet.js";
import { read } from "./store.js";

/** Spanish, Catalan, Portuguese, English. */
const WORDS = {
  write: "Escribe un mensaje…|Escriu un missatge…|Escreva uma mensagem…|Write a message…",
  send: "Enviar|Envia|Enviar|Send",
  sent: "Enviado|Enviat|Enviado|Sent",
  failed: "No enviado|No enviat|Não enviado|Not sent",
  waiting: "Pendiente|Pendent|Pendente|Pending",
  retry: "Reintentar|Reintenta|Tentar de novo|Retry",
  remove: "Quitar|Treu|Remover|Remove",
  close: "Cerrar|Tanca|Fechar|Close",
  language: "Idioma|Idioma|Idioma|Language",
  offline:
    "Sin conexión. Se enviará cuando vuelva.|Sense connexió. S’enviarà quan torni.|Sem ligação. Será enviado quando voltar.|No connection. It will be sent when it is back.",
  skip: "Saltar|Omet|Saltar|Skip",
  skipped: "(omitido)|(omès)|(ignorado)|(skipped)",
  confirm: "Confirmar|Confirma|Confirmar|Confirm",
  attach: "Añadir archivos|Afegeix fitxers|Adicionar ficheiros|Add files",
  limits:
    "JPG, PNG o PDF de hasta 5 MB|JPG, PNG o PDF de fins a 5 MB|JPG, PNG ou PDF até 5 MB|JPG, PNG or PDF up to 5 MB",
  typing: "Escribiendo…|Escrivint…|A escrever…|Typing…",
  carry: "Sigue en|Segueix a|Continue no|Continue on",
  news: "Mensajes nuevos|Missatges nous|Mensagens novas|New messages",
};

/** The visitor's choice, the conversation's, the page's, the browser's: the first that the business speaks. */
export const chosen = (spoken) =>
  [spoken || read("language"), demanded, document.documentElement.lang, ...navigator.languages]
    .map((tag) => tag?.slice(0, 2).toLowerCase())
    .find((tag) => config.languages.includes(tag)) || config.default_language;

/** The language of what is on the screen. */
export let language;

export function speak(spoken) {
  language = chosen(spoken);
}

/** In the language of the screen, in English where we do not speak it. */
export const words = (name) => WORDS[name].split("|").at(["es", "ca", "pt"].indexOf(language));
