/** That of `known` which was meant by a misspelt `word`; undefined where none is near. Case, spaces and underscores are no difference. */
export function findNearestWord(word: string, known: Iterable<string>): string | undefined {
  const wanted = simplify(word);
  const mostEdits = Math.max(2, wanted.length / 3);
  let nearest: { readonly known: string; readonly edits: number } | undefined;
  for (const one of known) {
    const edits = countEdits(wanted, simplify(one));
    if (edits <= mostEdits && edits < wanted.length && edits < (nearest?.edits ?? Number.POSITIVE_INFINITY)) {
      nearest = { known: one, edits };
    }
  }
  return nearest?.known;
}

export function simplify(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, "");
}

/** Levenshtein distance. */
export function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
