import { nanoid } from "nanoid";
import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { TestCodeInput, TestPhoneInput, TestPhoneView } from "../../shared/contract/test-phone.ts";
import { clock } from "../clock.ts";
import { keyedHash, personName } from "../crypto/keyed-hash.ts";
import { isSameSecret } from "../crypto/same-secret.ts";
import { open, seal } from "../crypto/vault.ts";
import { toIso } from "../domain/iso.ts";
import { maskPhone } from "../domain/mask-phone.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { CODE_ID } from "../objects/customer-store.ts";
import { ProblemError } from "../problem.ts";
import * as table from "../tables/test-phones.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

/** How long a code is good for, how often it may be tried, and how many may be asked for in an hour (machine time). */
const CODE_MS = 10 * 60_000;
const MOST_TRIES = 5;
const MOST_CODES = 3;
const HOUR_MS = 3_600_000;

/** `POST /v1/test-phone`: a code goes to the phone; until it is given back, test texts go where they went before. */
export async function askTestCode(
  _: RouteRequest,
  context: ApiContext,
  { phone: given }: TestPhoneInput,
): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const phone = parsePhoneNumber(given, merchant.country);
  if (phone === undefined)
    throw invalidFields([{ path: ["phone"], message: "is no phone number that exists; write it as +14155550123" }]);
  needSending(context);
  const code = drawCode();
  const id = `${CODE_ID}${nanoid()}`;
  const machineNowMs = clock.machineNowMs();
  const isTaken = await table.insertTestCode(
    env.DB,
    {
      id,
      merchantId: merchant.id,
      sealed: await seal(env, phone, rowOf(merchant.id)),
      codeHash: await hashCode(env, id, code),
    },
    { nowMs: machineNowMs, sinceMs: machineNowMs - HOUR_MS, most: MOST_CODES },
  );
  if (!isTaken) {
    const detail = `At most ${MOST_CODES} codes an hour are sent. Use the last one, or ask again later.`;
    throw new ProblemError({ type: "/problems/too-many-codes", title: "Too many codes", status: 429, detail });
  }
  const owner = await personName(env, merchant.id, phone);
  const outcome = await env.CUSTOMER.getByName(owner).submitTest(
    { merchantId: merchant.id, owner, phone },
    {
      id,
      step: {
        send: { body: `${code} is your code for test texts from Aftertext.` },
        class: "transactional",
        quiet: "ignore",
        expires: "PT10M",
      },
      class: "system",
      customerId: "",
      orderId: undefined,
      createdAtMs: nowMs,
      dueAtMs: nowMs,
      isTest: true,
    },
  );
  if (outcome === "opted_out") {
    await table.voidTestCode(env.DB, id); // nobody was sent it
    throw testPhoneOptedOut();
  }
  const view: TestPhoneView = { masked: maskPhone(phone), verified: false, expiresAt: toIso(machineNowMs + CODE_MS) };
  return jsonResponse(view, 202);
}

/** `POST /v1/test-phone/verify`. The same code again, while it is good, answers the same. */
export async function verifyTestPhone(
  _: RouteRequest,
  context: ApiContext,
  { code }: TestCodeInput,
): Promise<Response> {
  const { env, merchant } = context;
  const sent = await table.findTestCode(env.DB, merchant.id);
  const isGood = sent !== undefined && clock.machineNowMs() < sent.askedAtMs + CODE_MS;
  if (!isGood || !(await table.takeTry(env.DB, sent.id, MOST_TRIES))) throw codeExpired();
  if (!(await isSameSecret(await hashCode(env, sent.id, code), sent.codeHash))) {
    const left = MOST_TRIES - 1 - sent.tries;
    throw new ProblemError({
      type: "/problems/wrong-code",
      title: "This is not the code that was sent",
      status: 422,
      detail: left > 0 ? `It may be tried ${left} more times.` : "It cannot be tried again: ask for another code.",
    });
  }
  await table.putTestPhone(env.DB, merchant.id, sent.sealed);
  const phone = await open(env, sent.sealed, rowOf(merchant.id));
  const view: TestPhoneView = { masked: maskPhone(phone), verified: true };
  return jsonResponse(view);
}

export async function forgetTestPhone(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  await table.deleteTestPhone(env.DB, merchant.id);
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

/** The phone that was verified, else the one that a code is on its way to. */
export async function describeTestPhone({ env, merchant }: ApiContext): Promise<TestPhoneView | undefined> {
  const verified = await findTestPhone({ env, merchant });
  if (verified !== undefined) return { masked: maskPhone(verified), verified: true };
  const sent = await table.findTestCode(env.DB, merchant.id);
  if (sent === undefined || clock.machineNowMs() >= sent.askedAtMs + CODE_MS) return undefined;
  const phone = await open(env, sent.sealed, rowOf(merchant.id));
  return { masked: maskPhone(phone), verified: false, expiresAt: toIso(sent.askedAtMs + CODE_MS) };
}

/** The merchant's own phone, once its code was given back. */
export async function findTestPhone({
  env,
  merchant,
}: Pick<ApiContext, "env" | "merchant">): Promise<PhoneNumber | undefined> {
  const sealed = await table.findTestPhone(env.DB, merchant.id);
  return sealed && parsePhoneNumber(await open(env, sealed, rowOf(merchant.id)));
}

export async function findTestOwner(context: ApiContext): Promise<string | undefined> {
  const phone = await findTestPhone(context);
  return phone && personName(context.env, context.merchant.id, phone);
}

/** A text that would wait for the merchant's own release is of no use for a test. */
export function needSending({ merchant }: ApiContext): void {
  if (!merchant.stops.includes("all")) return;
  const detail = "Everything is stopped, tests too. Resume sending first: POST /v1/resume.";
  throw new ProblemError({ type: "/problems/sending-stopped", title: "Sending is stopped", status: 409, detail });
}

export function testPhoneOptedOut(): ProblemError {
  const detail = "It has opted out of your texts, and that holds for tests too. Text START from it, then try again.";
  return new ProblemError({
    type: "/problems/test-phone-opted-out",
    title: "Your phone has opted out",
    status: 409,
    detail,
  });
}

function codeExpired(): ProblemError {
  const detail = "Codes are good for ten minutes and five tries. Ask for another one: POST /v1/test-phone.";
  return new ProblemError({ type: "/problems/code-expired", title: "No code is waiting", status: 409, detail });
}

/** Even over all six-digit codes: what would make some likelier is drawn again. */
function drawCode(): string {
  const limit = 4_294_000_000;
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < limit) return String(drawn % 1_000_000).padStart(6, "0");
  }
}

function hashCode(env: Env, id: string, code: string): Promise<string> {
  return keyedHash(env, "test-code", `${id}\n${code}`);
}

function rowOf(merchantId: string): string {
  return `test_phones/${merchantId}`;
}
