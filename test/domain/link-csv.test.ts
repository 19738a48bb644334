import { describe, expect, it } from "vitest";
import { parseCsv } from "../../worker/domain/csv.ts";
import { readLinkTable } from "../../worker/domain/link-csv.ts";

function read(text: string) {
  const csv = parseCsv(text);
  if (csv.kind === "refused") throw new Error(csv.why);
  return readLinkTable(csv.rows);
}

describe("a table of links", () => {
  it("has columns in any order and spelling, and empty cells for what is not there", () => {
    const table = read(
      "Customer,URL,Expires At,maxClicks,tags,utm_source,UTM-Campaign,attributes\n" +
        'c1,https://a.example/,2026-12-01T00:00:00Z,3,"vip|autumn, late",sms,fall,"{""size"":""L""}"\n' +
        "c2,https://b.example/,,,,,,\n",
    );
    expect(table).toMatchObject({
      kind: "ok",
      rows: [
        {
          customer: "c1",
          url: "https://a.example/",
          expiresAt: "2026-12-01T00:00:00Z",
          maxClicks: 3,
          tags: ["vip", "autumn, late"],
          utm: { source: "sms", campaign: "fall" },
          attributes: { size: "L" },
        },
        { customer: "c2", url: "https://b.example/" },
      ],
      columnOf: { expiresAt: "Expires At", maxClicks: "maxClicks", "utm.campaign": "UTM-Campaign" },
    });
  });

  it("may be a file that was exported: what only we can tell is passed over", () => {
    expect(
      read("short_url,slug,url,state,created_at\nhttps://go.a.test/x,'-x,https://a.example/,live,now\n"),
    ).toMatchObject({
      rows: [{ slug: "-x", url: "https://a.example/" }],
    });
  });

  it("may lead to where products are rated", () => {
    expect(read("review_sku\nSERUM\n")).toMatchObject({ rows: [{ review: { sku: "SERUM" } }] });
  });

  it("leaves what can't be read to the check of each row", () => {
    expect(read("url,max_clicks,attributes\nx,many,{\n")).toMatchObject({
      rows: [{ url: "x", maxClicks: "many", attributes: "{" }],
    });
  });

  it.each([
    ["rows that were emptied", "url,slug,tags\nhttps://a.example/,,\n,,\n , ,\n"],
    ["columns that were emptied", "url,slug,,\nhttps://a.example/,,,\n"],
    ["a separator at the end of each row", "url,slug\nhttps://a.example/,,\n"],
  ])("may come from a spreadsheet with %s", (_, text) => {
    expect(read(text)).toMatchObject({ kind: "ok", rows: [{ url: "https://a.example/" }] });
  });

  it.each([
    ["", "is empty"],
    [",,\n", "is empty"],
    ["slug\nx\n", "has no column url"],
    ["url,colour\nx,red\n", "colour"],
    ["url,URL\nx,y\n", "names the column url twice"],
    ["url,slug\nhttps://a.example/?a=1,2,x\n", "in line 2"],
  ])("%j is refused: %s", (text, message) => {
    const table = read(text);
    expect(table.kind).toBe("refused");
    expect(table.kind === "refused" && table.message).toContain(message);
  });
});
