import { type ImportView, mostLinksPerCall } from "../../shared/contract/links.ts";
import { parseCsv, writeCsvRow } from "../domain/csv.ts";
import { readLinkTable } from "../domain/link-csv.ts";
import { nameBatch } from "../links/batch-id.ts";
import { shortUrl } from "../links/short-url.ts";
import type { ImportedRow, LinkImport } from "../objects/link-import.ts";
import { ProblemError } from "../problem.ts";
import { csvResponse, streamText } from "./csv-response.ts";
import { readBytes, tooLarge } from "./read-body.ts";
import type { ApiContext } from "./route.ts";

/** Ten thousand rows of 500 bytes. */
export const maxTableBytes = 5 * 1_048_576;

/** `POST /v1/links/import`: the table is read at once, its rows are made into links one after another. */
export async function startImport(
  request: Request,
  { env, merchant, idempotencyKey }: ApiContext,
): Promise<ImportView> {
  const bytes = await readBytes(request, maxTableBytes);
  if (bytes === undefined) throw tooLarge(maxTableBytes);
  const csv = parseCsv(readText(bytes));
  if (csv.kind === "refused") {
    const what = csv.why === "open-quote" ? "a quote that never ends" : "text behind a closing quote";
    throw unreadable(`has ${what} in line ${csv.line}`);
  }
  const table = readLinkTable(csv.rows);
  if (table.kind === "refused") throw unreadable(table.message);
  if (table.rows.length === 0) throw unreadable("has no row below its header");
  if (table.rows.length > mostLinksPerCall) {
    throw unreadable(`has ${table.rows.length} rows: at most ${mostLinksPerCall} go in one file`);
  }
  const id = `i_${await nameBatch(idempotencyKey, bytes)}`;
  const object = importOf(env, merchant.id, id);
  await object.start({ id, merchantId: merchant.id, columnOf: table.columnOf }, table.rows);
  return getImport(id, { env, merchant });
}

/** `GET /v1/links/imports/{id}` */
export async function getImport(
  id: string,
  { env, merchant }: Pick<ApiContext, "env" | "merchant">,
): Promise<ImportView> {
  const view = await importOf(env, merchant.id, id).view(merchant.id);
  if (view === undefined) throw unknownImport();
  return view;
}

/** `GET /v1/links/imports/{id}/results.csv`: what became of each row. */
export async function exportResults(
  id: string,
  { env, merchant }: Pick<ApiContext, "env" | "merchant">,
): Promise<Response> {
  await getImport(id, { env, merchant });
  const object = importOf(env, merchant.id, id);
  async function* write(): AsyncGenerator<string> {
    yield writeCsvRow(["row", "slug", "short_url", "error"]);
    for (let after = 0; ; ) {
      const rows = (await object.results(merchant.id, after, ROWS_PER_PAGE)) ?? [];
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => writeCsvRow(cellsOf(row, env.BASE_URL))).join("");
      after = last.row;
    }
  }
  return csvResponse(streamText(write()), "import-results.csv");
}

const ROWS_PER_PAGE = 1_000;

function cellsOf({ row, slug, domain, errors = [] }: ImportedRow, baseUrl: string): readonly string[] {
  const address = slug === undefined ? "" : shortUrl({ domain: domain ?? "", slug }, baseUrl);
  return [String(row), slug ?? "", address, errors.map(({ path, message }) => `${path} ${message}`).join("; ")];
}

function importOf(env: Env, merchantId: string, id: string): DurableObjectStub<LinkImport> {
  return env.LINK_IMPORT.getByName(`${merchantId}/${id}`);
}

function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw unreadable('is not in UTF-8: save it as "CSV UTF-8"'); // the decoder says no more than this
  }
}

function unreadable(message: string): ProblemError {
  return new ProblemError({
    type: "/problems/invalid-table",
    title: "The table can't be read",
    status: 422,
    errors: [{ path: "", message }],
  });
}

function unknownImport(): ProblemError {
  return new ProblemError({ type: "/problems/unknown-import", title: "No such import", status: 404 });
}
