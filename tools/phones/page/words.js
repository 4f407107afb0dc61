// What the page says, in four languages.

const WORDS = {
  title: ["Teléfonos de prueba", "Telèfons de prova", "Telefones de teste", "Test phones"],
  hint: [
    "Escribe como un cliente y mira qué contesta el negocio. Nada sale de esta máquina.",
    "Escriu com un client i mira què contesta el negoci. Res no surt d'aquesta màquina.",
    "Escreva como um cliente e veja o que o negócio responde. Nada sai desta máquina.",
    "Write as a customer and see what the business answers. Nothing leaves this machine.",
  ],
  skip: ["Ir al mensaje", "Ves al missatge", "Ir para a mensagem", "Go to the message"],
  language: ["Idioma", "Idioma", "Idioma", "Language"],
  views: ["Vistas", "Vistes", "Vistas", "Views"],
  view_people: ["Personas", "Persones", "Pessoas", "People"],
  view_phone: ["Teléfono", "Telèfon", "Telefone", "Phone"],
  view_backstage: ["Entre bastidores", "Entre bastidors", "Bastidores", "Backstage"],
  people: ["Quién escribe", "Qui escriu", "Quem escreve", "Who writes"],
  platforms: ["Canal", "Canal", "Canal", "Channel"],
  business: ["Negocio", "Negoci", "Negócio", "Business"],
  not_connected: ["sin conectar", "sense connectar", "sem ligação", "not connected"],
  new_name: ["Otra persona…", "Una altra persona…", "Outra pessoa…", "Somebody else…"],
  add: ["Añadir", "Afegeix", "Adicionar", "Add"],
  no_number: ["número oculto", "número ocult", "número oculto", "number hidden"],
  nothing_yet: ["Aún no ha escrito", "Encara no ha escrit", "Ainda não escreveu", "Has not written yet"],
  log: ["Conversación", "Conversa", "Conversa", "Conversation"],
  words: ["Mensaje", "Missatge", "Mensagem", "Message"],
  send: ["Enviar", "Envia", "Enviar", "Send"],
  attach: ["Adjuntar", "Adjunta", "Anexar", "Attach"],
  cancel: ["Cerrar", "Tanca", "Fechar", "Close"],
  photo: ["Una foto de muestra", "Una foto de mostra", "Uma foto de exemplo", "A sample photo"],
  a_file: ["Un archivo de este ordenador", "Un fitxer d'aquest ordinador", "Um ficheiro deste computador", "A file of this computer"],
  place: ["Mi ubicación", "La meva ubicació", "A minha localização", "My location"],
  strange: ["Algo que nadie entiende", "Una cosa que ningú no entén", "Algo que ninguém entende", "Something nobody understands"],
  options: ["Más", "Més", "Mais", "More"],
  reply: ["Responder", "Respon", "Responder", "Reply"],
  love: ["Reaccionar con ❤️", "Reacciona amb ❤️", "Reagir com ❤️", "React with ❤️"],
  unlove: ["Quitar la reacción", "Treu la reacció", "Retirar a reação", "Take the reaction back"],
  edit: ["Editar", "Edita", "Editar", "Edit"],
  erase: ["Eliminar para todos", "Elimina per a tothom", "Eliminar para todos", "Delete for everyone"],
  erased: ["Mensaje eliminado", "Missatge eliminat", "Mensagem eliminada", "Message deleted"],
  edited: ["editado", "editat", "editado", "edited"],
  from_template: ["plantilla", "plantilla", "modelo", "template"],
  unsupported: ["Mensaje que el canal no muestra", "Missatge que el canal no mostra", "Mensagem que o canal não mostra", "A message the channel cannot show"],
  typing: ["escribiendo…", "escrivint…", "a escrever…", "typing…"],
  blocked_here: ["Has bloqueado este negocio", "Has blocat aquest negoci", "Bloqueou este negócio", "You have blocked this business"],
  is_business: ["Cuenta de empresa", "Compte d'empresa", "Conta comercial", "Business account"],
  offline: ["sin conexión con el simulador", "sense connexió amb el simulador", "sem ligação ao simulador", "no connection to the simulator"],
  sent: ["enviado", "enviat", "enviada", "sent"],
  delivered: ["entregado", "lliurat", "entregue", "delivered"],
  read: ["leído", "llegit", "lida", "read"],
  failed: ["No ha llegado", "No ha arribat", "Não chegou", "Did not arrive"],
  window: ["Ventana de 24 horas", "Finestra de 24 hores", "Janela de 24 horas", "24-hour window"],
  window_none: ["Telegram no tiene ventana: el negocio puede escribir cuando quiera.", "Telegram no té finestra: el negoci pot escriure quan vulgui.", "O Telegram não tem janela: o negócio pode escrever quando quiser.", "Telegram has no window: the business may write at any time."],
  window_never: ["Se abre con el primer mensaje del cliente.", "S'obre amb el primer missatge del client.", "Abre com a primeira mensagem do cliente.", "Opens with the customer's first message."],
  window_open: ["Abierta: quedan {left}", "Oberta: queden {left}", "Aberta: faltam {left}", "Open: {left} left"],
  window_shut: ["Cerrada: solo plantillas aprobadas", "Tancada: només plantilles aprovades", "Fechada: só modelos aprovados", "Closed: approved templates only"],
  window_human: ["Cerrada para el bot; una persona aún puede durante {left}", "Tancada per al bot; una persona encara pot durant {left}", "Fechada para o bot; uma pessoa ainda pode por {left}", "Closed for the bot; a person still may for {left}"],
  window_over: ["Cerrada también para personas", "Tancada també per a persones", "Fechada também para pessoas", "Closed for people too"],
  window_note: ["Mueve el reloj del canal; OpenSells sigue con la hora de verdad.", "Mou el rellotge del canal; OpenSells segueix amb l'hora de debò.", "Move o relógio do canal; o OpenSells continua na hora verdadeira.", "Moves the channel's clock; OpenSells keeps the true time."],
  hours_later: ["{count} h más tarde", "{count} h més tard", "{count} h mais tarde", "{count} h later"],
  days_later: ["{count} días más tarde", "{count} dies més tard", "{count} dias mais tarde", "{count} days later"],
  faults: ["Que algo falle", "Que falli alguna cosa", "Que algo falhe", "Make something fail"],
  faults_note: ["Le pasa a los próximos envíos del negocio por este canal.", "Els passa als pròxims enviaments del negoci per aquest canal.", "Acontece aos próximos envios do negócio neste canal.", "Happens to the business's next sends on this channel."],
  fault_429: ["Demasiados mensajes (429)", "Massa missatges (429)", "Demasiadas mensagens (429)", "Too many messages (429)"],
  fault_500: ["Error del canal (500)", "Error del canal (500)", "Erro do canal (500)", "Error of the channel (500)"],
  fault_502: ["Pasarela caída (502)", "Passarel·la caiguda (502)", "Gateway em baixo (502)", "Gateway down (502)"],
  fault_never: ["No contesta nunca", "No contesta mai", "Nunca responde", "Never answers"],
  fault_drop: ["Llega, pero se pierde la respuesta", "Arriba, però es perd la resposta", "Chega, mas perde-se a resposta", "Arrives, but the answer is lost"],
  times: ["{count} veces", "{count} vegades", "{count} vezes", "{count} times"],
  always: ["hasta quitarlo", "fins que es tregui", "até retirar", "until cleared"],
  next_sends: ["Próximos envíos", "Pròxims enviaments", "Próximos envios", "Next sends"],
  waiting_faults: ["En espera: {what}", "En espera: {what}", "À espera: {what}", "Waiting: {what}"],
  clear: ["Todo vuelve a funcionar", "Tot torna a funcionar", "Tudo volta a funcionar", "Everything works again"],
  webhooks: ["Avisos al negocio", "Avisos al negoci", "Avisos ao negócio", "Webhooks"],
  twice: ["Cada aviso llega dos veces", "Cada avís arriba dues vegades", "Cada aviso chega duas vezes", "Each arrives twice"],
  late: ["Llegan con 3 segundos de retraso", "Arriben amb 3 segons de retard", "Chegam com 3 segundos de atraso", "They come 3 seconds late"],
  hold: ["Retenerlos", "Retenir-los", "Retê-los", "Hold them back"],
  release: ["Soltar {count} al revés", "Deixa anar {count} al revés", "Soltar {count} ao contrário", "Release {count} in reverse"],
  receipts: ["Acuses de entrega y lectura", "Avisos de lliurament i lectura", "Avisos de entrega e leitura", "Delivery and read receipts"],
  outcomes: ["Últimas respuestas de OpenSells", "Últimes respostes d'OpenSells", "Últimas respostas do OpenSells", "OpenSells's last answers"],
  no_outcomes: ["Todavía ninguna", "Encara cap", "Ainda nenhuma", "None yet"],
  person: ["Esta persona", "Aquesta persona", "Esta pessoa", "This person"],
  block: ["Bloquea al negocio", "Bloca el negoci", "Bloqueia o negócio", "Blocks the business"],
  as_business: ["Escribir desde la app del negocio", "Escriu des de l'app del negoci", "Escrever da app do negócio", "Write from the business's own app"],
  account: ["La cuenta del negocio", "El compte del negoci", "A conta do negócio", "The business's account"],
  token_off: ["El token está revocado", "El token està revocat", "O token foi revogado", "The token is revoked"],
  connect_with: ["Datos para conectarla en el panel", "Dades per connectar-lo al tauler", "Dados para a ligar no painel", "What connects it in the panel"],
  id: ["Identificador", "Identificador", "Identificador", "Id"],
  owner: ["Cuenta superior (WABA)", "Compte superior (WABA)", "Conta superior (WABA)", "Owning account (WABA)"],
  token: ["Token", "Token", "Token", "Token"],
  empty_title: ["Di hola", "Digues hola", "Diga olá", "Say hello"],
  empty: ["{person} todavía no ha hablado con {business}.", "{person} encara no ha parlat amb {business}.", "{person} ainda não falou com {business}.", "{person} has not talked to {business} yet."],
};

const ORDER = ["es", "ca", "pt", "en"];
const SENTENCES = {
  es: ["Hola, quería información sobre una cocina", "¿Cuánto cuesta?", "Me lo pienso y te digo"],
  ca: ["Bon dia, voldria informació d'una cuina", "Quant costa?", "M'ho penso i et dic"],
  pt: ["Olá, queria informações sobre uma cozinha", "Quanto custa?", "Vou pensar e depois digo"],
  en: ["Hi, I'd like to know about a kitchen", "How much is it?", "Let me think about it"],
};

let place = 0;

export const language = () => ORDER[place];
export const openers = (code) => SENTENCES[code] || SENTENCES.es;

export function speak(code) {
  place = Math.max(0, ORDER.indexOf(code));
  document.documentElement.lang = ORDER[place];
}

export function preferred() {
  const kept = localStorage.getItem("phones.language");
  const wanted = [kept, ...navigator.languages].filter(Boolean).map((each) => each.slice(0, 2));
  return wanted.find((each) => ORDER.includes(each)) || "es";
}

export function t(key, values = {}) {
  return WORDS[key][place].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
