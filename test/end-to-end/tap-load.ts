import { connect } from "node:net";

export interface Tap {
  /** Its place in the load; the click bears it as its referrer, so that each tap can be looked for. */
  readonly number: number;
  readonly location: string;
}

export interface TapLoad {
  readonly port: number;
  readonly slugs: readonly string[];
  readonly connections: number;
  /** The next tap's number; undefined ends the load. */
  readonly next: () => number | undefined;
  readonly onAnswer?: (tap: Tap) => void;
}

/** Taps over so many connections, one after another on each, until there are no more or the server is gone. Every answer is a 302. */
export async function tapAll(load: TapLoad): Promise<void> {
  await Promise.all(Array.from({ length: load.connections }, () => tapOnOne(load)));
}

/** A phone of its own for each. */
export function writeTap(slug: string, number: number, port: number): string {
  return [
    `GET /${slug} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `User-Agent: ${phoneAgent}`,
    `CF-Connecting-IP: 198.18.${(number >> 8) & 255}.${number & 255}`, // RFC 2544, C.2.2: addresses for benchmarks
    `Referer: https://tap${number}.example/`,
    "\r\n",
  ].join("\r\n");
}

/** As the click of a tap bears its number. */
export function numberOfReferrer(referrer: string): number {
  return Number(/^tap(\d+)\.example$/.exec(referrer)?.[1]);
}

const phoneAgent =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

function tapOnOne({ port, slugs, next, onAnswer }: TapLoad): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    let answer = "";
    let number: number | undefined;
    const tap = () => {
      number = next();
      if (number === undefined) socket.end();
      else socket.write(writeTap(slugs[number % slugs.length] ?? "", number, port));
    };
    socket.on("data", (chunk) => {
      answer += chunk;
      if (!answer.endsWith("\r\n\r\n")) return; // a redirect has no body
      const location = /\r\nlocation: *(.*)\r\n/i.exec(answer)?.[1];
      if (!answer.startsWith("HTTP/1.1 302 ") || location === undefined || number === undefined) {
        socket.destroy();
        return reject(new Error(`port ${port} answered\n${answer.slice(0, 500)}`));
      }
      onAnswer?.({ number, location });
      answer = "";
      tap();
    });
    socket.once("connect", tap).on("error", () => {}); // the server was killed: "close" follows
    socket.once("close", () => resolve());
  });
}
