/** So many answers of one value. */
export interface ValueCount {
  readonly value: number;
  readonly scale: number;
  readonly isStated: boolean;
  readonly count: number;
}

export interface AnswerReport {
  readonly answers: number;
  readonly stated: number;
  readonly average: number | undefined;
  readonly values: Readonly<Record<string, number>>;
  readonly nps: { readonly score: number; readonly standardError: number } | undefined;
}

/** What the answers to one question come to. Words choose a way and are no score (docs/rules.md, section 3, "Answers"). */
export function reportAnswers(counts: readonly ValueCount[]): AnswerReport {
  const stated = counts.filter(({ isStated }) => isStated);
  const total = sum(stated);
  const values: Record<string, number> = {};
  for (const { value, count } of stated) values[value] = (values[value] ?? 0) + count;
  return {
    answers: sum(counts),
    stated: total,
    average: total === 0 ? undefined : stated.reduce((all, { value, count }) => all + value * count, 0) / total,
    values,
    nps: total === 0 || stated.some(({ scale }) => scale !== 10) ? undefined : netPromoters(stated, total),
  };
}

/** NPS = 100(p − d), se = 100·√((p + d − (p − d)²) / n): docs/rules.md, section 5. */
function netPromoters(stated: readonly ValueCount[], total: number): NonNullable<AnswerReport["nps"]> {
  const promoters = sum(stated.filter(({ value }) => value >= 9)) / total;
  const detractors = sum(stated.filter(({ value }) => value <= 6)) / total;
  const net = promoters - detractors;
  return { score: 100 * net, standardError: 100 * Math.sqrt((promoters + detractors - net ** 2) / total) };
}

function sum(counts: readonly ValueCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
