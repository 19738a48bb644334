import type { AroundMessages } from "./around-messages.ts";

export const de: AroundMessages = {
  language: "de",
  menus: {
    shorten: "Kürzen und kopieren",
    textCustomer: "Diesem Kunden eine SMS schreiben",
    textSelection: "„%s“ eine SMS schreiben",
  },
  title: {
    replies: (waiting) =>
      waiting === 1 ? "1 Antwort wartet auf Ihre Rückmeldung" : `${waiting} Antworten warten auf Ihre Rückmeldung`,
    copied: (shortUrl) => `${shortUrl} ist kopiert`,
    made: "Der Kurzlink ist fertig, aber diese Seite lässt ihn nicht kopieren. Klicken Sie hier, um ihn zu kopieren.",
    failed: (why) => `Kein Kurzlink: ${why}`,
    noPhone: "Der markierte Text ist keine Telefonnummer mit Ländervorwahl wie +49 151 23456789.",
  },
  shortening: {
    notPaired: "Verbinden Sie zuerst Aftertext. Klicken Sie hier.",
    notWeb: "Ein Telefon öffnet nur Adressen, die mit http:// oder https:// beginnen.",
    credentials: "Diese Adresse enthält einen Benutzernamen oder ein Passwort.",
    tooLong: "Diese Adresse hat mehr als 2.048 Zeichen.",
    private: "Diese Adresse funktioniert nur in Ihrem eigenen Netz.",
    refused: "Aftertext kürzt diese Adresse nicht. Vielleicht ist sie schon ein Kurzlink.",
    unreachable: "Aftertext antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    broken: "Aftertext hat eine Störung. Versuchen Sie es in einer Minute noch einmal.",
  },
  inPage: {
    group: "Aftertext",
    open: "Diesem Kunden schreiben",
    move: "Knopf verschieben: Pfeiltasten, oder ziehen",
    hide: "In diesem Shop ausblenden (Aftertexts Einstellungen holen ihn zurück)",
    corners: {
      bottomRight: "Unten rechts",
      bottomLeft: "Unten links",
      topRight: "Oben rechts",
      topLeft: "Oben links",
    },
  },
  omnibox: {
    hint: "Eine Bestellnummer wie #1001 oder eine Telefonnummer wie +4915123456789",
    none: "Keine Bestellung und kein Kunde hat bei Ihnen diese Nummer",
    order: (name, customerName, when) =>
      [`Bestellung ${name}`, customerName, when].filter((part) => part !== undefined).join(" · "),
    customer: (name) => `${name} schreiben`,
  },
  panel: {
    hidden: {
      title: "Klicken Sie in diesem Tab einmal auf den Aftertext-Knopf",
      advice:
        "Aftertext sieht einen Tab erst, wenn Sie dort auf seinen Knopf geklickt haben. Soll diese Leiste ohne Klick folgen, schalten Sie in den Einstellungen den Knopf in den Seiten Ihres Shops ein.",
    },
  },
  options: {
    title: "Aftertext: Einstellungen",
    unpaired: {
      title: "Dieser Browser ist nicht verbunden",
      advice: "Klicken Sie in der Symbolleiste auf den Aftertext-Knopf und fügen Sie dort Ihre Verbindung ein.",
    },
    connection: {
      title: "Verbindung",
      server: "Server",
      merchant: "Händler",
      device: "Dieser Browser",
      disconnect: "Diesen Browser trennen",
      question: (name) => `Verbindung mit ${name} trennen? Danach brauchen Sie die Verbindungszeile wieder.`,
      confirm: "Ja, trennen",
      cancel: "Verbunden bleiben",
      loading: "Aftertext wird gefragt …",
      failed: "Aftertext antwortet nicht. Was Sie sehen, ist vielleicht veraltet.",
      tryAgain: "Noch einmal versuchen",
    },
    devices: {
      title: "Verbundene Browser",
      lead: "Jeder hat seinen eigenen Zugang. Sperren Sie einen, der verloren ist oder nicht mehr gebraucht wird: Er ist sofort abgemeldet.",
      current: "Dieser Browser",
      added: (when) => `Verbunden: ${when}`,
      lastUsed: (when) => `Zuletzt benutzt: ${when}`,
      neverUsed: "Noch nicht benutzt",
      revoke: "Sperren",
      revokeNamed: (name) => `${name} sperren`,
      question: (name) => `${name} abmelden? Zurück geht es nur mit der Verbindungszeile.`,
      confirm: "Ja, sperren",
      cancel: "Behalten",
      revoked: (name) => `${name} ist abgemeldet.`,
      unsupported:
        "Ihr Aftertext-Server ist älter als diese Erweiterung und führt keine Liste der Browser. Aktualisieren Sie den Server.",
    },
    stores: {
      title: "Shops",
      lead: "In allen arbeitet Aftertext über seinen Knopf in der Symbolleiste. Auf Wunsch setzt es auch einen Knopf in die Seiten des Shops.",
      none: "Noch ist kein Shop verbunden.",
      button: "Knopf in den Seiten des Shops",
      explain: (host) =>
        `Ihr Browser fragt gleich nach dem Zugriff auf ${host}. Aftertext liest damit die Adresse der Seite, nie ihren Inhalt.`,
      refused: (host) => `Ihr Browser hat keinen Zugriff auf ${host} gegeben, darum bleibt der Knopf aus.`,
      insecure: "Nur möglich, wenn die Verwaltung des Shops https benutzt.",
      hidden: "Sie haben den Knopf in diesem Shop ausgeblendet.",
      showAgain: "Wieder zeigen",
      corner: "Ecke",
      turnedOn: (shop) => `Der Knopf ist in ${shop} eingeschaltet.`,
      turnedOff: (shop) => `Der Knopf ist in ${shop} ausgeschaltet.`,
    },
    shortcuts: {
      title: "Tastenkürzel",
      lead: "Ihr Browser verwaltet sie und lässt Sie sie ändern.",
      none: "Keines",
      change: "Tastenkürzel ändern",
      changeByHand:
        "Zum Ändern öffnen Sie about:addons, dann das Zahnrad, dann „Tastenkombinationen für Erweiterungen verwalten“.",
      names: {
        _execute_action: "Aftertext öffnen",
        "open-side-panel": "Seitenleiste öffnen",
        "shorten-page": "Adresse dieser Seite kürzen und kopieren",
      },
      omnibox: "In der Adresszeile: eine Bestell- oder Telefonnummer",
      send: "Beim Schreiben: senden",
    },
    preferences: {
      title: "Vorlieben",
      undo: "Zeit, eine SMS zurückzunehmen",
      undoHint: "So lange wartet die SMS nach dem Klick auf Senden. Jede SMS kann davon abweichen.",
      seconds: (seconds) => (seconds === 0 ? "Sofort senden" : `${seconds} Sekunden`),
      language: "Sprache",
      browserLanguage: "Wie der Browser",
      saved: "Gespeichert.",
    },
  },
};
