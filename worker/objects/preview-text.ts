import { MAIN_LINK } from "../domain/compose.ts";
import { judge, type Verdict } from "../domain/judge.ts";
import { planPerson } from "../domain/plan.ts";
import type { SingleText } from "../domain/single-text.ts";
import { linkDomain, shortUrl } from "../links/short-url.ts";
import { loadContext, pointsOf, readPerson, takeSnapshot } from "./customer-context.ts";
import type { Preview } from "./customer-messages.ts";
import type { CustomerStore } from "./customer-store.ts";

/** How a text would read and what the gate would say of it at its due instant. Stores nothing; undefined without a number. */
export async function previewText(env: Env, store: CustomerStore, single: SingleText): Promise<Preview | undefined> {
  const context = await loadContext(env, store);
  if (context === undefined) return undefined;
  const { merchant } = context;
  const snapshot = takeSnapshot(store, context);
  const plan = planPerson({ ...snapshot, singles: [...snapshot.singles, single] }, single.dueAtMs);
  const text = plan.due.find((one) => one.run.id === single.id);
  const phone = store.phone();
  if (text === undefined || phone === undefined) return undefined;
  const person = readPerson(store, phone);
  const judged = (row: typeof text.row): Verdict =>
    judge(
      {
        text: { ...text, row },
        plan,
        person,
        ...context,
        points: pointsOf(store, text.run.customerId),
        offerCode: undefined,
        shortUrls: { [MAIN_LINK]: sampleUrl(env, merchant.shortDomain) },
      },
      single.dueAtMs,
    );
  const isOther = single.orderId !== undefined && text.row.class !== "transactional" && text.row.class !== "system";
  return {
    verdict: judged(text.row),
    asTransactional: isOther ? judged({ ...text.row, class: "transactional" }) : undefined,
  };
}

/** A preview makes no link; it shows one as long and as recognisable as the one that the text will print. */
export function sampleUrl(env: Pick<Env, "BASE_URL">, shortDomain: string | undefined): string {
  const domain = shortDomain === undefined ? "" : linkDomain(shortDomain, env.BASE_URL);
  return shortUrl({ domain, slug: "xxxxxxxx" }, env.BASE_URL);
}
