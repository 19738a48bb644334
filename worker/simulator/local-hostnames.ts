import type { CustomHostnames } from "../domains/custom-hostnames.ts";

/** On one's own machine a domain serves at once: it is asked for with its Host header, and no DNS leads to it. */
export const localHostnames: CustomHostnames = {
  add: (host) => Promise.resolve({ id: host, isActive: true, records: [] }),
  look: (id) => Promise.resolve({ id, isActive: true, records: [] }),
  remove: () => Promise.resolve(),
};
