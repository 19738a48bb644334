import { describe, expect, it } from "vitest";
import { fitIntoOneSegment } from "../../shared/fit-segment.ts";

const printing = { values: {}, linkLength: 30 };

describe("a text brought into one segment", () => {
  it("is left alone where it fits", () => {
    const body = `“${"a".repeat(60)}”`;
    expect(fitIntoOneSegment(body, printing)).toEqual({ kind: "fits", body, unitsOver: 0, steps: [] });
  });

  it("loses its curly quotes first, and keeps its accents then", () => {
    const fit = fitIntoOneSegment(`“é” ${"a".repeat(150)}  `, printing);
    expect(fit).toMatchObject({ kind: "fits", body: `"é" ${"a".repeat(150)}  ` });
    expect(fit.steps).toEqual([
      {
        ...{ kind: "repair", body: fit.body, segments: 1, unitsOver: 0 },
        changes: [
          { from: "“", to: '"' },
          { from: "”", to: '"' },
        ],
      },
    ]);
  });

  it("loses double spaces next", () => {
    const fit = fitIntoOneSegment(` ${"a".repeat(100)}  ${"b".repeat(59)} \n`, printing);
    expect(fit).toMatchObject({
      kind: "fits",
      body: `${"a".repeat(100)} ${"b".repeat(59)}`,
      steps: [{ kind: "trim" }],
    });
  });

  it("loses its accents last, and names the words", () => {
    const fit = fitIntoOneSegment(`Zoë, “ça va”  ${"a".repeat(145)}`, printing);
    expect(fit).toMatchObject({ kind: "fits", body: `Zoe, "ca va" ${"a".repeat(145)}` });
    expect(fit.steps.map(({ kind }) => kind)).toEqual(["trim", "transliterate"]);
    expect(fit.steps[1]?.changes).toEqual([
      { from: "Zoë,", to: "Zoe," },
      { from: "“ça", to: '"ca' },
      { from: "va”", to: 'va"' },
    ]);
  });

  it("says by how much it is too long where nothing brings it in", () => {
    const fit = fitIntoOneSegment(`“${"a".repeat(170)}”`, printing);
    expect(fit).toMatchObject({
      kind: "too-long",
      unitsOver: 12,
      steps: [{ kind: "repair", segments: 2, unitsOver: 12 }],
    });
  });

  it("takes no step that gains nothing: an emoji keeps the text in UCS-2 whatever its accents", () => {
    const body = `Zoë 🎉 ${"a".repeat(100)}…`;
    expect(fitIntoOneSegment(body, printing)).toEqual({ kind: "too-long", body, unitsOver: 38, steps: [] });
  });

  it("counts the link, the gaps at their longest, and the line below", () => {
    const body = `${"a".repeat(40)}{{ customer.firstName }}{{ link }}`;
    expect(fitIntoOneSegment(body, printing)).toMatchObject({ kind: "fits", steps: [] });
    const withFooter = { ...printing, footerText: "b".repeat(40) };
    expect(fitIntoOneSegment(body, withFooter)).toMatchObject({ kind: "too-long", unitsOver: 11 });
    expect(fitIntoOneSegment(body, { ...withFooter, values: { "customer.firstName": "Ada" } })).toMatchObject({
      kind: "fits",
    });
  });

  it("keeps merge fields whole, and mends the quotes in them", () => {
    const body = `${"a".repeat(120)} {{ customer.firstName | default: ‘there’ }}`;
    expect(fitIntoOneSegment(body, printing).body).toBe(
      `${"a".repeat(120)} {{ customer.firstName | default: 'there' }}`,
    );
  });
});
