import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { type BareWorker, startBareWorker } from "./bare-runtime.ts";
import type { Sample } from "./load.ts";
import { alternate, type Table, time } from "./rounds.ts";
import { addCustomers, countAccepted, newNumbers, openShop, passOneDay, phoneNumber, type Shop } from "./shop.ts";
import { readState, simulatorFolder } from "./state-database.ts";

/** Texts a second when many fall due at one instant, beside a loop that writes one row and asks the same gateway once for each. */
export async function benchTexts(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const shop = await openShop(aftertext, "standing");
  const bare = await startBareWorker("write-and-fetch");
  const [rounds, texts] = isFull ? [7, 2_000] : [3, 300];
  try {
    const { plain, withLink, theirs } = await alternate(rounds, {
      plain: () => sendDue(shop, "order.placed", texts),
      theirs: () => sendBare(shop, bare, texts),
      withLink: () => sendDue(shop, "order.paid", texts),
    });
    const baseline = "bare/write-and-fetch.js";
    return {
      title: "Texts",
      rows: [
        { what: "due at one instant", unit: "texts/s", ours: plain, baseline, theirs },
        { what: "due at one instant, each with a link of its own", unit: "texts/s", ours: withLink, baseline, theirs },
      ],
      notes: [
        "Ours until the barrier: gate, outbox, gateway, two signed receipts a text, decisions in D1. The baseline asks for no receipts.",
        "The simulated gateway runs inside our workerd, so that the baseline has the second core to itself.",
      ],
    };
  } finally {
    await bare.stop();
  }
}

async function sendDue(shop: Shop, event: "order.placed" | "order.paid", texts: number): Promise<Sample> {
  await addCustomers(shop, event, newNumbers(texts));
  const before = await countAccepted(shop);
  const sample = await time(texts, () => passOneDay(shop));
  const sent = (await countAccepted(shop)) - before;
  if (sent !== texts) throw new Error(`${texts} texts were due, ${sent} went`);
  return sample;
}

export async function sendBare(shop: Shop, bare: BareWorker, texts: number): Promise<Sample> {
  const { accountSid, authToken } = findAccount(shop);
  const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
  const url = `${shop.aftertext.baseUrl}/bench/twilio/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const phones = newNumbers(texts).map(phoneNumber);
  await post(
    bare,
    phones.map((to) => ({ to })),
  );
  const before = await countAccepted(shop);
  const forms = phones.map((to, index) => {
    const form = new URLSearchParams({ To: to, From: shop.sender, Body: `Thanks for order #${index}` });
    return { to, url, authorization, form: form.toString() };
  });
  const sample = await time(texts, () => post(bare, forms));
  const sent = (await countAccepted(shop)) - before;
  if (sent !== texts) throw new Error(`the baseline sent ${sent} of ${texts} texts`);
  await shop.aftertext.bench("/clock", { advance: "PT0S" });
  return sample;
}

async function post({ baseUrl }: BareWorker, texts: readonly unknown[]): Promise<void> {
  const answer = await fetch(baseUrl, { method: "POST", body: JSON.stringify(texts) });
  if (!answer.ok) throw new Error(`the baseline answered ${answer.status} ${await answer.text()}`);
}

const Account = z.object({ accountSid: z.string(), authToken: z.string() });

/** The API never shows them again. */
function findAccount({ aftertext, merchantId }: Shop): z.infer<typeof Account> {
  const sql = "SELECT account_sid AS accountSid, auth_token AS authToken FROM accounts WHERE merchant_id = ?";
  return Account.parse(readState(aftertext.state, simulatorFolder, sql, merchantId)[0]);
}
