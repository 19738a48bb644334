import type { AroundMessages } from "./around-messages.ts";

export const es: AroundMessages = {
  language: "es",
  menus: {
    shorten: "Acortar y copiar",
    textCustomer: "Escribir un SMS a este cliente",
    textSelection: "Escribir un SMS a «%s»",
  },
  title: {
    replies: (waiting) =>
      waiting === 1 ? "1 respuesta espera contestación" : `${waiting} respuestas esperan contestación`,
    copied: (shortUrl) => `${shortUrl} está copiado`,
    made: "El enlace corto está listo, pero esta página no deja copiarlo. Haz clic aquí para copiarlo.",
    failed: (why) => `Sin enlace corto: ${why}`,
    noPhone: "El texto seleccionado no es un número de teléfono con prefijo de país, como +34 612 345 678.",
  },
  shortening: {
    notPaired: "primero conecta Aftertext. Haz clic aquí.",
    notWeb: "en un teléfono solo se abren direcciones que empiezan por http:// o https://.",
    credentials: "esta dirección contiene un nombre de usuario o una contraseña.",
    tooLong: "esta dirección tiene más de 2048 caracteres.",
    private: "esta dirección solo funciona dentro de tu propia red.",
    refused: "Aftertext no acorta esta dirección. Quizá ya sea un enlace corto.",
    unreachable: "Aftertext no responde. Comprueba tu conexión y vuelve a intentarlo.",
    broken: "Aftertext tiene un problema. Vuelve a intentarlo en un minuto.",
  },
  inPage: {
    group: "Aftertext",
    open: "Escribir a este cliente",
    move: "Mover este botón: teclas de flecha, o arrástralo",
    hide: "Ocultarlo en esta tienda (vuelve desde las opciones de Aftertext)",
    corners: {
      bottomRight: "Abajo a la derecha",
      bottomLeft: "Abajo a la izquierda",
      topRight: "Arriba a la derecha",
      topLeft: "Arriba a la izquierda",
    },
  },
  omnibox: {
    hint: "Un número de pedido como #1001, o un teléfono como +34612345678",
    none: "Ningún pedido ni cliente tuyo tiene este número",
    order: (name, customerName, when) =>
      [`Pedido ${name}`, customerName, when].filter((part) => part !== undefined).join(" · "),
    customer: (name) => `Escribir a ${name}`,
  },
  panel: {
    hidden: {
      title: "Haz clic una vez en el botón de Aftertext en esta pestaña",
      advice:
        "Aftertext solo ve una pestaña después de que pulses su botón allí. Para que este panel te siga sin clics, activa en las opciones el botón en las páginas de tu tienda.",
    },
  },
  options: {
    title: "Opciones de Aftertext",
    unpaired: {
      title: "Este navegador no está conectado",
      advice: "Haz clic en el botón de Aftertext de la barra y pega allí tu conexión.",
    },
    connection: {
      title: "Conexión",
      server: "Servidor",
      merchant: "Comercio",
      device: "Este navegador",
      disconnect: "Desconectar este navegador",
      question: (name) => `¿Desconectar de ${name}? Volverás a necesitar la conexión.`,
      confirm: "Sí, desconectar",
      cancel: "Seguir conectado",
      loading: "Preguntando a Aftertext…",
      failed: "Aftertext no responde. Lo que ves puede estar anticuado.",
      tryAgain: "Reintentar",
    },
    devices: {
      title: "Navegadores conectados",
      lead: "Cada uno tiene su propio acceso. Revoca el que se haya perdido o ya no se use: su sesión se cierra al momento.",
      current: "Este navegador",
      added: (when) => `Conectado: ${when}`,
      lastUsed: (when) => `Último uso: ${when}`,
      neverUsed: "Aún sin usar",
      revoke: "Revocar",
      revokeNamed: (name) => `Revocar ${name}`,
      question: (name) => `¿Cerrar la sesión de ${name}? Para volver necesitará la conexión.`,
      confirm: "Sí, revocar",
      cancel: "Conservarlo",
      revoked: (name) => `${name} ya no tiene acceso.`,
      unsupported:
        "Tu servidor de Aftertext es anterior a esta extensión y no guarda una lista de navegadores. Actualiza el servidor.",
    },
    stores: {
      title: "Tiendas",
      lead: "Aftertext funciona en todas con su botón de la barra. También puede poner un botón en las páginas de la tienda.",
      none: "Todavía no hay ninguna tienda conectada.",
      button: "Botón en las páginas de la tienda",
      explain: (host) =>
        `Tu navegador pedirá acceso a ${host}. Aftertext lo usa para leer la dirección de la página, nunca su contenido.`,
      refused: (host) => `Tu navegador no dio acceso a ${host}, así que el botón sigue desactivado.`,
      insecure: "Solo es posible si la administración de la tienda usa https.",
      hidden: "Ocultaste el botón en esta tienda.",
      showAgain: "Volver a mostrarlo",
      corner: "Esquina",
      turnedOn: (shop) => `El botón está activado en ${shop}.`,
      turnedOff: (shop) => `El botón está desactivado en ${shop}.`,
    },
    shortcuts: {
      title: "Atajos",
      lead: "Tu navegador los guarda y te deja cambiarlos.",
      none: "Ninguno",
      change: "Cambiar atajos",
      changeByHand: "Para cambiarlos, abre about:addons, luego la rueda dentada y «Administrar atajos de extensiones».",
      names: {
        _execute_action: "Abrir Aftertext",
        "open-side-panel": "Abrir el panel lateral",
        "shorten-page": "Acortar y copiar la dirección de esta página",
      },
      omnibox: "En la barra de direcciones: un número de pedido o de teléfono",
      send: "En el editor: enviar",
    },
    preferences: {
      title: "Preferencias",
      undo: "Tiempo para retirar un SMS",
      undoHint: "El SMS espera este tiempo tras pulsar Enviar. En cada SMS se puede elegir otro.",
      seconds: (seconds) => (seconds === 0 ? "Enviar al momento" : `${seconds} segundos`),
      language: "Idioma",
      browserLanguage: "El del navegador",
      saved: "Guardado.",
    },
  },
};
