import { describe, expect, it } from "vitest";
import { checkTemplate, renderTemplate } from "../../worker/domain/template.ts";

const scope = {
  customer: { firstName: "Zoë", orderCount: 3, tags: ["vip", "eu"], attributes: { skin: "dry" } },
  order: {
    name: "#1001",
    trackingUrl: "https://ups.example/track?n=1Z&x=[1]",
    placedAt: 1_772_359_200_000,
    eta: "2026-03-05",
  },
  items: [{ name: "Glow Serum" }, { name: "Clay Mask" }],
  item: { name: "Glow Serum", reviewUrl: "https://acme.example/r" },
  shop: { name: "Acme" },
  link: "https://go.acme.example/ab12cd34",
};

function textOf(source: string, values: Readonly<Record<string, unknown>> = scope): string {
  const rendered = renderTemplate(source, values);
  return rendered.kind === "text" ? rendered.text : JSON.stringify(rendered);
}

describe("the final text", () => {
  it.each([
    [
      "Hi {{ customer.firstName }}, order {{ order.name }}: {{ link }}",
      "Hi Zoe, order #1001: https://go.acme.example/ab12cd34",
    ],
    ["{% if customer.orderCount > 1 %}Again{% else %}Hi{% endif %}", "Again"],
    ["{% for i in items %}{{ i.name }}{% unless forloop.last %}, {% endunless %}{% endfor %}", "Glow Serum, Clay Mask"],
    ["{{ items[1].name }} {{ items.first.name }} {{ items.size }}", "Clay Mask Glow Serum 2"],
    ["{{ customer.attributes.skin | upcase }}", "DRY"],
    ["{{ order.trackingUrl }}", "https://ups.example/track?n=1Z&x=[1]"],
    ["{{ order.placedAt | date: '%-d %b %H:%M' }}", "1 Mar 10:00"],
    ["{{ order.eta | date: '%B %-d' }}", "March 5"],
    ["  a   b \n\n\n\n c  ", "a b\n\nc"],
    ["[Acme] Hello", "[Acme] Hello"],
  ])("%s", (source, text) => {
    expect(textOf(source)).toBe(text);
  });

  it("writes an instant in the recipient's zone and language, a bare date as it is", () => {
    const options = { timeZone: "America/Los_Angeles", language: "de" };
    expect(
      renderTemplate("{{ order.placedAt | date: '%-d. %B %H:%M' }}, {{ order.eta | date: '%-d. %B' }}", scope, options),
    ).toEqual({
      ...{ kind: "text", text: "1. März 02:00, 5. März" },
    });
  });

  it("prints a named second link", () => {
    const source = '{{ link }} {% link "track" %}';
    expect(renderTemplate(source, scope, { links: { track: "https://go.acme.example/zz" } })).toEqual({
      ...{ kind: "text", text: "https://go.acme.example/ab12cd34 https://go.acme.example/zz" },
    });
    expect(renderTemplate(source, scope)).toEqual({ kind: "missing_field", fields: ["link.track"] });
  });

  it("renders the same source over other values", () => {
    expect(textOf("{{ order.name }}", { order: { name: "A" } })).toBe("A");
    expect(textOf("{{ order.name }}", { order: { name: "B" } })).toBe("B");
  });
});

describe("a missing field", () => {
  it.each([
    ["Hi {{ customer.lastName }}", ["customer.lastName"]],
    ["Hi {{ customer.lastName | upcase }} {{ order.carrier }}", ["customer.lastName", "order.carrier"]],
    ["{{ customer.lastName | append: '!' }}", ["customer.lastName"]],
    ["{{ customer.lastName | append: '!' | default: 'x' }}", ["customer.lastName"]],
    ["{{ customer.firstName | append: customer.lastName }}", ["customer.lastName"]],
    ["{{ customer.lastName | default: customer.city }}", ["customer.lastName", "customer.city"]],
    ["{% assign n = customer.lastName | append: '!' %}{{ n }}", ["customer.lastName"]],
    ["{% for p in order.attributes.notes %}{{ p }}{% endfor %}x", ["order.attributes.notes"]],
    ["{{ parcel.trackingUrl }}", ["parcel.trackingUrl"]],
    ["{{ items[5].name }}", ["items.name"]],
    ["{{ event.reason }}", ["event.reason"]],
  ])("%s blocks the text and is named", (source, fields) => {
    expect(renderTemplate(source, scope)).toEqual({ kind: "missing_field", fields });
  });

  it.each([
    ["Hi {{ customer.lastName | default: 'there' }}", "Hi there"],
    ["Hi {{ customer.lastName | default: customer.firstName }}", "Hi Zoe"],
    ["{{ customer.lastName | upcase | default: 'there' }}", "there"],
    ["Hi {{ customer.lastName | default: '' }}, hello", "Hi, hello"],
    ["{% if customer.lastName %}{{ customer.lastName }}{% else %}friend{% endif %}", "friend"],
    ["{% unless customer.lastName %}friend{% endunless %}", "friend"],
    ["{% assign n = customer.lastName | default: 'you' %}{{ n }}", "you"],
    ["{% for p in order.attributes.notes %}{{ p }}{% else %}none{% endfor %}", "none"],
  ])("%s falls back", (source, text) => {
    expect(textOf(source)).toBe(text);
  });

  it.each([
    "",
    "  ",
    "\u200b",
    null,
    "[Name]",
    "{first_name}",
    "{{ name }}",
    "%NAME%",
    "<name>",
    "null",
    "undefined",
    "N/A",
    "-",
    ".",
  ])("a first name of %j is as good as none", (firstName) => {
    const values = { customer: { firstName } };
    expect(textOf("Hi {{ customer.firstName | default: 'there' }}", values)).toBe("Hi there");
    expect(renderTemplate("Hi {{ customer.firstName }}", values)).toMatchObject({ kind: "missing_field" });
  });
});

describe("a value", () => {
  it.each([
    ["{{ 7 | times: 7 }} x", "(( 7 | times: 7 )) x"],
    ["{% raw %} x", "(% raw %) x"],
    ["Shirt [Blue]", "Shirt (Blue)"],
    ["Ann\r\nReply\tYES\u0007", "Ann Reply YES"],
    ["win.example/x", "win. example/x"],
    ["https://evil.example/x", "evil. example/x"],
    ["www.evil.example", "evil. example"],
    ["hthttp://tp://evil.example", "evil. example"],
    ["ev\u200bil.exam\u200bple", "evil. example"],
    ["a@b.example", "a@b. example"],
    ["10.0.0.1/x", "10. 0. 0. 1/x"],
    ["evil。example", "evil. example"],
    ["J.R. Smith", "J.R. Smith"],
    ["Size 10.5", "Size 10.5"],
    ["Łukasz", "Lukasz"],
    ["さくら", "さくら"],
    ["a".repeat(80), "a".repeat(60)],
    [`${"word ".repeat(13)}`, "word word word word word word word word word word word word"],
    [`${"a".repeat(59)}🎉`, "a".repeat(59)],
  ])("%j is printed as %j, never parsed as template or link", (name, text) => {
    expect(textOf("{{ item.name }}", { item: { name } })).toBe(text);
  });

  it("a merchant's own words keep their links, an address is printed whole", () => {
    const values = {
      shop: { name: "Acme.com", helpText: "See acme.com/help" },
      item: { reviewUrl: `https://acme.example/${"r".repeat(200)}` },
    };
    expect(textOf("{{ shop.name }} {{ shop.helpText }}", values)).toBe("Acme.com See acme.com/help");
    expect(textOf("{{ item.reviewUrl }}", values)).toBe(values.item.reviewUrl);
  });

  it.each([
    "javascript:alert(1)",
    "https://a.example/ x",
    "https://a.example/\n",
    `https://a.example/${"x".repeat(2048)}`,
  ])("an address such as %j is none", (reviewUrl) => {
    expect(renderTemplate("{{ item.reviewUrl }}", { item: { reviewUrl } })).toEqual({
      ...{ kind: "missing_field", fields: ["item.reviewUrl"] },
    });
  });

  it("reaches nothing that the scope does not own", () => {
    expect(renderTemplate("{{ customer.constructor.name }}", scope)).toMatchObject({ kind: "missing_field" });
    expect(renderTemplate("{{ __proto__ }}", scope)).toMatchObject({ kind: "missing_field" });
  });
});

describe("a text that may not go", () => {
  it.each([
    ["Hi [Name]", "[Name] would be printed as it stands"],
    ["Hi [First Name],", "[First Name] would be printed as it stands"],
    ["Hi {name}", "{name} would be printed as it stands"],
    ["Hi {}", "{} would be printed as it stands"],
    ["Hi [ ] you", "[ ] would be printed as it stands"],
    ["{% comment %}x{% endcomment %} ", "The text is empty"],
    ["a".repeat(1601), "The text has 1601 characters; 1600 is the most"],
    ["{{ customer }}", "[object Object] would be printed as it stands"],
    ["{{ order.name | divided_by: 0 | minus: 'x' | round }} undefined", "undefined would be printed as it stands"],
  ])("%j", (source, problem) => {
    expect(renderTemplate(source, scope)).toEqual({ kind: "content", problem });
  });

  it("1,600 characters may go", () => {
    expect(renderTemplate("a".repeat(1600), scope)).toMatchObject({ kind: "text" });
  });

  it.each(["{{ customer.firstName", "{% if x %}", "{% include 'x' %}", "{{ 'now' | nofilter }}", "{% link track %}"])(
    "%s cannot be read",
    (source) => {
      expect(renderTemplate(source, scope).kind).toBe("content");
      expect(checkTemplate(source).problems).toHaveLength(1);
    },
  );

  it("a loop without end is cut off", () => {
    expect(renderTemplate("{% for i in (1..10000000) %}a{% endfor %}", scope).kind).toBe("content");
  });

  it("the clock is out of reach", () => {
    expect(textOf("x{{ 'now' | date: '%Y' }}")).toBe("x");
  });
});

describe("checking a template", () => {
  it("lists fields, links and what may be empty", () => {
    const source =
      "Hi {{ customer.firstName | default: 'there' }}, {{ order.name }} from {{ shop.name }} {% if order.carrier %}by " +
      "{{ order.carrier }}{% endif %} {% for i in items %}{{ i.name }}{% endfor %} {{ link }} {% link 'track' %}";
    expect(checkTemplate(source)).toEqual({
      problems: [],
      fields: ["customer.firstName", "order.name", "shop.name", "order.carrier", "items", "items.name", "link"],
      mayBeEmpty: ["order.name", "items", "items.name"],
      usesLink: true,
      namedLinks: ["track"],
    });
  });

  it.each([
    [
      "{{ customer.fristName }}",
      "customer.fristName",
      "There is no field customer.fristName; did you mean customer.firstName?",
    ],
    [
      "{{ customer.first_name }}",
      "customer.first_name",
      "There is no field customer.first_name; did you mean customer.firstName?",
    ],
    ["{{ first_name }}", "first_name", "There is no field first_name; did you mean customer.firstName?"],
    ["{% if ordr.name %}x{% endif %}", "ordr.name", "There is no field ordr.name; did you mean order.name?"],
    [
      "{% for i in items %}{{ i.nme }}{% endfor %}",
      "items.nme",
      "There is no field items.nme; did you mean items.name?",
    ],
    ["{{ customer }}", "customer", "customer is an object: name one of its fields, such as customer.id"],
    ["{{ order.name.x }}", "order.name.x", "order.name has no fields of its own"],
    ["{{ customer.constructor }}", "customer.constructor", "There is no field customer.constructor"],
    ["Hi [Name]", "[Name]", "[Name] would be printed as it stands"],
  ])("%s is refused with the path", (source, name, message) => {
    expect(checkTemplate(source).problems).toEqual([{ name, message }]);
  });

  it.each([
    "{{ event.anything.at.all }}",
    "{{ order.attributes.note }}",
    "{{ customer.tags | join: ', ' }}",
    "{{ customer.tags[0] }} {{ items.size }} {{ items[0].name }} {{ items.last.url }}",
    "{% assign n = customer.firstName %}{{ n }}",
    "{% for tag in customer.tags %}{{ forloop.index }} {{ tag }}{% endfor %}",
    "{{ days.sincePurchase }} {{ related.name }} {{ offer.code }} {{ parcel.eta }}",
  ])("%s names known fields only", (source) => {
    expect(checkTemplate(source).problems).toEqual([]);
  });

  it("a field asked for by a condition may not be empty inside it", () => {
    expect(checkTemplate("{% if order.eta and order.carrier %}{{ order.eta }}{% endif %}").mayBeEmpty).toEqual([]);
    expect(checkTemplate("{% if order.eta or order.carrier %}{{ order.eta }}{% endif %}").mayBeEmpty).toEqual([
      "order.eta",
    ]);
    expect(checkTemplate("{% unless order.eta %}a{% else %}{{ order.eta }}{% endunless %}").mayBeEmpty).toEqual([]);
    expect(checkTemplate("{% assign n = order.eta | default: 'soon' %}{{ n }}").mayBeEmpty).toEqual([]);
    expect(checkTemplate("{% assign n = order.eta %}{{ n }}").mayBeEmpty).toEqual(["order.eta"]);
  });
});
