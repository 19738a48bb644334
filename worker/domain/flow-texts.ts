import type { SendStep } from "../../shared/contract/flows.ts";
import type { MessageClass } from "../../shared/contract/primitives.ts";
import { listLinks, MAIN_LINK } from "./compose.ts";
import type { Placed } from "./flow-steps.ts";

/** One body that a step may send, under the class that it would then have. */
export interface StepText {
  readonly step: SendStep;
  readonly path: string;
  readonly source: string;
  readonly class: MessageClass;
  /** The address of a text's link may name fields, and has no link itself. */
  readonly isAddress: boolean;
  /** Of a translation. */
  readonly language: string | undefined;
}

interface PlacedText extends Placed<SendStep> {
  readonly kind: "send" | "ask";
}

export function listTexts({ value: step, path, kind }: PlacedText): readonly StepText[] {
  const { body, promotionalBody, translations = {} } = step.send;
  const texts: StepText[] = [];
  const add = (place: string, source: string | undefined, textClass: MessageClass, language?: string): void => {
    if (source === undefined) return;
    texts.push({ step, path: `${path}.${kind}.${place}`, source, class: textClass, isAddress: false, language });
  };
  add("body", body, step.class);
  add("promotionalBody", promotionalBody, "promotional");
  for (const [language, translation] of Object.entries(translations)) {
    add(`translations.${language}.body`, translation?.body, step.class, language);
    add(`translations.${language}.promotionalBody`, translation?.promotionalBody, "promotional", language);
  }
  for (const { name, url } of listLinks(step)) {
    const place = name === MAIN_LINK ? `${path}.link.url` : `${path}.links.${name}.url`;
    texts.push({ step, path: place, source: url, class: step.class, isAddress: true, language: undefined });
  }
  return texts;
}

export function isWebAddress(source: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(source);
}
