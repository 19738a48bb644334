import type { Weekday } from "../calendar.ts";

/** The hours in which a law lets a text of class relationship or promotional reach a person; `to` is outside. */
export interface LawHours {
  /** "US" for the whole country, "US-FL" for a state (ISO 3166). */
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly byDay?: Readonly<Partial<Record<Weekday, { readonly from: string; readonly to: string } | "closed">>>;
  readonly closedOnHolidaysOf?: "FR";
  readonly maxPer24h?: number;
  readonly source: string;
  /** `lead`: known from secondary sources only, to be checked against the law itself. */
  readonly basis: "law" | "lead";
  readonly checked: string;
}

const checked = "2026-11-21";
const vendors = "tables of calling hours published by texting vendors";

export const lawHours: readonly LawHours[] = [
  { region: "US", from: "08:00", to: "21:00", source: "47 CFR 64.1200(c)(1)", basis: "law", checked },
  {
    region: "US-FL",
    from: "08:00",
    to: "20:00",
    maxPer24h: 3,
    source: "Fla. Stat. 501.616(6)",
    basis: "law",
    checked,
  },
  { region: "US-OK", from: "08:00", to: "20:00", maxPer24h: 3, source: "15 O.S. 775C.4", basis: "law", checked },
  {
    region: "US-WA",
    from: "08:00",
    to: "20:00",
    source: "RCW 80.36.390 and 19.158 (HB 1497, 2022)",
    basis: "law",
    checked,
  },
  {
    region: "US-MD",
    from: "08:00",
    to: "20:00",
    maxPer24h: 3,
    source: "Md. Code, Com. Law 14-4501 ff. (Stop the Spam Calls Act of 2023)",
    basis: "law",
    checked,
  },
  {
    region: "US-OR",
    from: "08:00",
    to: "20:00",
    maxPer24h: 3,
    source: "Or. HB 3865 (2025)",
    basis: "law",
    checked,
  },
  {
    region: "US-TX",
    from: "09:00",
    to: "21:00",
    byDay: { SU: { from: "12:00", to: "21:00" } },
    source: "Tex. Bus. & Com. Code 301.051; for texts SB 140 (2025)",
    basis: "law",
    checked,
  },
  { region: "US-CT", from: "09:00", to: "20:00", source: "Conn. Gen. Stat. 42-288a", basis: "law", checked },
  { region: "US-NJ", from: "08:00", to: "20:00", source: vendors, basis: "lead", checked },
  { region: "US-AL", from: "08:00", to: "20:00", source: vendors, basis: "lead", checked },
  { region: "US-LA", from: "08:00", to: "20:00", source: vendors, basis: "lead", checked },
  { region: "US-MA", from: "08:00", to: "20:00", source: "M.G.L. c. 159C, s. 3", basis: "law", checked },
  { region: "US-MS", from: "08:00", to: "20:00", source: vendors, basis: "lead", checked },
  // Some of the tables go on until 21:00; the shorter window is kept.
  { region: "US-KY", from: "10:00", to: "20:00", source: vendors, basis: "lead", checked },
  { region: "US-CA", from: "09:00", to: "21:00", source: vendors, basis: "lead", checked },
  { region: "US-IL", from: "09:00", to: "21:00", source: vendors, basis: "lead", checked },
  { region: "US-MI", from: "09:00", to: "21:00", source: vendors, basis: "lead", checked },
  { region: "US-MN", from: "09:00", to: "21:00", source: vendors, basis: "lead", checked },
  {
    region: "FR",
    from: "08:00",
    to: "20:00", // some vendors let texts go until 22:00
    byDay: { SU: "closed" },
    closedOnHolidaysOf: "FR",
    source: vendors,
    basis: "lead",
    checked,
  },
];
