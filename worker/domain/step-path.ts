/** Whether a step comes after another in its list or in one around it. Steps of two arms of one block do not. */
export function isBehind(path: string, than: string): boolean {
  const [own, other] = [path.split("."), than.split(".")];
  const index = own.findIndex((part, at) => part !== other[at]);
  const [mine, theirs] = [own[index], other[index]];
  if (index < 0 || mine === undefined || theirs === undefined) return false;
  const isOfList = index === 0 || !CHOICES.has(own[index - 1] ?? "");
  return isOfList && Number(mine) > Number(theirs);
}

/** Behind these words of a path stands the number of an arm, not of a step. */
const CHOICES: ReadonlySet<string> = new Set(["branch", "arms", "answers"]);
