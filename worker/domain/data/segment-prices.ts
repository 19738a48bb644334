/**
 * What Twilio's list says one outgoing segment costs, in millionths of a US dollar, by the recipient's country. An account may have
 * prices of its own (`segmentPrice` in the policy). In the US, and little less in Canada, the carriers add some 3,000 to 5,000 a
 * segment, which differ by carrier and kind of sender and are not in here.
 *
 * Source: twilio.com/en-us/sms/pricing/<country, lower case>, "Outbound SMS"; US and CA read there in 2025, the others (lead) in
 * secondary sources of 2024 and 2025.
 */
export const listPricesMicros: Readonly<Record<string, number>> = {
  AT: 99_100,
  AU: 51_500,
  BE: 109_900,
  BR: 62_000,
  CA: 8_300,
  CH: 72_500,
  CZ: 62_200,
  DE: 112_000,
  DK: 51_400,
  ES: 81_700,
  FI: 90_500,
  FR: 79_800,
  GB: 52_400,
  GR: 78_800,
  HK: 60_500,
  HU: 88_400,
  IE: 92_800,
  IL: 249_000,
  IN: 83_200,
  IT: 92_700,
  JP: 88_300,
  MX: 68_600,
  NL: 107_900,
  NO: 70_400,
  NZ: 105_000,
  PL: 43_800,
  PT: 49_900,
  SE: 60_300,
  SG: 54_900,
  US: 8_300,
  ZA: 28_600,
};
