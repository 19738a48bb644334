import { type CalendarDate, toDayNumber } from "./calendar.ts";

/** France's eleven public holidays. Source: Code du travail, L3133-1; those of Alsace, Moselle and overseas are not among them. */
export function isFrenchHoliday(date: CalendarDate): boolean {
  if (fixed.has(date.month * 100 + date.day)) return true;
  const daysAfterEaster = toDayNumber(date) - easterDayNumber(date.year);
  return daysAfterEaster === EASTER_MONDAY || daysAfterEaster === ASCENSION || daysAfterEaster === WHIT_MONDAY;
}

// 1 January, 1 and 8 May, 14 July, 15 August, 1 and 11 November, 25 December.
const fixed = new Set([101, 501, 508, 714, 815, 1101, 1111, 1225]);
const EASTER_MONDAY = 1;
const ASCENSION = 39;
const WHIT_MONDAY = 50;

/** Source: the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8. */
function easterDayNumber(year: number): number {
  const yearOfCycle = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * yearOfCycle + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const weekdayShift = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const fullMoonCorrection = Math.floor((yearOfCycle + 11 * epact + 22 * weekdayShift) / 451);
  const dayOfMarch = epact + weekdayShift - 7 * fullMoonCorrection + 22;
  return toDayNumber({ year, month: 3, day: dayOfMarch });
}
