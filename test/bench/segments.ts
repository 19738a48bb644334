import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { SegmentedMessage } from "sms-segments-calculator";
import * as z from "zod";
import { countSegments, describeSegments } from "../../shared/segments.ts";
import { alternate, medianRatio, type Row, spin, type Table } from "./rounds.ts";

const fastEnough = 10;
const smallEnough = 1 / 4;

/** The segment counter, beside Twilio's. Fails where it is not ten times as fast, or more than a quarter of the size. */
export async function benchSegments(isFull: boolean): Promise<Table> {
  const [rounds, runMs] = isFull ? [7, 1_000] : [3, 150];
  const rows: Row[] = [];
  for (const length of [40, 160, 1_600]) {
    for (const [kind, phrase] of phrases) {
      const text = phrase.repeat(Math.ceil(length / phrase.length)).slice(0, length);
      const { counted, theirs } = await alternate(rounds, {
        counted: () => spin(() => count(() => countSegments(text).segments), runMs),
        theirs: () => spin(() => count(() => new SegmentedMessage(text).segmentsCount), runMs),
      });
      rows.push(row(`count: ${length} characters, ${kind}`, counted, theirs));
      if (length < 1_600) continue;
      const { described } = await alternate(rounds, {
        described: () => spin(() => count(() => describeSegments(text).segments), runMs),
      });
      rows.push(row(`describe, as the meter does: ${length} characters, ${kind}`, described, theirs));
    }
  }
  for (const counted of rows.filter(({ what }) => what.startsWith("count"))) {
    const ratio = medianRatio(counted);
    if (ratio < fastEnough) throw new Error(`${counted.what}: ${ratio.toFixed(1)} times as fast, not ${fastEnough}`);
  }
  return { title: "Segments", rows, notes: [await compareSizes()] };
}

const phrases = [
  ["GSM-7", "Hi Zoe, your order #1001 is on its way. "],
  ["mixed GSM-7", "Größe [M] für 5 € ist da, José {2|3}. "],
  ["UCS-2", "Hola José, tu “pedido” 📦 está en camino… "],
] as const;

function row(what: string, ours: Row["ours"], theirs: Row["theirs"]): Row {
  return { what, unit: "texts/s", ours, baseline: "sms-segments-calculator", theirs };
}

/** Several at a time, so that the clock is not what is measured; their sum is used, so that no compiler leaves them out. */
function count(segmentsOf: () => number): number {
  let segments = 0;
  for (let times = 0; times < 16; times += 1) segments += segmentsOf();
  if (segments < 16) throw new Error("a text had no segments");
  return 16;
}

async function compareSizes(): Promise<string> {
  const [ours, theirs] = [
    await measureBundle("../../shared/segments.ts"),
    await measureBundle("sms-segments-calculator"),
  ];
  if (ours > theirs * smallEnough) throw new Error(`the counter has ${ours} bytes, more than a quarter of ${theirs}`);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
  return `Minified and gzipped: ${kilobytes(ours)}, where sms-segments-calculator has ${kilobytes(theirs)} (ratio ${(ours / theirs).toFixed(2)}).`;
}

async function measureBundle(entry: string): Promise<number> {
  const built: unknown = await loadEsbuild().build({
    ...{ stdin: { contents: `export * from ${JSON.stringify(entry)}`, resolveDir: path.resolve(import.meta.dirname) } },
    ...{ bundle: true, minify: true, format: "esm", write: false },
  });
  const { outputFiles } = z
    .object({ outputFiles: z.tuple([z.object({ contents: z.instanceof(Uint8Array) })]) })
    .parse(built);
  return gzipSync(outputFiles[0].contents).length;
}

const Esbuild = z.object({
  build: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === "function"),
});

/** The one that wrangler brings. */
function loadEsbuild(): z.infer<typeof Esbuild> {
  const require = createRequire(import.meta.url);
  return Esbuild.parse(createRequire(require.resolve("wrangler"))("esbuild"));
}
