import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";
import { ComposerApp } from "../../extension/lib/composer-app.tsx";
import { chooseLanguage, loadMessages } from "../../extension/lib/messages.ts";
import { renewAccess } from "../../extension/lib/renewal.ts";
import { fakeEvent, fakeIndexedDb, fakeLocks } from "./fake-browser.ts";

/** What the server at the other end answers to a path; it sees the key it was asked with. */
export type FakeServer = (request: FakeRequest) => Response | Promise<Response>;

export interface FakeRequest {
  readonly path: URL;
  readonly key: string | null;
  readonly method: string;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly idempotencyKey: string | null;
}

export interface Stage {
  readonly stored: Map<string, unknown>;
  /** The query of the popup's own page. */
  readonly search: string;
  readonly languages: readonly string[];
  /** Addresses of the open tabs; the first is in front. An undefined address is one the browser keeps to itself. */
  readonly tabs: Map<number, string | undefined>;
  server: FakeServer;
}

export const ORDER_PAGE = "https://admin.shopify.com/store/luma/orders/1042";

const CONNECTION = { base: "http://127.0.0.1:8787", merchantName: "Luma Skin" };

export function createStage(changes: Partial<Stage> = {}): Stage {
  return {
    stored: new Map([["connection", CONNECTION]]),
    search: "",
    languages: ["en-US"],
    tabs: new Map([[1, ORDER_PAGE]]),
    server: () => Promise.reject(new TypeError("Failed to fetch")),
    ...changes,
  };
}

let root: Root | undefined;

/** Opens the popup in a page with as much of `chrome` as it uses. */
export async function openPopup(stage: Stage): Promise<void> {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal("chrome", createChrome(stage));
  vi.stubGlobal("indexedDB", fakeIndexedDb());
  Object.defineProperty(navigator, "locks", { value: fakeLocks(), configurable: true });
  vi.stubGlobal("fetch", async (path: URL, init: RequestInit) => {
    const { method = "GET", body } = init;
    const headers = new Headers(init.headers);
    const response = await stage.server({
      ...{ path, method, key: headers.get("authorization"), idempotencyKey: headers.get("idempotency-key") },
      body: typeof body === "string" ? JSON.parse(body) : undefined,
    });
    init.signal?.throwIfAborted();
    return response;
  });
  // In files of their own, which a test would have to wait for.
  await loadMessages(chooseLanguage(stage.languages));
  await import("../../shared/message-class.ts");
  await import("../../extension/lib/savings.ts");
  const frame = document.createElement("div");
  document.body.replaceChildren(frame);
  const opened = createRoot(frame);
  root = opened;
  await act(async () => {
    opened.render(<ComposerApp search={stage.search} languages={stage.languages} surface="popup" />);
    await settle();
  });
}

export async function closePopup(): Promise<void> {
  await act(async () => root?.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

/** Types a connection and presses the button. */
export async function connectWith(line: string): Promise<void> {
  const field = document.querySelector("input");
  if (field === null) throw new Error("no field to type into");
  // React listens to the native setter, as a keyboard would trigger it.
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  await act(async () => {
    setValue?.call(field, line);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await press("Connect");
}

export async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  if (button === undefined) throw new Error(`no button "${name}" in: ${document.body.textContent}`);
  await act(async () => {
    button.click();
    await settle();
  });
}

/** Types into the message as a person would: all of it at once, as by pasting. */
export async function write(body: string): Promise<void> {
  const field = getMessage();
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set;
  await act(async () => {
    setValue?.call(field, body);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await settle();
  });
}

export function getMessage(): HTMLTextAreaElement {
  const field = document.querySelector("textarea");
  if (field === null) throw new Error(`no field to write into in: ${document.body.textContent}`);
  return field;
}

/** Requests, and what is kept of their answers. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}

export function shown(selector = "main"): string {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent).join(" | ");
}

export function json(body: unknown, status = 200): Response {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
}

function createChrome({ stored, tabs }: Stage) {
  const describe = (id: number) => ({ id, url: tabs.get(id) });
  const changed = fakeEvent();
  const access = { base: CONNECTION.base, token: "at_key", renewAtMs: Number.MAX_SAFE_INTEGER };
  return {
    storage: {
      local: createArea(stored, (changes) => changed.fire(changes, "local")),
      session: createArea(new Map(stored.has("connection") ? [["access", access]] : []), () => undefined),
      onChanged: changed,
    },
    runtime: {
      sendMessage: ({ rejected }: { readonly rejected: string | undefined }) => renewAccess(rejected),
      connect: () => undefined,
    },
    tabs: {
      query: async () => [...tabs.keys()].slice(0, 1).map(describe),
      get: async (id: number) => {
        if (!tabs.has(id)) throw new Error(`No tab with id: ${id}.`);
        return describe(id);
      },
    },
  };
}

function createArea(stored: Map<string, unknown>, changed: (changes: Record<string, object>) => void) {
  return {
    get: async (name: string | null) => {
      const names = name === null ? [...stored.keys()] : [name].filter((one) => stored.has(one));
      return Object.fromEntries(names.map((one) => [one, structuredClone(stored.get(one))]));
    },
    set: async (values: Record<string, unknown>) => {
      for (const [name, newValue] of Object.entries(values)) {
        stored.set(name, structuredClone(newValue));
        changed({ [name]: { newValue } });
      }
    },
    remove: async (names: string | readonly string[]) => {
      for (const name of [names].flat()) if (stored.delete(name)) changed({ [name]: {} });
    },
  };
}
