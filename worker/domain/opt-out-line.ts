import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import { transliterateValue } from "../../shared/transliterate.ts";

export interface FooterInput {
  readonly body: string;
  /** A locale such as `es-MX`; English where we have no line in its language. */
  readonly language: string | undefined;
  readonly class: AnyClass;
  /** No text to this number has carried the first-text line yet. */
  readonly isFirstText: boolean;
  readonly shopName: string;
  readonly footer: Policy["footer"];
}

/**
 * The text with its last line: how to opt out, or on a number's first promotional or relationship text who writes, how
 * often, at what cost and how to get help. All lines are GSM-7, so they never turn a text into UCS-2.
 * Source: CTIA, Messaging Principles and Best Practices (May 2023).
 */
export function addFooter(input: FooterInput): string {
  const { body, footer } = input;
  if (input.class === "transactional" || input.class === "system") return body;
  const lines = footerLines[(input.language ?? "").toLowerCase().split(/[-_]/)[0] ?? ""] ?? english;
  if (input.isFirstText && footer.firstTextLine) return join(body, writeFirstTextLine(input, lines));
  if (!footer.optOutLine || namesStop(body)) return body;
  return join(body, lines.optOut);
}

function writeFirstTextLine({ body, shopName }: FooterInput, lines: FooterLines): string {
  const brand = transliterateValue(shopName.trim());
  const isNamed = brand === "" || body.toLowerCase().includes(brand.toLowerCase());
  const ask = namesStop(body) ? lines.help : `${lines.help}, ${lines.stop}`;
  return `${isNamed ? "" : `${brand}: `}${lines.terms} ${ask}`;
}

/** STOP as an instruction: in capitals, or after "reply"; "Stop by our store!" tells nobody how to opt out. */
function namesStop(body: string): boolean {
  return /(?<![\p{L}\p{N}])STOP(?![\p{L}\p{N}]| (?:BY|IN|AT)(?![\p{L}\p{N}]))/u.test(body) || instruction.test(body);
}

const instruction =
  /(?<![\p{L}\p{N}])(?:(?:reply|text|txt|send|respond|answer|respond[ae]|env[ií][ae]|escrib[ae]|répondez|envoyez|mit)(?: with)? ["'“]?stop(?![\p{L}\p{N}])|stop["'”]? (?:to (?:opt|unsub|end|cancel|quit|stop)|para|pour|zum|antworten|senden))/iu;

function join(body: string, line: string): string {
  return `${body.trimEnd()}\n${line}`;
}

interface FooterLines {
  readonly optOut: string;
  readonly terms: string;
  readonly help: string;
  readonly stop: string;
}

// No á, í, ó, ú, ç or ê: they are not in GSM-7 (3GPP TS 23.038, 6.2.1). With the line break, optOut adds 22, 33, 35 and 28.
const english: FooterLines = {
  optOut: "Reply STOP to opt out",
  terms: "Msg frequency varies. Msg & data rates may apply.",
  help: "Reply HELP for help",
  stop: "STOP to opt out",
};

const footerLines: Readonly<Record<string, FooterLines>> = {
  en: english,
  es: {
    optOut: "Responda STOP para darse de baja",
    terms: "Frecuencia variable. Pueden aplicarse tarifas de mensajes y datos.",
    help: "Responda AYUDA para ayuda",
    stop: "STOP para darse de baja",
  },
  fr: {
    optOut: "Répondez STOP pour vous désabonner",
    terms: "Fréquence variable. Des frais de messages et de données peuvent s'appliquer.",
    help: "Répondez AIDE pour de l'aide",
    stop: "STOP pour vous désabonner",
  },
  de: {
    optOut: "Zum Abmelden STOP antworten",
    terms: "Häufigkeit variiert. Es können Nachrichten- und Datengebühren anfallen.",
    help: "HILFE antworten für Hilfe",
    stop: "STOP zum Abmelden",
  },
};
