import { describe, expect, it } from "vitest";
import { composeText } from "../../worker/domain/compose.ts";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import { checkTemplate, renderTemplate } from "../../worker/domain/template.ts";

const body =
  "{{ shop.name | clip: 12 }}: Hi{% optional %} {{ customer.firstName }}{% else %} there{% endoptional %}, " +
  "{% optional %}{{ item.name }} is{% else %}your order is{% endoptional %} here.";

function compose(scope: Readonly<Record<string, unknown>>, source = body): unknown {
  const composed = composeText({
    step: { send: { body: source }, class: "transactional" },
    class: "transactional",
    variant: "own",
    scope,
    shortUrls: {},
    shopName: "Acme",
    timeZone: "UTC",
    isFirstText: false,
    footer: openPolicy.footer,
  });
  return composed.kind === "text" ? composed.body : composed;
}

describe("an optional part", () => {
  const shop = { name: "Acme" };
  const long = "x".repeat(60);
  const filler = " Filler of the length that leaves just enough room for it.";
  it.each<[string, object, string, string]>([
    [
      "is there where all of it is known",
      { customer: { firstName: "Ada" }, item: { name: "Serum" } },
      body,
      "Acme: Hi Ada, Serum is here.",
    ],
    ["gives way where something in it is missing", {}, body, "Acme: Hi there, your order is here."],
    [
      "gives way where it would cost a segment, the last one first",
      { customer: { firstName: "Ada" }, item: { name: long } },
      `${body}${filler}${filler}`,
      `Acme: Hi Ada, your order is here.${filler}${filler}`,
    ],
    [
      "gives way where it would change the encoding",
      { customer: { firstName: "花子" } },
      `${body}${filler}`,
      `Acme: Hi there, your order is here.${filler}`,
    ],
    [
      "gives way alone: one behind it that costs nothing stays",
      { customer: { firstName: "花子" }, item: { name: "Serum" } },
      `${body}${filler}`,
      `Acme: Hi there, Serum is here.${filler}`,
    ],
    [
      "gives way with the last ones where it is one of many",
      { customer: { firstName: "花子" }, item: { name: "Serum" } },
      `${body}${"{% optional %} and {{ item.name }}{% endoptional %}".repeat(9)}${filler}`,
      `Acme: Hi there, your order is here.${filler}`,
    ],
  ])("%s", (_, scope, source, expected) => {
    expect(compose({ shop, ...scope }, source)).toBe(expected);
  });

  it("stays where the text takes as many segments without it", () => {
    const source = `${body}${filler.repeat(4)}`;
    expect(compose({ shop, customer: { firstName: "Ada" } }, source)).toContain("Hi Ada, your order");
  });

  it("is none of the fields that may be empty, and its other side is", () => {
    expect(checkTemplate("{% optional %}{{ item.name }}{% endoptional %}").mayBeEmpty).toEqual([]);
    expect(checkTemplate("{% optional %}x{% else %}{{ item.name }}{% endoptional %}").mayBeEmpty).toEqual([
      "item.name",
    ]);
    expect(checkTemplate("{% optional %}{{ item.nam }}{% endoptional %}").problems).toHaveLength(1);
  });

  it("is refused where it has no end", () => {
    expect(checkTemplate("{% optional %}{{ item.name }}").problems).toMatchObject([
      { message: expect.stringContaining("{% endoptional %}") },
    ]);
  });
});

it.each([
  ["Juniper and Fern", 12, "Juniper and"],
  ["Juniper", 12, "Juniper"],
  ["x".repeat(30), 12, "x".repeat(12)],
  ["€€€€€€", 4, "€€"],
])("%s clipped to %d places is %s", (name, places, expected) => {
  expect(renderTemplate(`{{ shop.name | clip: ${places} }}`, { shop: { name } })).toEqual({
    kind: "text",
    text: expected,
  });
});
