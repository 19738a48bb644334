import { env } from "cloudflare:workers";
import { afterAll } from "vitest";

/**
 * After each file of this suite: no statement that the Worker ran reads a table from end to end that grows with customers, orders,
 * texts or clicks, nor all of a merchant's rows in one. SQLite has no statistics here, as in D1, and then often takes the
 * first column of a key for enough: two conditions with OR between them, or an index behind the same first column, are overlooked.
 */
const growing = new Set(
  `store_events customers moves orders due decisions idempotency_keys links clicks link_days step_days day_visitors answers tells
   offer_codes product_buyers bought_together slug_misses`.split(/\s+/),
);

/** The Worker's statements that may, and why. */
const allowed: readonly (readonly [statement: RegExp, why: string])[] = [
  [/ FROM links WHERE merchant_id = .* ORDER BY created_at_ms DESC, .* LIMIT /, "a page, in the order of its index"],
  [/^SELECT merchant_id, source, .* FROM store_events WHERE applied = 0 ORDER BY /, "the index holds these alone"],
  [/^SELECT 1 FROM links WHERE revision = 0 LIMIT 1/, "the index holds these alone"],
  [/^UPDATE due INDEXED BY due_held /, "the index holds these alone"],
  [
    /^(?:SELECT order_id.*|SELECT DISTINCT customer_id) FROM orders WHERE merchant_id = \?1 AND customer_id IN /,
    "a person's export or erasure",
  ],
  [/^SELECT domain, slug FROM links WHERE merchant_id = \?1 AND \(customer_id IN /, "a person's export or erasure"],
  [/^SELECT owner FROM customers .* UNION SELECT from_owner FROM moves /, "a person's export or erasure"],
  [
    /^(?:UPDATE decisions SET run = 'erased:'|DELETE FROM (?:answers|tells|offer_codes|moves) .*customer_id IN )/,
    "an erasure",
  ],
];

const { prepare } = Object.getPrototypeOf(env.DB) as D1Database;
const seen = new Set<string>();
Object.assign(Object.getPrototypeOf(env.DB), {
  prepare(this: D1Database, statement: string) {
    if (!seen.has(statement) && isWorkers(new Error().stack)) seen.add(statement);
    return prepare.call(this, statement);
  },
});

afterAll(async () => {
  const long: string[] = [];
  for (const statement of seen) {
    const text = statement.replace(/\s+/g, " ").trim();
    if (!/^(?:SELECT|INSERT|UPDATE|DELETE|WITH) /.test(text) || allowed.some(([may]) => may.test(text))) continue;
    const reads = (await explain(statement)).filter((step) => isLong(step, text));
    if (reads.length > 0) long.push(`${text}\n  ${reads.join("\n  ")}`);
  }
  if (long.length > 0) throw new Error(`These read a whole table, or all of a merchant's in it:\n${long.join("\n")}`);
});

/** Not a test's own, nor the simulator's. */
function isWorkers(stack = ""): boolean {
  const caller = stack.split("\n").find((line) => line.includes("/worker/") && !line.includes("statement-plans"));
  return caller !== undefined && !/\/test\/worker\/|\/worker\/simulator\//.test(caller);
}

async function explain(statement: string): Promise<readonly string[]> {
  const parameters = new Set(statement.match(/\?\d+/g)).size;
  const explained = prepare.call(env.DB, `EXPLAIN QUERY PLAN ${statement}`).bind(...Array(parameters).fill(null));
  return (await explained.all<{ detail: string }>()).results.map(({ detail }) => detail);
}

/** "SCAN orders …", or "SEARCH orders USING … (merchant_id=?)" and no more. */
function isLong(step: string, statement: string): boolean {
  const [, how, name = ""] = /^(SCAN|SEARCH) (\w+)/.exec(step) ?? [];
  if (how === undefined || !growing.has(tableOf(name, statement))) return false;
  return how === "SCAN" || step.endsWith("(merchant_id=?)") || step.includes("(merchant_id=?) ");
}

/** SQLite names a table by its alias, where it has one. */
function tableOf(name: string, statement: string): string {
  const aliased = new RegExp(`(?:FROM|JOIN|INTO|UPDATE) (\\w+) (?:AS )?${name}\\b`).exec(statement)?.[1];
  return growing.has(name) ? name : (aliased ?? name);
}
