import { es as composer } from "./composer-messages-es.ts";
import type { Messages } from "./messages.ts";

export const es: Messages = {
  language: "es",
  loading: "Cargando…",
  tryAgain: "Reintentar",
  connect: {
    title: "Conecta tu tienda",
    lead: "Escribe a tus clientes junto a su pedido.",
    label: "Conexión",
    hint: "Pega la línea que te dio Aftertext. Tiene esta forma: https://textos.example.com#clave.",
    button: "Conectar",
    checking: "Comprobando…",
    connected: (name) => `Conectado a ${name}.`,
    empty: "Pega primero la conexión: la línea que Aftertext mostró al arrancar.",
    noAddress:
      "Esto no es una conexión. Empieza por https:// (o http://127.0.0.1), luego # y la clave. Copia la línea entera.",
    insecure:
      "Esta dirección empieza por http://: otros podrían leer tu clave por el camino. Usa la dirección https://.",
    noKey: "La clave tras # falta o está cortada. Copia la línea entera.",
  },
  disconnect: {
    button: "Desconectar",
    question: (name) => `¿Desconectar de ${name}? Volverás a necesitar la conexión.`,
    confirm: "Sí, desconectar",
    cancel: "Seguir conectado",
    done: "Desconectado.",
  },
  failures: {
    offline: { title: "Sin conexión a internet", advice: "Comprueba tu conexión y vuelve a intentarlo." },
    unreachable: (host) => ({
      title: `${host} no responde`,
      advice: "Comprueba que Aftertext funciona allí y que la dirección es correcta.",
    }),
    unreachableHere: (host) => ({
      title: `${host} no responde`,
      advice: "Aftertext no está en marcha en este equipo. Arráncalo con npm start y vuelve a intentarlo.",
    }),
    wrongKey: {
      title: "Esta clave no es válida",
      advice: "Está mal escrita, se sustituyó o se retiró. Conecta de nuevo con una conexión vigente.",
    },
    busy: { title: "Demasiadas peticiones", advice: "Espera un minuto y vuelve a intentarlo." },
    broken: (status) => ({
      title: "Aftertext tiene un problema",
      advice: `El servidor respondió con el error ${status}. Reinténtalo; si sigue, mira su registro.`,
    }),
    refused: (status) => ({
      title: "Aftertext lo rechazó",
      advice: `El servidor respondió con el error ${status}. Comprueba que el servidor y esta extensión están al día.`,
    }),
    foreign: (host) => ({
      title: `${host} no responde como Aftertext`,
      advice:
        "Revisa la dirección de la conexión. Si es correcta, uno de los dos es demasiado antiguo: actualiza el servidor y esta extensión.",
    }),
    stale: (title) => `${title}. Este es el último estado conocido.`,
  },
  noRecord: {
    elsewhere: {
      title: "Abre un pedido en tu tienda",
      advice: "Luego pulsa otra vez el botón de Aftertext: aquí aparecen los mensajes de ese pedido.",
    },
    hidden: { title: "¿Qué pedido?", advice: "Ve a la pestaña del pedido y pulsa allí el botón de Aftertext." },
    phones: "Abrir los teléfonos simulados",
  },
  unknown: {
    store: (shop, name) => ({
      title: "Esta tienda no está conectada",
      advice: `${shop} no es una tienda de ${name} en Aftertext. Conéctala o abre un pedido de una conectada.`,
    }),
    order: {
      title: "Aftertext no conoce este pedido",
      advice: "Un pedido nuevo aparece en un minuto. Los anteriores, cuando algo cambia en ellos.",
    },
    customer: {
      title: "Aftertext no conoce a este cliente",
      advice: "Los clientes aparecen cuando piden o cambian algo tras conectar la tienda.",
    },
    post: {
      title: "Aftertext no conoce esta página",
      advice: "Si es un pedido: uno nuevo aparece en un minuto, uno anterior cuando algo cambia en él.",
    },
  },
  customer: {
    nobody: "Aún sin cliente",
    noName: "Nombre desconocido",
    noPhone: "Sin teléfono",
    there: (time) => `${time} allí`,
    optedOut: "Dado de baja de todo",
    serviceTexts: (allowed) => (allowed ? "Avisos permitidos" : "Sin avisos de pedido"),
    promotionalTexts: (allowed) => (allowed ? "Publicidad permitida" : "Sin publicidad"),
  },
  order: {
    placed: (when) => `Hecho el ${when}`,
    moreItems: (quantity) => `y ${quantity} más`,
    parcelStates: {
      shipped: "Enviado",
      out_for_delivery: "En reparto",
      ready_for_pickup: "Listo para recoger",
      attempt_failed: "Entrega fallida",
      delivered: "Entregado",
      delayed: "Con retraso",
      lost: "Perdido",
      damaged: "Dañado",
    },
  },
  texts: {
    title: "Mensajes",
    none: "Aún no hay mensajes.",
    from: (name) => `${name}:`,
    notSent: (count) => `${count} mensajes no enviados`,
    segments: (segments) => (segments === 1 ? "1 segmento" : `${segments} segmentos`),
    clicks: (people, all) =>
      all === 0 ? "sin clics aún" : `${people === 1 ? "1 persona" : `${people} personas`} · ${all} en total`,
    changed: (status, body) => `${status}: ${body}`,
  },
  status: {
    sending: "Enviando…",
    sent: "Enviado",
    delivered: "Entregado",
    received: "Recibido",
    unknown: "Quizá enviado: la pasarela no lo dijo",
    waiting: "En espera",
    waitingUntil: (when) => `En espera hasta ${when}`,
    suppressed: "No enviado",
    failed: "Falló",
    because: (status, reason) => `${status}: ${reason}`,
  },
  reasons: {
    opted_out: "el cliente se dio de baja",
    no_consent: "sin consentimiento para este tipo",
    holdout: "reservado para comparar",
    exited: "ya no encaja con el pedido",
    superseded: "hay noticias más recientes",
    condition: "aquí no venía al caso",
    missing_field: "falta un valor del texto",
    content: "la pasarela rechaza este texto",
    expired: "ya es tarde para que sirva",
    reserved: "pronto toca uno más importante, y el límite solo deja sitio para uno",
    no_entry: "el pedido no inició este flujo",
    test_order: "es un pedido de prueba",
    no_phone: "sin teléfono que reciba mensajes",
    taken_back: "lo retiraste",
    dead_link: "su enlace ya no funciona",
    unreachable: "no se puede llegar a este número",
    gateway_rejected: "la pasarela lo rechazó",
    stopped: "detuviste los mensajes",
    brake: "hay un freno de seguridad activo",
    paused: "el flujo está en pausa",
    budget: "el presupuesto se agotó",
    pace: "espera su turno",
    quiet_hours: "horas de silencio",
    cap: "bastantes mensajes por ahora",
  },
  composer,
  pairing: {
    disclosure:
      "Cuando haces clic en Aftertext en un pedido o un cliente, el nombre de la tienda y el número del registro van a este servidor, y después el SMS que envíes; nada más de la página y a nadie más.",
    ended: (name) => ({
      title: "Se cerró la sesión de este navegador",
      advice: `${name} retiró el acceso de este navegador. Tus borradores siguen aquí: conéctate de nuevo para continuar.`,
    }),
    lastLink: {
      title: "Tu último enlace corto",
      copy: "Copiar",
      copied: "Copiado",
      close: "Cerrar",
      failed: "No se creó ningún enlace corto",
      reasons: {
        notPaired: "Primero conecta Aftertext.",
        notWeb: "En un teléfono solo se abren direcciones que empiezan por http:// o https://.",
        credentials: "Esta dirección contiene un nombre de usuario o una contraseña.",
        tooLong: "Esta dirección tiene más de 2048 caracteres.",
        private: "Esta dirección solo funciona dentro de tu propia red.",
        refused: "Aftertext no acorta esta dirección. Quizá ya sea un enlace corto.",
        unreachable: "Aftertext no responde. Comprueba tu conexión y vuelve a intentarlo.",
        broken: "Aftertext tiene un problema. Vuelve a intentarlo en un minuto.",
      },
    },
  },
};
