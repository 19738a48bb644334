import * as z from "zod";

const DeviceRow = z
  .object({
    id: z.string(),
    merchant_id: z.string(),
    name: z.string(),
    created_machine_ms: z.int(),
    used_machine_ms: z.int(),
    /** Also where the API key that paired it is revoked. */
    is_revoked: z.literal([0, 1]),
  })
  .transform((row) => ({
    id: row.id,
    merchantId: row.merchant_id,
    name: row.name,
    createdAtMs: row.created_machine_ms,
    usedAtMs: row.used_machine_ms,
    isRevoked: row.is_revoked === 1,
  }));

/** All instants are machine time. */
export type Device = Readonly<z.output<typeof DeviceRow>>;

const selectDevice = `
SELECT d.id, d.merchant_id, d.name, d.created_machine_ms, d.used_machine_ms,
  d.revoked_machine_ms IS NOT NULL OR k.key_hash IS NULL OR k.revoked_at_ms IS NOT NULL AS is_revoked
FROM devices d LEFT JOIN api_keys k ON k.key_hash = d.key_hash`;

export async function insertDevice(
  db: D1Database,
  device: {
    readonly id: string;
    readonly merchantId: string;
    readonly keyHash: string;
    readonly name: string;
    readonly refreshHash: string;
  },
  machineNowMs: number,
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `INSERT INTO devices (id, merchant_id, key_hash, name, created_machine_ms, used_machine_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)`,
      )
      .bind(device.id, device.merchantId, device.keyHash, device.name, machineNowMs),
    db
      .prepare("INSERT INTO refresh_tokens (token_hash, device_id, made_machine_ms) VALUES (?1, ?2, ?3)")
      .bind(device.refreshHash, device.id, machineNowMs),
  ]);
}

export async function findDevice(db: D1Database, id: string): Promise<Device | undefined> {
  const row = await db.prepare(`${selectDevice} WHERE d.id = ?1`).bind(id).first();
  return row === null ? undefined : DeviceRow.parse(row);
}

/** Those that may still be used, the newest first. */
export async function listDevices(db: D1Database, merchantId: string): Promise<readonly Device[]> {
  const { results } = await db
    .prepare(`${selectDevice} WHERE d.merchant_id = ?1 ORDER BY d.created_machine_ms DESC, d.id`)
    .bind(merchantId)
    .all();
  return results.map((row) => DeviceRow.parse(row)).filter((device) => !device.isRevoked);
}

/** False = the merchant has no such device. One that was revoked before is revoked. */
export async function revokeDevice(
  db: D1Database,
  { merchantId, id }: { readonly merchantId: string; readonly id: string },
  machineNowMs: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE devices SET revoked_machine_ms = COALESCE(revoked_machine_ms, ?3) WHERE merchant_id = ?1 AND id = ?2`,
    )
    .bind(merchantId, id, machineNowMs)
    .run();
  return meta.changes > 0;
}

const Exchange = z.object({
  device_id: z.string(),
  token_used_ms: z.int(),
  successor_used_ms: z.int().nullable(),
});

/** What became of a refresh token that was offered. */
export interface Exchanged {
  readonly device: Device;
  /** False where the token had been exchanged before. */
  readonly isFirst: boolean;
  readonly usedAtMs: number;
  readonly isSuccessorUsed: boolean;
}

/** Uses a refresh token up and puts its successor in its place, in one transaction; undefined = no device was given it. */
export async function exchangeToken(
  db: D1Database,
  { tokenHash, successorHash }: { readonly tokenHash: string; readonly successorHash: string },
  machineNowMs: number,
): Promise<Exchanged | undefined> {
  const [used, , , state, found] = await db.batch([
    db
      .prepare("UPDATE refresh_tokens SET used_machine_ms = ?2 WHERE token_hash = ?1 AND used_machine_ms IS NULL")
      .bind(tokenHash, machineNowMs),
    db
      .prepare(
        `INSERT INTO refresh_tokens (token_hash, device_id, made_machine_ms)
         SELECT ?2, device_id, ?3 FROM refresh_tokens WHERE token_hash = ?1 ON CONFLICT DO NOTHING`,
      )
      .bind(tokenHash, successorHash, machineNowMs),
    db
      .prepare(
        `UPDATE devices SET used_machine_ms = ?2
         WHERE id = (SELECT device_id FROM refresh_tokens WHERE token_hash = ?1) AND revoked_machine_ms IS NULL`,
      )
      .bind(tokenHash, machineNowMs),
    db
      .prepare(
        `SELECT t.device_id, t.used_machine_ms AS token_used_ms, s.used_machine_ms AS successor_used_ms
         FROM refresh_tokens t JOIN refresh_tokens s ON s.token_hash = ?2 WHERE t.token_hash = ?1`,
      )
      .bind(tokenHash, successorHash),
    db
      .prepare(`${selectDevice} WHERE d.id = (SELECT device_id FROM refresh_tokens WHERE token_hash = ?1)`)
      .bind(tokenHash),
  ]);
  if (state?.results[0] === undefined) return undefined;
  const exchange = Exchange.parse(state.results[0]);
  return {
    device: DeviceRow.parse(found?.results[0]),
    isFirst: (used?.meta.changes ?? 0) > 0,
    usedAtMs: exchange.token_used_ms,
    isSuccessorUsed: exchange.successor_used_ms !== null,
  };
}

/** Used up so long ago that nobody can gain from them any more, and those of devices that ended. */
export async function deleteOldTokens(db: D1Database, usedBeforeMachineMs: number): Promise<void> {
  await db.prepare("DELETE FROM refresh_tokens WHERE used_machine_ms < ?1").bind(usedBeforeMachineMs).run();
}
