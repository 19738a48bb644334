import { transliterateValue } from "../../shared/transliterate.ts";

/**
 * Our answers to STOP, START and HELP. HELP names brand, contact, frequency, rates and how to stop; the confirmation of an
 * opt-out carries no marketing. Source: CTIA Messaging Principles and Best Practices (May 2023), 5.1; 47 CFR 64.1200(a)(12).
 */
export function systemAnswer(kind: "stop" | "wrong_number" | "start" | "help", shop: Answerer): string {
  const { name, words } = speakFor(shop);
  const help =
    shop.helpText === undefined ? "" : ` ${transliterateValue(shop.helpText.trim()).replaceAll(/[{}]/g, "")}`;
  return words[kind].replace("NAME", () => name).replace("HELPTEXT", () => help);
}

/** Put once to somebody whose number fits none of a question's answers. */
export function askForNumber({ from, to }: { readonly from: number; readonly to: number }, shop: Answerer): string {
  const { name, words } = speakFor(shop);
  return words.number
    .replace("NAME", () => name)
    .replace("FROM", String(from))
    .replace("TO", String(to));
}

export interface Answerer {
  readonly shopName: string;
  readonly helpText: string | undefined;
  readonly locale: string | undefined;
}

function speakFor({ shopName, locale }: Answerer): { readonly name: string; readonly words: Answers } {
  const language = (locale ?? "en").toLowerCase().split(/[-_]/)[0] ?? "en";
  return { name: transliterateValue(shopName.trim()).replaceAll(/[{}]/g, ""), words: answers[language] ?? english };
}

interface Answers {
  readonly number: string;
  readonly stop: string;
  readonly wrong_number: string;
  readonly start: string;
  readonly help: string;
}

// GSM-7 only (3GPP TS 23.038): no á, í, ó, ú, ç or ê.
const english: Answers = {
  number: "NAME: Sorry, we did not catch that. Please reply with a number from FROM to TO.",
  stop: "NAME: You are opted out and will get no more texts from us. Reply START to come back.",
  wrong_number: "NAME: Sorry about that. This number will get no more texts from us.",
  start:
    "NAME: Welcome back! You will get texts about your orders again. Msg & data rates may apply. Reply HELP for help, STOP to opt out.",
  help: "NAME: texts about your orders.HELPTEXT Msg frequency varies. Msg & data rates may apply. Reply STOP to opt out.",
};

const answers: Readonly<Record<string, Answers>> = {
  en: english,
  es: {
    number: "NAME: Perdona, no lo hemos entendido. Responde con un numero del FROM al TO.",
    stop: "NAME: Te has dado de baja y no te escribiremos de nuevo. Responde START para volver.",
    wrong_number: "NAME: Disculpa. No escribiremos de nuevo a este numero.",
    start:
      "NAME: ¡Hola de nuevo! Te escribiremos sobre tus pedidos. Pueden aplicarse tarifas. Responde HELP para ayuda, STOP para baja.",
    help: "NAME: mensajes sobre tus pedidos.HELPTEXT La frecuencia varia. Pueden aplicarse tarifas. Responde STOP para baja.",
  },
  fr: {
    number: "NAME : désolé, nous n'avons pas compris. Répondez par un nombre de FROM à TO.",
    stop: "NAME : vous ne recevrez plus de SMS de notre part. Répondez START pour revenir.",
    wrong_number: "NAME : désolé. Ce numéro ne recevra plus de SMS de notre part.",
    start:
      "NAME : bon retour ! Vous recevrez à nouveau les SMS sur vos commandes. Répondez HELP pour aide, STOP pour quitter.",
    help: "NAME : SMS sur vos commandes.HELPTEXT Fréquence variable. Tarifs de votre opérateur. Répondez STOP pour quitter.",
  },
  de: {
    number: "NAME: Das haben wir leider nicht verstanden. Bitte antworte mit einer Zahl von FROM bis TO.",
    stop: "NAME: Du bist abgemeldet und bekommst keine SMS mehr von uns. Mit START meldest du dich wieder an.",
    wrong_number: "NAME: Entschuldige bitte. Diese Nummer bekommt keine SMS mehr von uns.",
    start: "NAME: Willkommen zurück! Du bekommst wieder SMS zu deinen Bestellungen. HELP für Hilfe, STOP zum Abmelden.",
    help: "NAME: SMS zu deinen Bestellungen.HELPTEXT Häufigkeit variiert. Es gelten die Tarife deines Anbieters. STOP zum Abmelden.",
  },
};
