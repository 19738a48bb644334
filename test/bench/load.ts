import { connect } from "node:net";

/** What one timed run showed. */
export interface Sample {
  readonly n: number;
  readonly perSecond: number;
  readonly p50Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  /** How much of one core the client took, where there was a client: near 1 it measures itself. */
  readonly clientCores?: number | undefined;
}

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** The next request, whole; undefined ends the run. */
  readonly next: () => Buffer | undefined;
  readonly status: number;
}

/**
 * Ask over so many connections, one request after another on each, until there are no more. Any other status fails the run.
 *
 * Bare sockets: node:http and fetch take more of a core for a redirect than workerd does.
 */
export async function drive(load: Load): Promise<Sample> {
  const tookMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: load.connections }, () => converse(load, tookMs)));
  const durationMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  const sorted = Float64Array.from(tookMs).sort();
  return {
    n: sorted.length,
    perSecond: (sorted.length / durationMs) * 1000,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)],
    p99Ms: sorted[Math.floor(sorted.length * 0.99)],
    clientCores: (user + system) / 1000 / durationMs,
  };
}

/** These requests over and over, for a time. */
export function repeat(requests: readonly Buffer[], durationMs: number): Load["next"] {
  const endMs = performance.now() + durationMs;
  let sent = 0;
  return () => (performance.now() < endMs ? requests[sent++ % requests.length] : undefined);
}

/** Each of these requests once. */
export function once(requests: readonly Buffer[]): Load["next"] {
  let sent = 0;
  return () => requests[sent++];
}

export function writeRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Buffer {
  const { host, pathname, search } = new URL(url);
  const all = { Host: host, ...headers, ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`);
}

function converse({ port, next, status }: Load, tookMs: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    let answer = "";
    let askedAtMs = 0;
    const ask = () => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        return resolve();
      }
      askedAtMs = performance.now();
      socket.write(request);
    };
    socket.on("data", (chunk) => {
      answer += chunk;
      if (!isWhole(answer)) return;
      if (Number(answer.slice(9, 12)) !== status) {
        socket.destroy();
        return reject(new Error(`port ${port} answered\n${answer.slice(0, 500)}`));
      }
      tookMs.push(performance.now() - askedAtMs);
      answer = "";
      ask();
    });
    socket.once("connect", ask).once("error", reject);
    socket.once("close", () => reject(new Error(`port ${port} closed the connection`))); // after resolve() it says nothing
  });
}

/** workerd gives a length, or chunks (RFC 9112, 6.3 and 7.1). */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, headEnd))?.[1];
  return length === undefined ? answer.endsWith("\r\n0\r\n\r\n") : answer.length >= headEnd + 4 + Number(length);
}
