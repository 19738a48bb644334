import { SlugTrail } from "../domain/slug-trail.ts";

/** Per isolate, which is per data centre: a program that asks for many links asks at one of them. */
const trail = new SlugTrail();

/** How many different links this address has asked for within a minute, this one among them. */
export function countSlugs(address: string, slugKey: string, machineNowMs: number): number {
  return trail.follow(address, slugKey, machineNowMs);
}
