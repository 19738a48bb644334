import { describe, expect, it } from "vitest";
import { areaCodes, brazilianAreaCodes } from "../../worker/domain/data/area-codes.ts";
import { callingCodes } from "../../worker/domain/data/calling-codes.ts";
import { countryZones } from "../../worker/domain/data/country-zones.ts";
import { postalZones, stateZones } from "../../worker/domain/data/state-zones.ts";
import { nextOpenMs } from "../../worker/domain/open-hours.ts";
import { quietHoursRule } from "../../worker/domain/quiet-hours.ts";
import { recipientZones } from "../../worker/domain/recipient-zones.ts";
import { offsetAtMs } from "../../worker/domain/zone-offsets.ts";

const shopZone = "Europe/Berlin";
const EASTERN = "America/New_York";
const CENTRAL = "America/Chicago";
const MOUNTAIN = "America/Denver";
const PACIFIC = "America/Los_Angeles";
const everyUsZone = [
  EASTERN,
  CENTRAL,
  MOUNTAIN,
  "America/Phoenix",
  PACIFIC,
  "America/Anchorage",
  "America/Adak",
  "Pacific/Honolulu",
];

function byPhone(phone: string) {
  return recipientZones({ phone, shopZone });
}

describe("an American or Canadian number without an address", () => {
  it.each([
    ["New York", "212", [EASTERN], ["US-NY"]],
    ["Orlando's 689 is Eastern", "689", [EASTERN], ["US-FL"]],
    ["Pensacola and Tallahassee", "850", [EASTERN, CENTRAL], ["US-FL"]],
    ["their overlay", "448", [EASTERN, CENTRAL], ["US-FL"]],
    ["western Kentucky", "270", [CENTRAL, EASTERN], ["US-KY"]],
    ["its overlay", "364", [CENTRAL, EASTERN], ["US-KY"]],
    ["southern Indiana", "812", [EASTERN, CENTRAL], ["US-IN"]],
    ["its overlay", "930", [EASTERN, CENTRAL], ["US-IN"]],
    ["Gary", "219", [CENTRAL, EASTERN], ["US-IN"]],
    ["Chattanooga and the plateau", "423", [EASTERN, CENTRAL], ["US-TN"]],
    ["Michigan's Upper Peninsula", "906", [EASTERN, CENTRAL], ["US-MI"]],
    ["El Paso", "915", [MOUNTAIN], ["US-TX"]],
    ["Dallas", "214", [CENTRAL], ["US-TX"]],
    ["South Dakota", "605", [CENTRAL, MOUNTAIN], ["US-SD"]],
    ["Idaho", "208", ["America/Boise", PACIFIC], ["US-ID"]],
    ["eastern Oregon", "541", [PACIFIC, "America/Boise"], ["US-OR"]],
    ["northern Arizona, with the Navajo Nation", "928", ["America/Phoenix", MOUNTAIN], ["US-AZ"]],
    ["Phoenix", "602", ["America/Phoenix"], ["US-AZ"]],
    ["Alaska, with the Aleutians", "907", ["America/Anchorage", "America/Adak"], ["US-AK"]],
    ["Honolulu", "808", ["Pacific/Honolulu"], ["US-HI"]],
    ["San Juan", "787", ["America/Puerto_Rico"], ["US-PR"]],
    ["Detroit's overlay of 2025", "679", [EASTERN], ["US-MI"]],
    ["Toronto", "416", ["America/Toronto"], ["CA-ON"]],
    ["north-western Ontario", "807", ["America/Toronto", "America/Winnipeg"], ["CA-ON"]],
    ["Newfoundland and Labrador", "709", ["America/St_Johns", "America/Halifax", "America/Goose_Bay"], ["CA-NL"]],
    ["British Columbia, with the Kootenays", "778", ["America/Vancouver", "America/Edmonton"], ["CA-BC"]],
    ["Vancouver", "604", ["America/Vancouver"], ["CA-BC"]],
    ["Saskatchewan", "474", ["America/Regina", "America/Edmonton"], ["CA-SK"]],
    ["two provinces", "902", ["America/Halifax"], ["CA-NS", "CA-PE"]],
    ["Jamaica", "876", ["America/Jamaica"], ["JM"]],
    ["Santo Domingo", "829", ["America/Santo_Domingo"], ["DO"]],
  ])("%s (%s)", (_, areaCode, zones, regions) => {
    expect(byPhone(`+1${areaCode}5550123`)).toEqual({ zones, dueZone: zones[0], regions });
  });

  it("the northern territories keep six clocks", () => {
    const { zones } = byPhone("+18675550123");
    const winterHours = zones.map((zone) => offsetAtMs(Date.parse("2026-01-15T12:00:00Z"), zone) / 3_600_000);
    expect(new Set(winterHours)).toEqual(new Set([-7, -6, -5]));
    expect(zones).toContain("America/Whitehorse");
    expect(zones).toContain("America/Iqaluit");
  });

  it.each(["800", "888", "833", "822", "500", "521", "533", "566", "588", "600", "622", "700", "710", "900"])(
    "a number without a place (%s) means every zone of the US, never the shop's",
    (areaCode) => {
      expect(byPhone(`+1${areaCode}5550123`)).toEqual({ zones: everyUsZone, dueZone: shopZone, regions: ["US"] });
    },
  );

  it.each(["200", "555", "299", "999"])("an unknown area code (%s) means every zone of the US too", (areaCode) => {
    expect(byPhone(`+1${areaCode}5550123`)).toEqual({ zones: everyUsZone, dueZone: shopZone, regions: ["US"] });
  });

  it("every zone of the US is open together from Honolulu's morning to New York's evening", () => {
    const rules = [quietHoursRule({ from: "20:00", to: "10:00" })];
    const { zones } = byPhone("+18005550123");
    const next = nextOpenMs({ nowMs: Date.parse("2026-06-01T14:00:00Z"), zones, rules });
    expect(next).toEqual({ open: false, untilMs: Date.parse("2026-06-01T20:00:00Z") });
  });
});

describe("address and number together", () => {
  it.each([
    ["the same place once", { country: "US", region: "NY" }, "+12125550123", [EASTERN], ["US-NY"]],
    [
      "both zones and both laws",
      { country: "US", region: "AL" },
      "+13055550123",
      [CENTRAL, EASTERN],
      ["US-AL", "US-FL"],
    ],
    ["a state by name", { country: "US", region: "new york" }, "+13105550123", [EASTERN, PACIFIC], ["US-NY", "US-CA"]],
    ["a state as ISO writes it", { country: "us", region: "US-WA" }, "+12065550123", [PACIFIC], ["US-WA"]],
    ["the capital", { country: "US", region: "Washington, D.C." }, "+12025550123", [EASTERN], ["US-DC"]],
    [
      "an accent",
      { country: "CA", region: "Québec" },
      "+15145550123",
      ["America/Toronto", "America/Halifax"],
      ["CA-QC"],
    ],
    ["a split state", { country: "US", region: "FL" }, "+13055550123", [EASTERN, CENTRAL], ["US-FL"]],
    [
      "its ZIP code settles which part",
      { country: "US", region: "FL", postalCode: "33101" },
      "+13055550123",
      [EASTERN],
      ["US-FL"],
    ],
    [
      "the other part",
      { country: "US", region: "Florida", postalCode: "32501-1234" },
      "+18505550123",
      [CENTRAL, EASTERN],
      ["US-FL"],
    ],
    [
      "a ZIP code on the line settles nothing",
      { country: "US", region: "FL", postalCode: "32401" },
      "+13055550123",
      [EASTERN, CENTRAL],
      ["US-FL"],
    ],
    ["El Paso", { country: "US", region: "TX", postalCode: "79901" }, "+19155550123", [MOUNTAIN], ["US-TX"]],
    [
      "a Canadian postal code",
      { country: "CA", region: "ON", postalCode: "m5v 2t6" },
      "+14165550123",
      ["America/Toronto"],
      ["CA-ON"],
    ],
    ["a country alone adds nothing to its area code", { country: "US" }, "+14155550123", [PACIFIC], ["US", "US-CA"]],
    ["a country alone, and no area code", { country: "US" }, "+18005550123", everyUsZone, ["US"]],
    ["a state nobody knows", { country: "US", region: "Narnia" }, "+12125550123", everyUsZone, ["US", "US-NY"]],
    ["Puerto Rico as a country", { country: "PR" }, "+17875550123", ["America/Puerto_Rico"], ["US-PR"]],
    ["Puerto Rico as a state", { country: "US", region: "PR" }, "+17875550123", ["America/Puerto_Rico"], ["US-PR"]],
    ["a placeless number adds nothing at home", { country: "US", region: "NY" }, "+18005550123", [EASTERN], ["US-NY"]],
    ["an unknown area code does", { country: "US", region: "NY" }, "+12005550123", everyUsZone, ["US-NY", "US"]],
    ["a placeless number abroad", { country: "FR" }, "+18005550123", ["Europe/Paris", ...everyUsZone], ["FR", "US"]],
    ["a soldier's address says nothing", { country: "US", region: "AE" }, "+12125550123", [EASTERN], ["US-NY"]],
    ["a French mobile at home", { country: "FR" }, "+33612345678", ["Europe/Paris"], ["FR"]],
    ["a French mobile on Réunion", { country: "FR", postalCode: "97400" }, "+33612345678", ["Indian/Reunion"], ["FR"]],
    ["a British mobile in France", { country: "FR" }, "+447700900123", ["Europe/Paris", "Europe/London"], ["FR", "GB"]],
    ["a British mobile on Jersey", { country: "JE" }, "+447700900123", ["Europe/Jersey"], ["JE"]],
    [
      "an Australian mobile in Perth",
      { country: "AU", region: "WA", postalCode: "6000" },
      "+61412345678",
      ["Australia/Perth"],
      ["AU-WA"],
    ],
    [
      "an Australian mobile in Melbourne",
      { country: "AU", region: "Victoria" },
      "+61412345678",
      ["Australia/Melbourne"],
      ["AU-VIC"],
    ],
    ["Las Palmas", { country: "ES", postalCode: "35001" }, "+34612345678", ["Atlantic/Canary"], ["ES"]],
    [
      "a Brazilian number is geographic",
      { country: "BR", region: "SP" },
      "+5592991234567",
      ["America/Sao_Paulo", "America/Manaus"],
      ["BR-SP", "BR"],
    ],
    [
      "a satellite phone says nothing",
      { country: "DE" },
      "+881612345678",
      ["Europe/Berlin", "Europe/Busingen"],
      ["DE"],
    ],
  ])("%s", (_, address, phone, zones, regions) => {
    const found = recipientZones({ address, phone, shopZone: "Asia/Tokyo" });
    expect(found.regions).toEqual(regions);
    expect([...found.zones].sort()).toEqual([...zones].sort());
    expect(found.dueZone).toBe(found.zones[0]);
  });
});

describe("the order of what is known", () => {
  const address = { country: "US", region: "AL" };

  it("an explicit zone settles the clock, and leaves the law to address and area code", () => {
    expect(recipientZones({ explicitZone: "Asia/Tokyo", address, phone: "+13055550123", shopZone })).toEqual({
      zones: ["Asia/Tokyo"],
      dueZone: "Asia/Tokyo",
      regions: ["US-AL", "US-FL"],
    });
  });

  it("an explicit zone that is none counts for nothing", () => {
    expect(recipientZones({ explicitZone: "GMT+2", address, phone: "+13055550123", shopZone }).zones).toEqual([
      CENTRAL,
      EASTERN,
    ]);
  });

  it("due instants follow the address before the area code, and the area code before the shop", () => {
    expect(recipientZones({ address, phone: "+13055550123", shopZone }).dueZone).toBe(CENTRAL);
    expect(recipientZones({ address: { country: "ZZ" }, phone: "+13055550123", shopZone }).dueZone).toBe(EASTERN);
    expect(recipientZones({ address: {}, phone: "+881612345678", shopZone }).dueZone).toBe(shopZone);
  });

  it("with neither address nor country of the number the shop's zone holds", () => {
    expect(recipientZones({ phone: "+881612345678", shopZone })).toEqual({
      zones: [shopZone],
      dueZone: shopZone,
      regions: [],
    });
  });
});

describe("numbers of other countries", () => {
  it.each([
    ["+4915112345678", ["Europe/Berlin", "Europe/Busingen"], ["DE"]],
    ["+447700900123", ["Europe/London"], ["GB"]],
    ["+390612345678", ["Europe/Rome"], ["IT"]],
    ["+77011234567", ["Asia/Almaty"], ["KZ"]],
    ["+262692123456", ["Indian/Reunion"], ["RE"]],
    ["+262639123456", ["Indian/Mayotte"], ["YT"]],
    ["+38344123456", ["Europe/Belgrade"], ["XK"]],
    ["+919812345678", ["Asia/Kolkata"], ["IN"]],
    ["+5581991234567", ["America/Recife", "America/Noronha"], ["BR"]],
  ])("%s", (phone, zones, regions) => {
    const found = byPhone(phone);
    expect(found.regions).toEqual(regions);
    expect(found.zones).toEqual(expect.arrayContaining(zones));
    expect(found.dueZone).toBe(zones[0]);
  });

  it("a Russian number means all of Russia's zones, a Kazakh one none of them", () => {
    expect(byPhone("+79161234567").zones).toEqual(
      expect.arrayContaining(["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka"]),
    );
    expect(byPhone("+77011234567").zones).not.toContain("Europe/Moscow");
  });
});

describe("the tables", () => {
  const zoneLists = [
    ...Object.values(countryZones),
    ...[...areaCodes, ...brazilianAreaCodes].map(([, zones]) => zones),
    ...stateZones.map(([, , zones]) => zones),
    ...postalZones.map(([, , zone]) => zone),
  ];

  it("name only zones that this machine knows", () => {
    for (const zone of new Set(zoneLists.flatMap((zones) => zones.split(" "))))
      expect(() => offsetAtMs(0, zone), zone).not.toThrow();
  });

  it("hold every area code once", () => {
    const codes = areaCodes.flatMap(([, , row]) => row.split(" "));
    expect(codes.length).toBeGreaterThan(430);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[2-9][0-8]\d$/);
  });

  it("give every area code zones of its state", () => {
    const byState = new Map(stateZones.map(([region, , zones]) => [region, zones.split(" ")]));
    for (const [regions, zones, codes] of areaCodes) {
      const ofStates = regions
        .split(" ")
        .flatMap((region) => byState.get(region) ?? countryZones[region]?.split(" ") ?? []);
      expect(ofStates, codes).toEqual(expect.arrayContaining(zones.split(" ")));
    }
  });

  it("place every zone of a postal code in its state", () => {
    const byState = new Map(stateZones.map(([region, , zones]) => [region, zones.split(" ")]));
    for (const [region, , zone] of postalZones) {
      const own = byState.get(region) ?? (region === "FR" ? [zone] : countryZones[region]?.split(" "));
      expect(own, region).toContain(zone);
    }
  });

  it("know the country of every calling code", () => {
    for (const country of Object.values(callingCodes).flatMap((countries) => countries.split(" "))) {
      expect(countryZones[country], country).toBeDefined();
    }
  });

  it("have for every zone of the US, as zone.tab lists them, one with the same clock until 2031", () => {
    for (const zone of usZonesOfZoneTab) {
      const twins = everyUsZone.filter((listed) => {
        for (
          let ms = Date.parse("2025-01-01T00:00:00Z");
          ms < Date.parse("2031-01-01T00:00:00Z");
          ms += 6 * 3_600_000
        ) {
          if (offsetAtMs(ms, zone) !== offsetAtMs(ms, listed)) return false;
        }
        return true;
      });
      expect(twins.length, zone).toBeGreaterThan(0);
    }
    expect(countryZones.US?.split(" ")).toEqual(everyUsZone);
  });
});

const usZonesOfZoneTab = [
  "New_York",
  "Detroit",
  "Kentucky/Louisville",
  "Kentucky/Monticello",
  "Indiana/Indianapolis",
  "Indiana/Vincennes",
  "Indiana/Winamac",
  "Indiana/Marengo",
  "Indiana/Petersburg",
  "Indiana/Vevay",
  "Chicago",
  "Indiana/Tell_City",
  "Indiana/Knox",
  "Menominee",
  "North_Dakota/Center",
  "North_Dakota/New_Salem",
  "North_Dakota/Beulah",
  "Denver",
  "Boise",
  "Phoenix",
  "Los_Angeles",
  "Anchorage",
  "Juneau",
  "Sitka",
  "Metlakatla",
  "Yakutat",
  "Nome",
  "Adak",
]
  .map((name) => `America/${name}`)
  .concat("Pacific/Honolulu");
