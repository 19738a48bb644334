import { describe, expect, it } from "vitest";
import { parseCsv, unescapeFormula, writeCsvRow } from "../../worker/domain/csv.ts";

const cells = (text: string) => {
  const reading = parseCsv(text);
  return reading.kind === "ok" ? reading.rows.map((row) => row.cells) : reading;
};

describe("a table is read", () => {
  it.each<[string, string, readonly (readonly string[])[]]>([
    [
      "by RFC 4180",
      'a,b\r\n1,"x, ""y"""\r\n',
      [
        ["a", "b"],
        ["1", 'x, "y"'],
      ],
    ],
    [
      "without a last end of line",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "with a byte order mark",
      "\uFEFFurl,slug\n1,2\n",
      [
        ["url", "slug"],
        ["1", "2"],
      ],
    ],
    [
      "with a line break in quotes",
      'a,b\n"1\r\n2",3\n',
      [
        ["a", "b"],
        ["1\r\n2", "3"],
      ],
    ],
    [
      "with semicolons",
      "a;b\n1,5;2\n",
      [
        ["a", "b"],
        ["1,5", "2"],
      ],
    ],
    [
      "with tabs",
      "a\tb\n1\t2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "with old ends of line",
      "a,b\r1,2\r",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["without empty lines", "a\n\n\r\n1\n", [["a"], ["1"]]],
    [
      "with empty cells",
      "a,b,c\n,,\n1,,3\n",
      [
        ["a", "b", "c"],
        ["", "", ""],
        ["1", "", "3"],
      ],
    ],
    [
      "with an empty quoted cell",
      'a,b\n"",1\n',
      [
        ["a", "b"],
        ["", "1"],
      ],
    ],
    [
      "with a comma in the header's quotes",
      '"a,b,c";d\n1;2\n',
      [
        ["a,b,c", "d"],
        ["1", "2"],
      ],
    ],
    [
      "with a quote inside a bare cell",
      'a,b\n5" pipe,1\n',
      [
        ["a", "b"],
        ['5" pipe', "1"],
      ],
    ],
    ["when it is empty", "", []],
  ])("%s", (_, text, rows) => {
    expect(cells(text)).toEqual(rows);
  });

  it("with the line of each row, as an editor counts them", () => {
    const reading = parseCsv('a\n"1\n2"\n\n3\n');
    expect(reading.kind === "ok" && reading.rows.map((row) => row.line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', 2, "open-quote"],
    ['a,b\n"1"x,2\n', 2, "text-after-quote"],
  ])("%j is refused in line %i: %s", (text, line, why) => {
    expect(parseCsv(text)).toEqual({ kind: "refused", line, why });
  });
});

describe("a cell is written", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ["a;b", '"a;b"'],
    ["", ""],
    // What a spreadsheet would run.
    ["=1+1", "'=1+1"],
    ["+cmd", "'+cmd"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ["\t=1", '"\'\t=1"'],
  ])("%j as %j, and read back", (cell, written) => {
    expect(writeCsvRow([cell])).toBe(`${written}\r\n`);
    if (cell === "") return;
    const [row] = cells(writeCsvRow([cell])) as string[][];
    expect(row?.map(unescapeFormula)).toEqual([cell]);
  });

  it("with an apostrophe of its own as it is", () => {
    expect(unescapeFormula("'tis")).toBe("'tis");
  });
});
