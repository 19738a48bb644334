import { describe, expect, it } from "vitest";
import type { Condition } from "../../shared/contract/flows.ts";
import { fieldsOf, holds } from "../../worker/domain/condition.ts";

const scope = {
  customer: {
    orderCount: 2,
    tags: ["vip", "eu"],
    firstName: "Zoë",
    email: null,
    attributes: { points: 0, isMember: false },
  },
  order: { total: 19.9, placedAt: "2026-03-02T15:00:00Z", name: "#1" },
  parcel: undefined,
  items: [{ sku: "SOAP" }, { sku: "FIGS", perishable: true, returnRisk: 0.4, categories: ["food"] }],
  none: [],
};

describe("a condition", () => {
  it.each<[Condition, boolean]>([
    [{}, true],
    [{ "customer.orderCount": { eq: 2 } }, true],
    [{ "customer.orderCount": { eq: "2" } }, false],
    [{ "customer.orderCount": { ne: 3 } }, true],
    [{ "customer.orderCount": { gt: 2 } }, false],
    [{ "customer.orderCount": { gte: 2, lt: 3 } }, true],
    [{ "customer.orderCount": { gte: 2, lt: 2 } }, false],
    [{ "customer.orderCount": { lte: 2 } }, true],
    [{ "customer.orderCount": { gt: "1" } }, false],
    [{ "order.total": { gte: 19.9 } }, true],
    [{ "order.placedAt": { gt: "2026-03-01" } }, true],
    [{ "order.placedAt": { lt: "2026-03-01" } }, false],
    [{ "customer.orderCount": { in: [1, 2] } }, true],
    [{ "customer.orderCount": { in: [] } }, false],
    [{ "customer.orderCount": { nin: [1, 2] } }, false],
    [{ "customer.missing": { nin: [1] } }, true],
    [{ "customer.tags": { contains: "vip" } }, true],
    [{ "customer.tags": { contains: "vi" } }, false],
    [{ "customer.tags": { in: ["gold", "vip"] } }, true],
    [{ "customer.tags": { in: ["gold"] } }, false],
    [{ "customer.tags": { nin: ["gold", "vip"] } }, false],
    [{ "customer.tags": { nin: ["gold"] } }, true],
    [{ "customer.firstName": { contains: "Zo" } }, true],
    [{ "customer.firstName": { exists: true } }, true],
    [{ "customer.email": { exists: true } }, false],
    [{ "customer.email": { exists: false } }, true],
    [{ "customer.email": { eq: null } }, true],
    [{ "customer.missing": { eq: null } }, true],
    [{ "customer.missing": { ne: "x" } }, true],
    [{ "customer.missing": { lt: 5 } }, false],
    [{ "customer.attributes.points": { exists: true } }, true],
    [{ "customer.attributes.points": { eq: 0 } }, true],
    [{ "customer.attributes.isMember": { eq: false } }, true],
    [{ "parcel.eta": { exists: false } }, true],
    [{ "customer.tags.0": { eq: "vip" } }, true],
    [{ "customer.constructor": { exists: true } }, false],
    [{ "customer.tags.length": { exists: false } }, false],
    [{ "items.perishable": { eq: true } }, true],
    [{ "items.returnRisk": { gte: 0.5 } }, false],
    [{ "items.returnRisk": { gte: 0.3, lt: 0.5 } }, true],
    [{ "items.categories": { contains: "food" } }, true],
    [{ "items.sku": { eq: "TEA" } }, false],
    [{ not: { "items.sku": { eq: "SOAP" } } }, false],
    [{ "items.0.sku": { eq: "FIGS" } }, false],
    [{ "items.1.sku": { eq: "FIGS" } }, true],
    [{ "none.sku": { exists: false } }, true],
    [{ any: [{ "order.total": { gt: 100 } }, { "customer.orderCount": { eq: 2 } }] }, true],
    [{ all: [{ "order.total": { gt: 100 } }, { "customer.orderCount": { eq: 2 } }] }, false],
    [{ not: { "customer.orderCount": { eq: 2 } } }, false],
    [{ not: { any: [{ "order.total": { gt: 100 } }] }, "customer.orderCount": { eq: 2 } }, true],
  ])("%j → %s", (condition, expected) => {
    expect(holds(condition, scope)).toBe(expected);
  });

  it("names the fields that it reads, at any depth", () => {
    const condition = { a: { eq: 1 }, any: [{ b: { eq: 1 } }, { not: { "c.d": { exists: true } } }] };
    expect(fieldsOf(condition)).toEqual(["a", "b", "c.d"]);
  });
});
