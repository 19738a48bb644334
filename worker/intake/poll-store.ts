import { clock } from "../clock.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";
import { withinTimeLimit } from "../stores/store-http.ts";
import type { WooAccess } from "../stores/woocommerce-api.ts";
import { askWebhooks, type StoreFailure } from "../stores/woocommerce-orders.ts";
import { noticeEnd, noticeWrite } from "../tables/notices.ts";
import { dropPoll, releaseWrite, type StorePoll } from "../tables/store-polls.ts";
import { type Pass, readChanges } from "./read-changes.ts";
import { openStoreAccess } from "./store-access.ts";
import { judgeWebhooks } from "./webhook-notice.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const pollEveryMs = 15 * minuteMs;
/** A pass that was cut short goes on with the next round of cron. */
const goOnAfterMs = minuteMs / 2;
const lookEveryMs = hourMs;
/** A store that does not answer is the merchant's to know of after an hour or two: hosts restart, and sites are updated. */
const failuresOfSilent = 4;

/** Asks one WooCommerce store for the orders that changed, and takes them in as its webhooks would have brought them. */
export async function pollStore(env: Env, poll: StorePoll, isLate: () => boolean): Promise<void> {
  const { shop } = poll;
  const merchant = await findMerchant(env, poll.merchantId);
  const access = merchant && (await openStoreAccess(env, merchant, { platform: "woocommerce", shop }));
  if (merchant === undefined || access?.platform !== "woocommerce") return dropPoll(env.DB, poll);
  const pass = await readChanges(env, merchant, access, poll, isLate);
  if (pass.kind === "read") await settle(env, poll, access, pass);
  else await backOff(env, poll, pass);
}

async function settle(
  env: Env,
  poll: StorePoll,
  access: WooAccess,
  { isEnd, missed, isTold }: Extract<Pass, { readonly kind: "read" }>,
): Promise<void> {
  const { merchantId, shop } = poll;
  const isLookDue = missed > 0 || (isEnd && clock.machineNowMs() - poll.lookedMachineMs >= lookEveryMs);
  const webhooks = isLookDue ? await withinTimeLimit((signal) => askWebhooks(access, signal)) : undefined;
  const webhookUrl = `${env.BASE_URL}/hooks/woocommerce/${merchantId}`;
  const verdict = judgeWebhooks({ shop, webhookUrl }, webhooks, { missed, isTold });
  const about = { merchantId, subject: shop, atMs: clock.nowMs() } as const;
  const writes = [noticeEnd(env.DB, { ...about, kind: "store_access" })];
  if (verdict.kind === "trouble") {
    writes.push(noticeWrite(env.DB, { ...about, kind: "store_webhooks", detail: verdict.detail }));
  }
  if (verdict.kind === "fine") writes.push(noticeEnd(env.DB, { ...about, kind: "store_webhooks" }));
  const machineNowMs = clock.machineNowMs();
  const nextMachineMs = machineNowMs + (isEnd ? pollEveryMs : goOnAfterMs);
  const lookedMachineMs = isLookDue ? machineNowMs : poll.lookedMachineMs;
  await env.DB.batch([...writes, releaseWrite(env.DB, poll, { nextMachineMs, failures: 0, lookedMachineMs })]);
}

async function backOff(env: Env, poll: StorePoll, failure: StoreFailure): Promise<void> {
  const { merchantId, shop, lookedMachineMs } = poll;
  const failures = poll.failures + 1;
  const notice = { merchantId, kind: "store_access", subject: shop, atMs: clock.nowMs() } as const;
  const detail = describeFailure(shop, failure, failures);
  const nextMachineMs = clock.machineNowMs() + findWaitMs(failure, poll.failures);
  await env.DB.batch([
    ...(detail === undefined ? [] : [noticeWrite(env.DB, { ...notice, detail })]),
    releaseWrite(env.DB, poll, { nextMachineMs, failures, lookedMachineMs }),
  ]);
}

function describeFailure(shop: string, failure: StoreFailure, failures: number): string | undefined {
  const what = `so orders whose webhook is lost are not found.`;
  if (failure.kind === "refused") return `${shop} cannot be asked for its orders, ${what} ${failure.detail}`;
  return failures < failuresOfSilent
    ? undefined
    : `${shop} has not answered ${failures} times in a row, ${what} It is asked again every hour.`;
}

/**
 * What refuses wants an act of the merchant, who is asked at once again when they connect it anew. Whoever is silent may come
 * back any moment, and what is found within a day of its happening still counts (R16). Source of 429: RFC 6585, 4.
 */
function findWaitMs(failure: StoreFailure, failuresBefore: number): number {
  if (failure.kind === "refused") return Math.min(hourMs * 2 ** failuresBefore, 6 * hourMs);
  const ownMs = Math.min(pollEveryMs * 2 ** failuresBefore, hourMs);
  return Math.max(ownMs, Math.min(failure.retryAfterMs ?? 0, 6 * hourMs));
}
