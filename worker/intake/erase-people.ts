import { clock } from "../clock.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { placeOfSlug, shardName } from "../domain/link-place.ts";
import { Slug } from "../domain/slug.ts";
import { forgetLink } from "../links/resolve-link.ts";
import { readShardDigits } from "../links/shard-digits.ts";
import { forgetCredentials } from "../merchants/credentials.ts";
import { deleteCredential } from "../tables/credentials.ts";
import {
  type DeliveryPlace,
  deleteLetters,
  emptyDeliveriesFrom,
  emptyDeliveriesOf,
  emptyDelivery,
  FIRST_PLACE,
  findPageEnd,
  listLetterBodies,
  listTold,
  listUnread,
} from "../tables/erased-deliveries.ts";
import { type ErasedPeople, type Erasure, finishErasure, updateErasure } from "../tables/erasures.ts";
import { ERASED_TARGET, erasePeople, listLinksOf, listOrdersOf, listOwnersOf } from "../tables/people.ts";
import { decompress } from "./compress.ts";

const PAGE = 500;

/** Works at one erasure until it is done, or late: begun again, it does what is left. True = done. */
export async function workErasure(env: Env, erasure: Erasure, isLate: () => boolean): Promise<boolean> {
  const { merchantId, subject } = erasure;
  const people = subject.kind === "people" ? await beginPeople(env, erasure, subject) : undefined;
  let after = readPlace(erasure.position);
  for (;;) {
    const end = await findPageEnd(env.DB, merchantId, after, PAGE);
    if (end === undefined) break;
    if (isLate()) return false;
    const page = { merchantId, after, end };
    if (people !== undefined) {
      await emptyDeliveriesOf(env.DB, page, people);
      for (const delivery of await listUnread(env.DB, page)) {
        if (await names(delivery.raw, people)) await emptyDelivery(env.DB, merchantId, delivery);
      }
    } else if (subject.kind === "store") {
      const told = await listTold(env.DB, page, subject.store);
      await eraseEverywhere(env, merchantId, { kind: "people", owners: [], ...told });
      await emptyDeliveriesFrom(env.DB, page, subject.store);
    }
    after = end;
    await updateErasure(env.DB, { ...erasure, subject: people ?? subject, position: JSON.stringify(after) });
  }
  const gone: string[] = [];
  for (const { id, source, raw } of await listLetterBodies(env.DB, merchantId)) {
    const isGone =
      people === undefined ? subject.kind === "store" && source === subject.store : await names(raw, people);
    if (isGone) gone.push(id);
  }
  await deleteLetters(env.DB, merchantId, gone);
  if (subject.kind === "store") {
    await deleteCredential(env.DB, merchantId, `store:${subject.store}`);
    forgetCredentials();
  }
  await finishErasure(env.DB, erasure, clock.nowMs());
  return true;
}

/** Whose orders these were is known only until they are forgotten: written down before. */
async function beginPeople(env: Env, erasure: Erasure, subject: ErasedPeople): Promise<ErasedPeople> {
  const { merchantId } = erasure;
  const orders = await listOrdersOf(env.DB, merchantId, subject.customers);
  const people = { ...subject, orders: [...new Set([...subject.orders, ...orders])] };
  await updateErasure(env.DB, { ...erasure, subject: people });
  await eraseEverywhere(env, merchantId, people);
  return people;
}

/** First the objects, their own and those of numbers that they had; then links; then what D1 says of them. */
async function eraseEverywhere(env: Env, merchantId: string, people: ErasedPeople): Promise<void> {
  const { customers, owners } = people;
  const orders = [...new Set([...people.orders, ...(await listOrdersOf(env.DB, merchantId, customers))])];
  const queue = [...new Set([...owners, ...(await listOwnersOf(env.DB, merchantId, customers))])];
  const seen = new Set(queue);
  const emptied: string[] = [];
  for (let owner = queue.shift(); owner !== undefined; owner = queue.shift()) {
    const isWhole = owners.includes(owner);
    const { isEmpty, phones, movedTo } = await env.CUSTOMER.getByName(owner).erase({ customers, isWhole });
    if (isEmpty) emptied.push(owner);
    const former = await Promise.all(phones.map((phone) => personName(env, merchantId, phone)));
    for (const next of [...former, ...movedTo]) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  const links = await listLinksOf(env.DB, merchantId, { customers, orders });
  for (const { domain, slug: text } of links) {
    const slug = Slug.parse(text);
    const shard = shardName(placeOfSlug(domain, slug), readShardDigits(env).own);
    await env.LINK_SHARD.getByName(shard).erase({ domain, slug, merchantId }, ERASED_TARGET);
    await forgetLink(domain, slug);
  }
  await env.DB.batch(erasePeople(env.DB, merchantId, { customers, orders, owners: emptied, links }));
}

/** Long ids name somebody wherever they stand; short ones are any number. */
async function names(raw: Uint8Array<ArrayBuffer>, { customers, orders }: ErasedPeople): Promise<boolean> {
  const ids = [...customers, ...orders].map((id) => id.replace(/^(?:wc|bc)-/, "")).filter((id) => id.length >= 8);
  if (ids.length === 0 || raw.length === 0) return false;
  const text = new TextDecoder().decode(await decompress(raw));
  return ids.some((id) => text.includes(id));
}

function readPlace(position: string): DeliveryPlace {
  return position === "" ? FIRST_PLACE : (JSON.parse(position) as DeliveryPlace); // written by workErasure alone
}
