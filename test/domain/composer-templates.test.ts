import { describe, expect, it } from "vitest";
import { TemplateInput } from "../../shared/contract/templates.ts";
import { findMergeFields, isPlainBody } from "../../shared/merge-fields.ts";
import { suggestClass } from "../../shared/message-class.ts";
import { countSegments } from "../../shared/segments.ts";
import { maximumLengths, templateObjects } from "../../shared/template-fields.ts";
import { composeText } from "../../worker/domain/compose.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { checkTemplate } from "../../worker/domain/template.ts";
import { composerTemplates } from "../../worker/flows/composer-templates.ts";

const longestLink = "https://go.a-rather-long-shop-name.com/abcdefgh".slice(0, 44);

/** Every field at the most that it may print. */
const longest = Object.fromEntries(
  Object.entries(templateObjects).map(([root, fields]) => [
    root,
    Object.fromEntries(
      Object.entries(fields).map(([name, kind]) => [name, kind === "text" ? "M".repeat(maximumLengths.text) : "x"]),
    ),
  ]),
);

const texts = composerTemplates.flatMap((template) =>
  Object.entries(template.bodies).map(([language, body]) => [template.key, language, body, template] as const),
);

function compose(body: string, language: string, template: (typeof composerTemplates)[number], scope: object) {
  const known = { ...scope } as Record<string, Record<string, unknown>>;
  return composeText({
    step: {
      send: { body },
      class: template.class,
      ...("link" in template ? { link: { url: "https://shop.example/x" } } : {}),
    },
    class: template.class,
    variant: "own",
    scope: { ...known, customer: { ...known.customer, locale: language } },
    shortUrls: { link: longestLink },
    shopName: "Acme",
    timeZone: "UTC",
    isFirstText: false,
    footer: shippedPolicy.footer,
  });
}

describe("the composer's templates", () => {
  it("are in four languages each, under keys and names of their own", () => {
    expect(composerTemplates.length).toBeGreaterThanOrEqual(10);
    expect(new Set(composerTemplates.map(({ key }) => key)).size).toBe(composerTemplates.length);
    for (const { key: _, ...template } of composerTemplates) {
      expect(TemplateInput.parse(template)).toEqual(template);
      expect(Object.keys(template.bodies).sort()).toEqual(["de", "en", "es", "fr"]);
    }
  });

  it.each(texts)(
    "%s in %s is one GSM-7 segment with the longest values, link and opt-out line",
    (...[, language, body, template]) => {
      const composed = compose(body, language, template, longest);
      expect(composed).toMatchObject({ kind: "text", segments: 1 });
      if (composed.kind !== "text") return;
      expect(countSegments(composed.body).encoding).toBe("GSM-7");
      expect(composed.body.includes("STOP")).toBe(template.class !== "transactional");
    },
  );

  it.each(texts)("%s in %s reads whole where little is known", (...[, language, body, template]) => {
    const composed = compose(body, language, template, { order: { id: "1" } });
    expect(composed).toMatchObject({ kind: "text" });
    if (composed.kind === "text") expect(composed.body).not.toMatch(/ {2}|[,:] ?\n|undefined|null|[{}[\]]/);
  });

  it.each(texts)(
    "%s in %s is what the composer can fill in by itself, with a link where it says so",
    (...[, , body, template]) => {
      expect(checkTemplate(body).problems).toEqual([]);
      expect(isPlainBody(body)).toBe(true);
      const fields = findMergeFields(body);
      expect(fields.filter(({ kind }) => kind === "link")).toHaveLength("link" in template ? 1 : 0);
      expect(fields.every(({ isKnown }) => isKnown)).toBe(true);
    },
  );

  it.each(texts)("%s in %s is of the class that its own words call for", (...[, , body, template]) => {
    expect(suggestClass(body, "link" in template ? template.link.kind : undefined).class).toBe(template.class);
  });
});
