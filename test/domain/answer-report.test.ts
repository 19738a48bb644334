import { expect, it } from "vitest";
import { reportAnswers, type ValueCount } from "../../worker/domain/answer-report.ts";

const count = (value: number, of: number, more: Partial<ValueCount> = {}): ValueCount => ({
  value,
  scale: 10,
  isStated: true,
  count: of,
  ...more,
});

it("promoters less detractors, with the error that so few answers leave", () => {
  // 50 promoters, 30 detractors of 100: 20 points; 100·√((0.8 − 0.04) / 100)
  const { nps, average, values } = reportAnswers([count(10, 30), count(9, 20), count(7, 20), count(3, 30)]);
  expect(nps?.score).toBeCloseTo(20, 10);
  expect(nps?.standardError).toBeCloseTo(8.717798, 6);
  expect(average).toBeCloseTo(7.1, 10);
  expect(values).toEqual({ 10: 30, 9: 20, 7: 20, 3: 30 });
});

it("words are answers and no score", () => {
  const words = count(10, 5, { isStated: false });
  expect(reportAnswers([count(8, 1), words])).toMatchObject({ answers: 6, stated: 1, average: 8, values: { 8: 1 } });
  expect(reportAnswers([words])).toEqual({ answers: 5, stated: 0, average: undefined, values: {}, nps: undefined });
});

it("a question of five stars has an average and no net promoters", () => {
  expect(reportAnswers([count(5, 2, { scale: 5 })])).toMatchObject({ average: 5, nps: undefined });
});
