import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { StartError } from "./settings.ts";

/** The value given as an option or in the environment, else what the person types. */
export async function askUnlessGiven(given: string | undefined, question: string, preset?: string): Promise<string> {
  if (given !== undefined && given !== "") return given;
  return ask(question, preset);
}

/** The same for a secret: what is typed is not shown. */
export async function askSecretUnlessGiven(given: string | undefined, question: string): Promise<string> {
  if (given !== undefined && given !== "") return given;
  return askHidden(question);
}

/** True for "y" and "yes" alone. */
export async function confirm(question: string): Promise<boolean> {
  const answer = await ask(`${question} (y/N)`, "n");
  return /^y(?:es)?$/i.test(answer);
}

async function ask(question: string, preset?: string): Promise<string> {
  const answer = await readAnswer(`${question}${preset === undefined ? "" : ` [${preset}]`}: `, process.stdout);
  const value = answer.trim() || preset;
  if (value === undefined) throw new StartError(`${question}: an answer is needed.`);
  return value;
}

async function askHidden(question: string): Promise<string> {
  process.stdout.write(`${question} (not shown): `);
  const answer = await readAnswer("", new Writable({ write: (_chunk, _encoding, done) => done() }));
  process.stdout.write("\n");
  if (answer.trim() === "") throw new StartError(`${question}: an answer is needed.`);
  return answer.trim();
}

async function readAnswer(prompt: string, output: NodeJS.WritableStream): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new StartError(
      `${prompt.trim() || "A secret is needed"} (no terminal to ask at: give it as an option or in the environment)`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await terminal.question(prompt);
  } finally {
    terminal.close();
  }
}
