import { fillMergeFields, findMergeFields, printLongest } from "../../shared/merge-fields.ts";
import { countSegments } from "../../shared/segments.ts";
import type { MessageClass, Preview } from "./message-answers.ts";

/** What the Worker will make of a body, as far as it is known here. */
export interface Circumstances {
  readonly values: Readonly<Record<string, string>>;
  readonly sampleShortUrl: string;
  /** The line that the Worker adds to this person's next text that is not about an order; "" where it adds none. */
  readonly footerText: string;
}

export interface Measure {
  readonly encoding: "GSM-7" | "UCS-2";
  readonly segments: number;
  readonly unitsLeft: number;
  /** Some value is not known yet: this is the most that it can come to. */
  readonly isAtMost: boolean;
}

/** Lines for the opt-out stand under every text but one about an order (CTIA, Messaging Principles; the Worker's opt-out-line.ts). */
export function getFooter(kind: MessageClass, { footerText }: Circumstances): string {
  return kind === "transactional" ? "" : footerText;
}

/** The text at its longest. Of the same text's preview the Worker's own words are counted: it knows lines that we do not. */
export function measureText(
  body: string,
  kind: MessageClass,
  circumstances: Circumstances,
  preview: Preview | undefined,
): Measure {
  const { values, sampleShortUrl } = circumstances;
  const filled = fillMergeFields(body, values);
  const isAtMost = findMergeFields(filled).some(({ kind: what }) => what === "field");
  const longest = printLongest(body, {
    values,
    linkLength: sampleShortUrl.length,
    footerText: getFooter(kind, circumstances),
  });
  const { encoding, segments, unitsLeft } = countSegments(preview?.body ?? longest);
  return { encoding, segments, unitsLeft, isAtMost };
}

/** How the text will read, until the Worker says it. */
export function printText(body: string, kind: MessageClass, circumstances: Circumstances): string {
  const { values, sampleShortUrl } = circumstances;
  const filled = fillMergeFields(body, values).replace(/\{\{\s*link\s*\}\}/g, sampleShortUrl);
  const footer = getFooter(kind, circumstances);
  return footer === "" ? filled.trimEnd() : `${filled.trimEnd()}\n${footer}`;
}
