import { type AddressArea, findAddressArea, type PostalPlace } from "./address-area.ts";
import { countryZones } from "./data/country-zones.ts";
import { findPhoneArea, nanpCountries, type PhoneArea } from "./phone-area.ts";
import { isTimeZone } from "./zone-offsets.ts";

export interface Recipient {
  /** The zone that the customer or the store states outright. */
  readonly explicitZone?: string | undefined;
  readonly address?: PostalPlace | undefined;
  /** E.164. */
  readonly phone: string;
  readonly shopZone: string;
}

export interface RecipientZones {
  /** The zones that the person may be in: a text may go only when every one is open. Never empty. */
  readonly zones: readonly string[];
  /** The zone whose clock sets due instants. */
  readonly dueZone: string;
  /** Whose laws may hold ("US-FL", "FR"), of address and of area code. */
  readonly regions: readonly string[];
}

/**
 * Where a person's clock may stand, from what is known.
 *
 * An explicit zone settles it. Otherwise the zones of address and area code together; neither known, the shop's, but never for
 * country code 1, whose mobile numbers are geographic: there an unknown area code means every zone of the US. An explicit zone
 * says nothing about the law, which follows address and area code (Fla. Stat. 501.059(8)(d) presumes residence by area code).
 */
export function recipientZones({ explicitZone, address, phone, shopZone }: Recipient): RecipientZones {
  const addressArea = address === undefined ? undefined : findAddressArea(address);
  const phoneArea = findPhoneArea(phone);
  const regions = unique([
    ...(addressArea === undefined ? [] : [addressArea.region]),
    ...phoneRegions(phoneArea, addressArea),
  ]);

  if (explicitZone !== undefined && isTimeZone(explicitZone)) {
    return { zones: [explicitZone], dueZone: explicitZone, regions };
  }
  const addressZones = addressArea === undefined || isRepeated(addressArea, phoneArea) ? [] : addressArea.zones;
  const zones = unique([...addressZones, ...phoneZones(phoneArea, addressArea)]);
  return {
    zones: zones.length === 0 ? [shopZone] : zones,
    dueZone: addressZones[0] ?? knownPhoneZone(phoneArea) ?? shopZone,
    regions,
  };
}

/** An address of which only the country is known says nothing beside an area code of that country. */
function isRepeated({ country, isCountryAlone }: AddressArea, area: PhoneArea): boolean {
  return isCountryAlone && area.kind === "geographic" && area.regions.some((region) => region.slice(0, 2) === country);
}

/** What the number adds to the address: nothing when it only repeats the address's country. */
function phoneZones(area: PhoneArea, address: AddressArea | undefined): readonly string[] {
  switch (area.kind) {
    case "geographic":
      return area.zones;
    case "country":
      return address !== undefined && area.countries.includes(address.country) ? [] : area.zones;
    case "placeless":
      return address !== undefined && nanpCountries.has(address.country) ? [] : everyUsZone;
    case "unknown_area_code":
      return everyUsZone;
    case "worldwide":
      return [];
  }
}

function phoneRegions(area: PhoneArea, address: AddressArea | undefined): readonly string[] {
  switch (area.kind) {
    case "geographic":
      return area.regions;
    case "country":
      return address !== undefined && area.countries.includes(address.country) ? [] : area.countries.slice(0, 1);
    case "placeless":
      return address !== undefined && nanpCountries.has(address.country) ? [] : ["US"];
    case "unknown_area_code":
      return ["US"];
    case "worldwide":
      return [];
  }
}

function knownPhoneZone(area: PhoneArea): string | undefined {
  return area.kind === "geographic" || area.kind === "country" ? area.zones[0] : undefined;
}

const everyUsZone = (countryZones.US ?? "").split(" ");

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
