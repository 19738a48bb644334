import type { SendStep } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import { countSegments } from "../../shared/segments.ts";
import { addFooter } from "./opt-out-line.ts";
import type { Scope } from "./scope.ts";
import { renderTemplate } from "./template.ts";

export interface ComposeInput {
  readonly step: SendStep;
  readonly class: AnyClass;
  readonly body: string;
  readonly scope: Scope;
  /** The printed short link; undefined where none is minted yet: one of the usual length stands in for it. */
  readonly shortUrl: string | undefined;
  readonly shopName: string;
  /** The recipient's, for dates in the text. */
  readonly timeZone: string;
  readonly isFirstText: boolean;
  readonly footer: Policy["footer"];
}

export type Composed =
  | { readonly kind: "text"; readonly body: string; readonly segments: number; readonly targetUrl: string | undefined }
  | { readonly kind: "missing_field"; readonly fields: readonly string[] }
  | { readonly kind: "content"; readonly problem: string };

/** The final text of a step for one person, with its opt-out line, as it would leave now. */
export function composeText(input: ComposeInput): Composed {
  const target = renderTarget(input.step, input.scope);
  const link = target.kind === "url" ? (input.shortUrl ?? SAMPLE_LINK) : undefined;
  const language = readLocale(input.scope);
  const options = { timeZone: input.timeZone, ...(language === undefined ? {} : { language }) };
  const rendered = renderTemplate(input.body, { ...input.scope, link }, options);
  // A link that leads nowhere matters only where the body prints it; then the target's own fields are what is missing.
  if (rendered.kind === "missing_field" && rendered.fields.includes("link") && target.kind === "failed")
    return target.why;
  if (rendered.kind !== "text") return rendered;
  const targetUrl = target.kind === "url" && rendered.text.includes(link ?? "") ? target.url : undefined;
  const body = addFooter({
    body: rendered.text,
    language,
    class: input.class,
    isFirstText: input.isFirstText,
    shopName: input.shopName,
    footer: input.footer,
  });
  return { kind: "text", body, segments: countSegments(body).segments, targetUrl };
}

/** 44 characters, the longest short link that the library's texts are measured with. */
const SAMPLE_LINK = "https://go.a-rather-long-shop-name.com/abcdefgh".slice(0, 44);

type Target =
  | { readonly kind: "none" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "failed"; readonly why: Exclude<Composed, { readonly kind: "text" }> };

function renderTarget(step: SendStep, scope: Scope): Target {
  if (step.link === undefined) return { kind: "none" };
  const rendered = renderTemplate(step.link.url, scope);
  return rendered.kind === "text" ? { kind: "url", url: rendered.text } : { kind: "failed", why: rendered };
}

function readLocale(scope: Scope): string | undefined {
  const { customer } = scope;
  if (typeof customer !== "object" || customer === null || !("locale" in customer)) return undefined;
  return typeof customer.locale === "string" ? customer.locale : undefined;
}
