import type { ShorteningProblem } from "./around-messages.ts";

/** What the popup says of this browser's pairing and of the last short link; small, since the popup carries all four languages. */
export interface PairingMessages {
  /** What data go where: said before the first of them goes (Chrome Web Store, "Limited use" and "Prominent disclosure"). */
  readonly disclosure: string;
  readonly ended: (merchantName: string) => { readonly title: string; readonly advice: string };
  readonly lastLink: {
    readonly title: string;
    readonly copy: string;
    readonly copied: string;
    readonly close: string;
    readonly failed: string;
    readonly reasons: Readonly<Record<ShorteningProblem, string>>;
  };
}

export function choosePairingMessages(language: string): PairingMessages {
  switch (language) {
    case "es":
      return es;
    case "fr":
      return fr;
    case "de":
      return de;
    default:
      return en;
  }
}

const en: PairingMessages = {
  disclosure:
    "When you click Aftertext on an order or a customer, the shop’s name and the record’s number go to this server, and later the text that you send; nothing else of the page, and nothing to anybody else.",
  ended: (name) => ({
    title: "This browser was signed out",
    advice: `${name} ended this browser’s access. Your drafts are still here: connect again to go on.`,
  }),
  lastLink: {
    title: "Your last short link",
    copy: "Copy",
    copied: "Copied",
    close: "Close",
    failed: "No short link was made",
    reasons: {
      notPaired: "Connect Aftertext first.",
      notWeb: "Only addresses that begin with http:// or https:// can be opened on a phone.",
      credentials: "This address contains a user name or password.",
      tooLong: "This address has more than 2,048 characters.",
      private: "This address only works inside your own network.",
      refused: "Aftertext does not shorten this address. It may already be a short link.",
      unreachable: "Aftertext does not answer. Check your connection, then try again.",
      broken: "Aftertext has a problem. Try again in a minute.",
    },
  },
};

const es: PairingMessages = {
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
};

const fr: PairingMessages = {
  disclosure:
    "Quand vous cliquez sur Aftertext dans une commande ou une fiche client, le nom de la boutique et le numéro de la fiche vont à ce serveur, puis le SMS que vous envoyez ; rien d’autre de la page, et à personne d’autre.",
  ended: (name) => ({
    title: "Ce navigateur a été déconnecté",
    advice: `${name} a mis fin à l’accès de ce navigateur. Vos brouillons sont toujours là : reconnectez-vous pour continuer.`,
  }),
  lastLink: {
    title: "Votre dernier lien court",
    copy: "Copier",
    copied: "Copié",
    close: "Fermer",
    failed: "Aucun lien court n’a été créé",
    reasons: {
      notPaired: "Connectez d’abord Aftertext.",
      notWeb: "Un téléphone n’ouvre que les adresses qui commencent par http:// ou https://.",
      credentials: "Cette adresse contient un nom d’utilisateur ou un mot de passe.",
      tooLong: "Cette adresse compte plus de 2 048 caractères.",
      private: "Cette adresse ne fonctionne que dans votre propre réseau.",
      refused: "Aftertext ne raccourcit pas cette adresse. C’est peut-être déjà un lien court.",
      unreachable: "Aftertext ne répond pas. Vérifiez votre connexion, puis réessayez.",
      broken: "Aftertext a un problème. Réessayez dans une minute.",
    },
  },
};

const de: PairingMessages = {
  disclosure:
    "Wenn Sie bei einer Bestellung oder einem Kunden auf Aftertext klicken, gehen der Name des Shops und die Nummer des Eintrags an diesen Server, später die SMS, die Sie senden; sonst nichts von der Seite und nichts an andere.",
  ended: (name) => ({
    title: "Dieser Browser wurde abgemeldet",
    advice: `${name} hat den Zugang dieses Browsers beendet. Ihre Entwürfe sind noch hier: Verbinden Sie ihn neu, um weiterzumachen.`,
  }),
  lastLink: {
    title: "Ihr letzter Kurzlink",
    copy: "Kopieren",
    copied: "Kopiert",
    close: "Schließen",
    failed: "Kein Kurzlink wurde gemacht",
    reasons: {
      notPaired: "Verbinden Sie zuerst Aftertext.",
      notWeb: "Ein Telefon öffnet nur Adressen, die mit http:// oder https:// beginnen.",
      credentials: "Diese Adresse enthält einen Benutzernamen oder ein Passwort.",
      tooLong: "Diese Adresse hat mehr als 2.048 Zeichen.",
      private: "Diese Adresse funktioniert nur in Ihrem eigenen Netz.",
      refused: "Aftertext kürzt diese Adresse nicht. Vielleicht ist sie schon ein Kurzlink.",
      unreachable: "Aftertext antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
      broken: "Aftertext hat eine Störung. Versuchen Sie es in einer Minute noch einmal.",
    },
  },
};
