/** What this is a copy of; the same as in package.json. */
export const version = "0.1.0";
