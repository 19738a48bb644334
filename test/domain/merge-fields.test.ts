import { describe, expect, it } from "vitest";
import { fillMergeFields, findMergeFields, isGap, isPlainBody, printLongest } from "../../shared/merge-fields.ts";
import { countSegments } from "../../shared/segments.ts";
import { findMaximumLength } from "../../shared/template-fields.ts";
import { renderTemplate } from "../../worker/domain/template.ts";

const values = { "customer.firstName": "Ada", "order.name": "#1001", "item.shortName": "Glow" };

describe("the fields of a body", () => {
  it("are found with place, name and what stands in for them", () => {
    const body = "Hi {{ customer.firstName | default: 'there' }}: {{link}}";
    expect(findMergeFields(body)).toEqual([
      {
        ...{ start: 3, end: 46, kind: "field", name: "customer.firstName", isKnown: true },
        defaults: [{ kind: "text", text: "there" }],
      },
      { start: 48, end: 56, kind: "link", name: "link", defaults: [], isKnown: true },
    ]);
  });

  it.each([
    ['{{order.name|default:order.id|default:"your order"}}', "order.name", 2],
    ["{{ items[0].name }}", "items[0].name", 0],
    ["{{\n\tcustomer.firstName\n}}", "customer.firstName", 0],
    ["{{ order.itemCount | default: 0 }}", "order.itemCount", 1],
    ["{{ customer.attributes.size }}", "customer.attributes.size", 0],
    ["{{ event.rating }}", "event.rating", 0],
  ])("%s is a field that the Worker knows", (body, name, defaults) => {
    const [field] = findMergeFields(body);
    expect(field).toMatchObject({ kind: "field", name, isKnown: true });
    expect(field?.defaults).toHaveLength(defaults);
  });

  it.each([
    "{{ customer.first_name }}",
    "{{ first name }}",
    "{{ foo }}",
    "{{ customer }}",
    "{{ items }}",
    "{{ constructor.x }}",
    "{{ customer.constructor }}",
  ])("%s is none that the Worker knows", (body) => {
    expect(findMergeFields(body)).toMatchObject([{ isKnown: false }]);
  });

  it.each([
    "Hi {{ customer.firstName | upcase }}",
    "{{ order.eta | date: '%A' }}",
    "{{ link | append: '?x' }}",
    "{{- customer.firstName -}}",
    "{{ }}",
    "{{ customer.firstName | default: ‘there’ }}",
    "{% if customer.firstName %}Hi{% endif %}",
    "Hi {{ customer.firstName",
    "Hi customer.firstName }}",
    "{% link 'track' %}",
    "{{ a }} }}",
  ])("%s is more than words and fields: only the Worker can print it", (body) => {
    expect(isPlainBody(body)).toBe(false);
  });

  it.each(["", "Hi {x} 50 % {{ link }}", 'Hi {{ customer.firstName | default: "you" }} }'])("%j is plain", (body) => {
    expect(isPlainBody(body)).toBe(true);
  });
});

describe("filling in", () => {
  it.each([
    ["Hi {{ customer.firstName }}!", "Hi Ada!"],
    ["Hi {{ customer.lastName | default: 'there' }}!", "Hi there!"],
    ["{{ order.id | default: order.name }} came", "#1001 came"],
    ["{{ customer.lastName | default: '' }}Hi", "Hi"],
    ["Hi {{ customer.lastName }}, {{ link }}", "Hi {{ customer.lastName }}, {{ link }}"],
    ["{{ order.eta | date: '%A' }} {{ foo }}", "{{ order.eta | date: '%A' }} {{ foo }}"],
    [
      "{{ toString }}{{ customer.lastName | default: order.eta }}",
      "{{ toString }}{{ customer.lastName | default: order.eta }}",
    ],
  ])("%s becomes %s", (body, filled) => {
    expect(fillMergeFields(body, values)).toBe(filled);
  });

  it("never prints what could be read as template, or nothing at all", () => {
    const odd = { "customer.firstName": "{{ shop.url }}", "order.name": " ", "item.name": "{% raw %}" };
    const body = "{{ customer.firstName }}{{ order.name }}{{ item.name }}";
    expect(fillMergeFields(body, odd)).toBe(body);
  });

  it("leaves a gap where neither a value nor a text stands in", () => {
    const left = findMergeFields(fillMergeFields("{{ customer.lastName }} {{ order.name }} {{ link }}", values));
    expect(left.filter(isGap).map(({ name }) => name)).toEqual(["customer.lastName"]);
    expect(findMergeFields("{{ a.b | default: '' }} {{ a.b | default: c.d }}").map(isGap)).toEqual([false, true]);
  });

  it.each([
    "Hi {{ customer.firstName }}",
    "{{ customer.lastName | default: 'you' }}",
    "{{ order.name | default: order.id }}",
  ])("prints %s as the Worker does", (body) => {
    const scope = { customer: { firstName: "Ada" }, order: { name: "#1001" } };
    expect(renderTemplate(body, scope)).toEqual({ kind: "text", text: fillMergeFields(body, values) });
  });
});

describe("a text at its longest", () => {
  it.each(["customer.firstName", "item.careText", "items[0].name", "shop.helpText"])(
    "counts the gap %s as the most that the Worker prints",
    (name) => {
      const [root = "", field = ""] = name.replace("[0]", "").split(".");
      const fields = { [field]: "x".repeat(5_000) };
      const scope = { [root]: root === "items" ? [fields] : fields };
      const printed = renderTemplate(`{{ ${name} }}`, scope);
      expect(printed).toEqual({ kind: "text", text: "x".repeat(findMaximumLength(name) ?? 0) });
      expect(printLongest(`{{ ${name} }}`, { values: {}, linkLength: 30 })).toHaveLength(findMaximumLength(name) ?? 0);
    },
  );

  it("counts the link as long as it will be, and the line that the Worker adds", () => {
    const printing = { values, linkLength: 30, footerText: "Reply STOP to opt out" };
    const longest = printLongest("Hi {{ customer.firstName }}, {{ link }} ", printing);
    expect(longest).toBe(`Hi Ada, ${"x".repeat(30)}\nReply STOP to opt out`);
    expect(countSegments(printLongest(`${"a".repeat(109)}{{ link }}`, printing)).segments).toBe(2);
    expect(countSegments(printLongest(`${"a".repeat(108)}{{ link }}`, printing)).segments).toBe(1);
  });

  it("counts a field that nobody knows as one of the usual length", () => {
    expect(printLongest("{{ foo.bar }}", { values, linkLength: 30, footerText: "" })).toHaveLength(60);
  });
});
