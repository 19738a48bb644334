import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { findFreePort } from "./free-port.ts";

export interface Aftertext {
  readonly baseUrl: string;
  readonly port: number;
  /** The state folder: give it to another `startAftertext` to go on with the same state. */
  readonly state: string;
  /** Of the starter, which leads its own process group. */
  readonly pid: number;
  /** GET without a body, POST with one; throws unless the answer is a success. */
  bench(path: string, body?: unknown): Promise<unknown>;
  api(apiKey: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** What it wrote to its terminal so far. */
  output(): string;
  processIds(): readonly number[];
  /** SIGTERM; resolves with the exit code when the starter has ended. The state folder stays where it was given. */
  stop(): Promise<number | null>;
  /** SIGKILL to every process at once. */
  killGroup(): Promise<void>;
  /** Resolves when the starter has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Run `npm start`'s own program on a free port, and on a state folder of its own unless one is given. */
export async function startAftertext(
  options: { readonly port?: number; readonly state?: string } = {},
): Promise<Aftertext> {
  const port = options.port ?? (await findFreePort());
  const state = options.state ?? mkdtempSync(path.join(tmpdir(), "aftertext-"));
  const child = spawn(process.execPath, ["worker/cli/start.ts"], {
    cwd: root,
    detached: true, // a group of its own, so that it can be killed as one
    env: { ...process.env, PORT: String(port), AFTERTEXT_STATE: state },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error("node could not be started");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const forget = endWithUs(child, options.state === undefined ? state : undefined);
  void ended.then(forget);

  const baseUrl = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, () => output, `aftertext ready ${baseUrl}\n`);
  return {
    baseUrl,
    port,
    state,
    pid,
    ended,
    output: () => output,
    bench: async (benchPath, body) => {
      const answer = await call(`${baseUrl}/bench${benchPath}`, body === undefined ? "GET" : "POST", {}, body);
      if (answer.status >= 300)
        throw new Error(`/bench${benchPath} answered ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    api: (apiKey, method, apiPath, body) =>
      call(`${baseUrl}${apiPath}`, method, { authorization: `Bearer ${apiKey}` }, body),
    processIds: () => readProcessIds(state),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
    killGroup: async () => {
      process.kill(-pid, "SIGKILL");
      await ended;
    },
  };
}

const root = path.resolve(import.meta.dirname, "../..");
const startTimeoutMs = 100_000; // the first start on a new clone builds Worker and extension

async function waitUntilReady(child: ChildProcess, output: () => string, readyLine: string): Promise<void> {
  const deadlineMs = Date.now() + startTimeoutMs;
  while (!output().includes(readyLine)) {
    if (child.exitCode !== null) throw new Error(`aftertext ended before it was ready:\n${output()}`);
    if (Date.now() > deadlineMs) {
      child.kill("SIGTERM");
      throw new Error(`aftertext was not ready in time:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function call(url: string, method: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: "manual",
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") === true;
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

const Instance = z.object({ pid: z.number(), watchdogPid: z.number(), workerd: z.object({ pid: z.number() }) });

function readProcessIds(state: string): readonly number[] {
  const instance = Instance.parse(JSON.parse(readFileSync(path.join(state, "instance.json"), "utf8")));
  return [instance.pid, instance.watchdogPid, instance.workerd.pid];
}

/** A failed test must leave no process behind, nor a folder that we made. */
function endWithUs(child: ChildProcess, folder: string | undefined): () => void {
  const end = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", end);
  return () => {
    if (folder === undefined) process.off("exit", end);
  };
}
