import { findShape, integer, object, text } from "./shape.ts";

/** What goes with each request: short-lived, and held in memory alone. `storage.session` is closed to content scripts by default. */
export interface AccessToken {
  readonly base: string;
  readonly token: string;
  readonly renewAtMs: number;
}

export async function findAccessToken(nowMs: number): Promise<AccessToken | undefined> {
  const stored = await chrome.storage.session.get(STORED_AS);
  const access = findShape(accessShape, stored[STORED_AS]);
  return access === undefined || access.renewAtMs <= nowMs ? undefined : access;
}

export async function keepAccessToken(access: AccessToken): Promise<void> {
  await chrome.storage.session.set({ [STORED_AS]: access });
}

export async function dropAccessToken(): Promise<void> {
  await chrome.storage.session.remove(STORED_AS);
}

/**
 * When to ask for the next one: half a minute before the end.
 *
 * This machine's clock may be wrong by more than a token lives. Then the server's word decides: it refuses an expired token, and
 * the request is tried again with a new one.
 */
export function chooseRenewal(expiresAtMs: number, nowMs: number): number {
  const leftMs = expiresAtMs - nowMs;
  return nowMs + (leftMs > MARGIN_MS && leftMs <= LONGEST_MS ? leftMs : LONGEST_MS) - MARGIN_MS;
}

const MARGIN_MS = 30_000;
const LONGEST_MS = 15 * 60_000;
const STORED_AS = "access";
const accessShape = object({ base: text, token: text, renewAtMs: integer });
