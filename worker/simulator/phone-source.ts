import { personName } from "../crypto/keyed-hash.ts";
import { listLatestCustomers } from "../tables/customers.ts";
import type { LocalEnv } from "./local-env.ts";
import type { PhoneOwner, PhoneSource } from "./phone-page.ts";

const MOST_PHONES = 12;

/** What the phone page knows of people: asked of their objects, since no table holds a number. */
export const phoneSource: PhoneSource<LocalEnv> = {
  async ownersOf(env, merchantId, phones) {
    const latest = await listLatestCustomers(env.DB, merchantId, MOST_PHONES);
    const owners = new Map(latest.map(({ owner, customerId }) => [owner, customerId]));
    for (const phone of phones) {
      const owner = await personName(env, merchantId, phone);
      if (!owners.has(owner)) owners.set(owner, "");
    }
    const found: PhoneOwner[] = [];
    for (const [owner, customerId] of owners) {
      const view = await env.CUSTOMER.getByName(owner).view({ customerId, orderId: undefined });
      if (view?.phone === undefined) continue;
      const { firstName, lastName } = view.customer;
      const name = [firstName, lastName].filter((part) => part !== undefined).join(" ");
      found.push({ phone: view.phone, name: name === "" ? undefined : name, timeZone: view.timeZone });
    }
    return found;
  },

  async decisionsOf(env, merchantId, phone) {
    const owner = await personName(env, merchantId, phone);
    return [...(await env.CUSTOMER.getByName(owner).decisions())];
  },
};
