import type { CustomerState, Profile } from "./person-state.ts";
import { type RecipientZones, recipientZones } from "./recipient-zones.ts";

/** Zones, due zone and law regions of a customer with this number, by what held at an instant (R5). */
export function zonesAt(
  customer: CustomerState | undefined,
  phone: string | undefined,
  shopZone: string,
  atMs: number,
): RecipientZones {
  if (phone === undefined) return { zones: [shopZone], dueZone: shopZone, regions: [] };
  const profile = customer?.profileAt(atMs);
  if (profile === undefined) return findZones({}, phone, shopZone);
  const before = found.get(profile);
  if (before?.phone === phone && before.shopZone === shopZone) return before.zones;
  const zones = findZones(profile, phone, shopZone);
  found.set(profile, { phone, shopZone, zones });
  return zones;
}

// A profile is the same object for as long as nothing is told of the person, and is asked at every look.
const found = new WeakMap<
  Profile,
  { readonly phone: string; readonly shopZone: string; readonly zones: RecipientZones }
>();

function findZones(
  { timeZone, country, region, postalCode }: Profile,
  phone: string,
  shopZone: string,
): RecipientZones {
  return recipientZones({
    explicitZone: timeZone ?? undefined,
    address: { country: country ?? undefined, region: region ?? undefined, postalCode: postalCode ?? undefined },
    phone,
    shopZone,
  });
}

/**
 * R4: on whose clock an instant counts that starts at `atMs`. A number that changed since leaves it where it was, so the zone
 * is that of the number that the customer had then.
 */
export function dueZoneAt(
  customer: CustomerState | undefined,
  phone: string | undefined,
  shopZone: string,
  atMs: number,
): string {
  return zonesAt(customer, customer?.profileAt(atMs).phone ?? phone, shopZone, atMs).dueZone;
}
