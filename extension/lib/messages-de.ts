import { de as composer } from "./composer-messages-de.ts";
import type { Messages } from "./messages.ts";

export const de: Messages = {
  language: "de",
  loading: "Wird geladen …",
  tryAgain: "Erneut versuchen",
  connect: {
    title: "Shop verbinden",
    lead: "Schreiben Sie Kunden direkt neben der Bestellung.",
    label: "Verbindung",
    hint: "Fügen Sie die Zeile von Aftertext ein. Sie sieht so aus: https://sms.example.com#schluessel.",
    button: "Verbinden",
    checking: "Wird geprüft …",
    connected: (name) => `Mit ${name} verbunden.`,
    empty: "Fügen Sie zuerst die Verbindung ein: die Zeile, die Aftertext beim Start ausgab.",
    noAddress:
      "Das ist keine Verbindung. Sie beginnt mit https:// (oder http://127.0.0.1), dann # und der Schlüssel. Kopieren Sie die ganze Zeile.",
    insecure:
      "Diese Adresse beginnt mit http://, unterwegs könnten andere Ihren Schlüssel lesen. Nehmen Sie die https://-Adresse.",
    noKey: "Der Schlüssel nach # fehlt oder ist abgeschnitten. Kopieren Sie die ganze Zeile.",
  },
  disconnect: {
    button: "Trennen",
    question: (name) => `Von ${name} trennen? Danach brauchen Sie die Verbindung erneut.`,
    confirm: "Ja, trennen",
    cancel: "Verbunden bleiben",
    done: "Getrennt.",
  },
  failures: {
    offline: { title: "Sie sind offline", advice: "Prüfen Sie die Internetverbindung und versuchen Sie es erneut." },
    unreachable: (host) => ({
      title: `Keine Antwort von ${host}`,
      advice: "Prüfen Sie, ob Aftertext dort läuft und die Adresse stimmt.",
    }),
    unreachableHere: (host) => ({
      title: `Keine Antwort von ${host}`,
      advice: "Aftertext läuft nicht auf diesem Computer. Starten Sie es mit npm start und versuchen Sie es erneut.",
    }),
    wrongKey: {
      title: "Dieser Schlüssel gilt nicht",
      advice: "Er ist falsch abgeschrieben, ersetzt oder gesperrt. Verbinden Sie sich mit einer aktuellen Verbindung.",
    },
    busy: { title: "Zu viele Anfragen", advice: "Warten Sie eine Minute und versuchen Sie es erneut." },
    broken: (status) => ({
      title: "Aftertext hat ein Problem",
      advice: `Der Server antwortete mit Fehler ${status}. Versuchen Sie es erneut; bleibt er, hilft das Protokoll des Servers.`,
    }),
    refused: (status) => ({
      title: "Aftertext hat das abgelehnt",
      advice: `Der Server antwortete mit Fehler ${status}. Prüfen Sie, ob Server und Erweiterung aktuell sind.`,
    }),
    foreign: (host) => ({
      title: `${host} antwortet nicht wie Aftertext`,
      advice:
        "Prüfen Sie die Adresse der Verbindung. Stimmt sie, ist eines von beiden zu alt: Aktualisieren Sie den Server und diese Erweiterung.",
    }),
    stale: (title) => `${title}. Dies ist der letzte bekannte Stand.`,
  },
  noRecord: {
    elsewhere: {
      title: "Öffnen Sie eine Bestellung im Shop",
      advice: "Klicken Sie dann wieder auf Aftertext: Hier erscheinen die SMS zu dieser Bestellung.",
    },
    hidden: {
      title: "Welche Bestellung?",
      advice: "Gehen Sie zum Tab mit der Bestellung und klicken Sie dort auf Aftertext.",
    },
    phones: "Simulierte Telefone öffnen",
  },
  unknown: {
    store: (shop, name) => ({
      title: "Dieser Shop ist nicht verbunden",
      advice: `${shop} ist in Aftertext kein Shop von ${name}. Verbinden Sie ihn oder öffnen Sie eine Bestellung eines verbundenen Shops.`,
    }),
    order: {
      title: "Aftertext kennt diese Bestellung nicht",
      advice: "Eine neue erscheint binnen einer Minute, eine ältere, sobald sich an ihr etwas ändert.",
    },
    customer: {
      title: "Aftertext kennt diesen Kunden nicht",
      advice: "Kunden erscheinen, sobald sie nach dem Verbinden des Shops bestellen oder sich ändern.",
    },
    post: {
      title: "Aftertext kennt diese Seite nicht",
      advice:
        "Falls es eine Bestellung ist: Eine neue erscheint binnen einer Minute, eine ältere, sobald sich etwas ändert.",
    },
  },
  customer: {
    nobody: "Noch kein Kunde",
    noName: "Name unbekannt",
    noPhone: "Keine Telefonnummer",
    there: (time) => `${time} vor Ort`,
    optedOut: "Von allen SMS abgemeldet",
    serviceTexts: (allowed) => (allowed ? "Bestell-SMS erlaubt" : "Keine Bestell-SMS"),
    promotionalTexts: (allowed) => (allowed ? "Werbung erlaubt" : "Keine Werbung"),
  },
  order: {
    placed: (when) => `Bestellt ${when}`,
    moreItems: (quantity) => `und ${quantity} weitere`,
    parcelStates: {
      shipped: "Versandt",
      out_for_delivery: "In Zustellung",
      ready_for_pickup: "Abholbereit",
      attempt_failed: "Zustellung misslungen",
      delivered: "Zugestellt",
      delayed: "Verspätet",
      lost: "Verloren",
      damaged: "Beschädigt",
    },
  },
  texts: {
    title: "SMS",
    none: "Noch keine SMS.",
    from: (name) => `${name}:`,
    notSent: (count) => `${count} SMS nicht gesendet`,
    segments: (segments) => (segments === 1 ? "1 Segment" : `${segments} Segmente`),
    clicks: (people, all) =>
      all === 0 ? "noch keine Klicks" : `${people === 1 ? "1 Person" : `${people} Personen`} · ${all} insgesamt`,
    changed: (status, body) => `${status}: ${body}`,
  },
  status: {
    sending: "Wird gesendet …",
    sent: "Gesendet",
    delivered: "Zugestellt",
    received: "Empfangen",
    unknown: "Vielleicht gesendet: Das Gateway sagte es nicht",
    waiting: "Wartet",
    waitingUntil: (when) => `Wartet bis ${when}`,
    suppressed: "Nicht gesendet",
    failed: "Fehlgeschlagen",
    because: (status, reason) => `${status}: ${reason}`,
  },
  reasons: {
    opted_out: "der Kunde hat sich abgemeldet",
    no_consent: "keine Einwilligung in diese Art",
    holdout: "zum Vergleich zurückgehalten",
    exited: "passt nicht mehr zur Bestellung",
    superseded: "es gab schon Neueres",
    condition: "sie passte hier nicht",
    missing_field: "ein Wert im Text fehlt",
    content: "das Gateway lehnt diesen Wortlaut ab",
    expired: "zu spät, um zu nützen",
    reserved: "bald ist eine wichtigere SMS dran, und die Obergrenze lässt nur eine zu",
    no_entry: "die Bestellung startete diesen Ablauf nicht",
    test_order: "dies ist eine Testbestellung",
    no_phone: "keine Nummer, die SMS empfängt",
    taken_back: "Sie haben sie zurückgenommen",
    dead_link: "ihr Link geht nicht mehr",
    unreachable: "diese Nummer ist nicht erreichbar",
    gateway_rejected: "das Gateway hat sie abgelehnt",
    stopped: "Sie haben SMS angehalten",
    brake: "eine Sicherheitsbremse ist an",
    paused: "der Ablauf ist angehalten",
    budget: "das Budget ist aufgebraucht",
    pace: "wartet, bis sie dran ist",
    quiet_hours: "Ruhezeit",
    cap: "genug SMS für jetzt",
  },
  composer,
  pairing: {
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
  },
};
