import { list } from "isbot";
import {
  appParts,
  declaredProgram,
  knownPrograms,
  libraryAgents,
  peopleParts,
  phoneAgent,
  plainAgent,
} from "./data/agents.ts";

export type AgentClass =
  | { readonly kind: "person" }
  | { readonly kind: "machine"; readonly class: "preview" | "crawler" | "library"; readonly reason: string };

const person: AgentClass = { kind: "person" };

/** No browser's is as long; expressions that look back take time by the square of it, which is the sender's to choose. */
const mostRead = 2_000;

/** Whose user agent it is: isbot's list (omrilotan/isbot), corrected by our own data. */
export function classifyAgent(sent: string): AgentClass {
  const userAgent = sent.length > mostRead ? sent.slice(0, mostRead) : sent;
  if (plainAgent.test(userAgent)) return person;
  if (userAgent.trim() === "") return { kind: "machine", class: "library", reason: "no user agent" };
  const known = knownPrograms.exec(userAgent);
  const name = known?.[0] ?? findProgram(userAgent);
  if (name === undefined) return person;
  const { preview, fetch } = known?.groups ?? {};
  const machineClass = preview !== undefined ? "preview" : fetch !== undefined ? "library" : programClass(userAgent);
  return { kind: "machine", class: machineClass, reason: `user agent: ${name.trim().slice(0, 40)}` };
}

function programClass(userAgent: string): "library" | "crawler" {
  return libraryAgents.test(userAgent) ? "library" : "crawler";
}

/** What isbot objects to, once the names of people's phones and browsers are taken out. */
function findProgram(userAgent: string): string | undefined {
  const name = findListed(userAgent);
  if (name === undefined || declaredProgram.test(userAgent)) return name;
  const own = userAgent.replace(peopleParts, "");
  const rest = phoneAgent.test(userAgent) ? own.replace(appParts, "") : own;
  return rest.length === userAgent.length ? name : findListed(rest);
}

// isbot's own expression ignores case and tries its beginnings at every place: in two, over lower case, it takes two thirds.
const beginnings = new RegExp(list.filter((pattern) => pattern.startsWith("^")).join("|"));
const others = new RegExp(list.filter((pattern) => !pattern.startsWith("^")).join("|"));

function findListed(userAgent: string): string | undefined {
  const lower = userAgent.toLowerCase();
  const found = beginnings.exec(lower) ?? others.exec(lower);
  return found === null ? undefined : userAgent.slice(found.index, found.index + found[0].length);
}
