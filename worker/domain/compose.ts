import type { SendStep } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import { countSegments } from "../../shared/segments.ts";
import { addFooter } from "./opt-out-line.ts";
import type { Scope } from "./scope.ts";
import { countOptionalParts, renderTemplate } from "./template.ts";

export interface ComposeInput {
  readonly step: SendStep;
  readonly class: AnyClass;
  /** The step's own text, or the one it goes as where a promotional text may go. */
  readonly variant: "own" | "promotional";
  readonly scope: Scope;
  /** The printed short links by name; for one that is not minted yet one of the usual length stands in. */
  readonly shortUrls: Readonly<Record<string, string>>;
  readonly shopName: string;
  /** The recipient's, for dates in the text. */
  readonly timeZone: string;
  readonly isFirstText: boolean;
  readonly footer: Policy["footer"];
}

export type Composed =
  | {
      readonly kind: "text";
      readonly body: string;
      readonly segments: number;
      /** Where the links that the text prints lead, by name. */
      readonly targets: Readonly<Record<string, string>>;
    }
  | { readonly kind: "missing_field"; readonly fields: readonly string[] }
  | { readonly kind: "content"; readonly problem: string };

/**
 * The final text of a step for one person, with its opt-out line, as it would leave now. Of its optional parts it has as many
 * as cost nothing, the last ones go first: so a name that no GSM-7 text can hold does not take the order's number along.
 */
export function composeText(input: ComposeInput): Composed {
  const source = pickBody(input.step.send, input.variant, readLocale(input.scope));
  let best = composeWith(source, new Set(), input);
  for (const leftOut of listOmissions(countOptionalParts(source))) {
    if (best.kind !== "text" || best.segments <= 1) return best;
    const shorter = composeWith(source, leftOut, input);
    if (shorter.kind === "text" && shorter.segments < best.segments) best = shorter;
  }
  return best;
}

/** Which parts to leave out: few before many, later ones before earlier ones; of very many parts only the last ones. */
function* listOmissions(parts: number): Generator<ReadonlySet<number>> {
  const indexes = Array.from({ length: parts }, (_, index) => index);
  for (let size = 1; size <= parts; size += 1) {
    if (parts > mostParts) yield new Set(indexes.slice(-size));
    else for (const omitted of chooseLast(indexes, size)) yield new Set(omitted);
  }
}

/** Up to 16 renderings. */
const mostParts = 4;

function chooseLast(indexes: readonly number[], size: number): readonly (readonly number[])[] {
  const last = indexes.at(-1);
  if (size === 0) return [[]];
  if (last === undefined) return [];
  const others = indexes.slice(0, -1);
  return [...chooseLast(others, size - 1).map((chosen) => [...chosen, last]), ...chooseLast(others, size)];
}

function composeWith(source: string, leftOut: ReadonlySet<number>, input: ComposeInput): Composed {
  const { step, scope, shortUrls } = input;
  const targets = listLinks(step).map(({ name, url }) => ({ name, target: renderTarget(url, scope) }));
  const printed = Object.fromEntries(
    targets.flatMap(({ name, target }, index) =>
      target.kind === "url" ? [[name, shortUrls[name] ?? sampleLink(index)] as const] : [],
    ),
  );
  const language = readLocale(scope);
  const options = {
    timeZone: input.timeZone,
    links: printed,
    leftOut,
    ...(language === undefined ? {} : { language }),
  };
  const rendered = renderTemplate(source, { ...scope, link: printed[MAIN_LINK] }, options);
  // A link that leads nowhere matters only where the body prints it; then the target's own fields are what is missing.
  const failed = targets.find(({ target }) => target.kind === "failed")?.target;
  if (rendered.kind === "missing_field" && failed?.kind === "failed" && rendered.fields.some(isLink)) return failed.why;
  if (rendered.kind !== "text") return rendered;
  const body = addFooter({
    body: rendered.text,
    language,
    class: input.class,
    isFirstText: input.isFirstText,
    shopName: input.shopName,
    footer: input.footer,
  });
  const used = targets.flatMap(({ name, target }) =>
    target.kind === "url" && rendered.text.includes(printed[name] ?? "") ? [[name, target.url] as const] : [],
  );
  return { kind: "text", body, segments: countSegments(body).segments, targets: Object.fromEntries(used) };
}

/** The name of what `{{ link }}` prints. */
export const MAIN_LINK = "link";

function isLink(field: string): boolean {
  return field === MAIN_LINK || field.startsWith("link ");
}

/** The text in the recipient's language where the step has it, else as it was written. */
function pickBody(send: SendStep["send"], variant: "own" | "promotional", language: string | undefined): string {
  const translated = send.translations?.[(language ?? "").toLowerCase().split(/[-_]/)[0] ?? ""];
  if (variant === "own") return translated?.body ?? send.body;
  // A translation without an offer of its own falls back to the offer as it was written.
  return translated?.promotionalBody ?? send.promotionalBody ?? send.body;
}

/** Every link of a step by name, the main one first. */
export function listLinks(step: SendStep): readonly { readonly name: string; readonly url: string }[] {
  const named = Object.entries(step.links ?? {}).map(([name, { url }]) => ({ name, url }));
  return step.link === undefined ? named : [{ name: MAIN_LINK, url: step.link.url }, ...named];
}

/** 44 characters, the longest short link that the library's texts are measured with. */
const SAMPLE_LINK = "https://go.a-rather-long-shop-name.com/abcdefgh".slice(0, 44);

/** Of one length and each its own, so that it can be told which of them a text prints. */
function sampleLink(index: number): string {
  return `${SAMPLE_LINK.slice(0, -1)}${index}`;
}

type Target =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "failed"; readonly why: Exclude<Composed, { readonly kind: "text" }> };

function renderTarget(url: string, scope: Scope): Target {
  const rendered = renderTemplate(url, scope);
  return rendered.kind === "text" ? { kind: "url", url: rendered.text } : { kind: "failed", why: rendered };
}

function readLocale(scope: Scope): string | undefined {
  const { customer } = scope;
  if (typeof customer !== "object" || customer === null || !("locale" in customer)) return undefined;
  return typeof customer.locale === "string" ? customer.locale : undefined;
}
