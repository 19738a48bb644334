import * as z from "zod";

/** Whose objects may hold a run of a flow's version. */
export type OwnerScope =
  /** Everybody with a text of it, whatever became of it. */
  | { readonly kind: "texts"; readonly flow: string; readonly version: number }
  /** Of those, who has something to come. */
  | { readonly kind: "texts_to_come"; readonly flow: string; readonly version: number }
  /** Everybody who has something to come, of whatever flow, or would go on in this version if a number became known. */
  | { readonly kind: "to_come"; readonly flow: string; readonly version: number }
  | { readonly kind: "everybody" };

/** A page, in the order of their names. */
export async function listOwners(
  db: D1Database,
  {
    merchantId,
    scope,
    after,
    limit,
  }: {
    readonly merchantId: string;
    readonly scope: OwnerScope;
    readonly after: string;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const page = (query: string, ...more: readonly (string | number)[]): D1PreparedStatement =>
    db.prepare(`${query} ORDER BY owner LIMIT ?3`).bind(merchantId, after, limit, ...more);
  const { results } = await statementFor(scope, page).all();
  return results.map((row) => OwnerRow.parse(row).owner);
}

const OwnerRow = z.object({ owner: z.string() });

function statementFor(
  scope: OwnerScope,
  page: (query: string, ...more: readonly (string | number)[]) => D1PreparedStatement,
): D1PreparedStatement {
  switch (scope.kind) {
    case "texts":
      return page(TEXTS, scope.flow, scope.version);
    case "texts_to_come":
      return page(
        `${TEXTS} AND (EXISTS (SELECT 1 FROM due WHERE due.owner = d.owner) OR ${IN_A_ROOM})`,
        scope.flow,
        scope.version,
      );
    case "to_come":
      return page(
        `SELECT owner FROM due WHERE merchant_id = ?1 AND owner > ?2 UNION ${TEXTS} AND ${IN_A_ROOM}`,
        scope.flow,
        scope.version,
      );
    case "everybody":
      return page("SELECT DISTINCT owner FROM customers WHERE merchant_id = ?1 AND owner > ?2");
  }
}

const TEXTS = `SELECT DISTINCT owner FROM decisions d
  WHERE merchant_id = ?1 AND owner > ?2 AND flow = ?4 AND row ->> '$.version' = ?5`;

/** Nothing of a waiting room is due. */
const IN_A_ROOM = "row ->> '$.reason' = 'no_phone'";
