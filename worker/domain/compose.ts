import { countSegments } from "../../shared/segments.ts";
import type { SendStep } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import type { AnyClass } from "../../shared/contract/primitives.ts";
import { addFooter } from "./opt-out-line.ts";
import type { Scope } from "./scope.ts";
import { checkTemplate, renderTemplate } from "./template.ts";

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
  const targetUrl = renderTarget(input.step, input.body, input.scope);
  if (targetUrl.kind !== "url") return targetUrl;
  const link = targetUrl.url === undefined ? undefined : (input.shortUrl ?? SAMPLE_LINK);
  const language = readLocale(input.scope);
  const options = { timeZone: input.timeZone, ...(language === undefined ? {} : { language }) };
  const rendered = renderTemplate(input.body, { ...input.scope, link }, options);
  if (rendered.kind !== "text") return rendered;
  const body = addFooter({
    body: rendered.text,
    language,
    class: input.class,
    isFirstText: input.isFirstText,
    shopName: input.shopName,
    footer: input.footer,
  });
  return { kind: "text", body, segments: countSegments(body).segments, targetUrl: targetUrl.url };
}

/** 44 characters, the longest short link that the library's texts are measured with. */
const SAMPLE_LINK = "https://go.a-rather-long-shop-name.com/abcdefgh".slice(0, 44);

type Target = { readonly kind: "url"; readonly url: string | undefined } | Exclude<Composed, { readonly kind: "text" }>;

/** Where the text's link leads; undefined where its body prints none. */
function renderTarget(step: SendStep, body: string, scope: Scope): Target {
  if (step.link === undefined || !checkTemplate(body).usesLink) return { kind: "url", url: undefined };
  const rendered = renderTemplate(step.link.url, scope);
  return rendered.kind === "text" ? { kind: "url", url: rendered.text } : rendered;
}

function readLocale(scope: Scope): string | undefined {
  const { customer } = scope;
  if (typeof customer !== "object" || customer === null || !("locale" in customer)) return undefined;
  return typeof customer.locale === "string" ? customer.locale : undefined;
}
