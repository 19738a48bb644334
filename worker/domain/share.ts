/**
 * R13: a number in [0, 1) that is always the same for an experiment and a person, and unrelated between experiments.
 * FNV-1a over the UTF-16 units, finished with MurmurHash3's fmix32 so that near-equal phone numbers spread evenly.
 */
export function shareOf(experiment: string, phone: string): number {
  let hash = 0x811c9dc5;
  const text = `${experiment}\u0000${phone}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Picks an arm by weight. The first arms keep their people when a later arm is added with its own weight at the end. */
export function pickArm<Arm extends { readonly weight: number }>(arms: readonly Arm[], share: number): Arm | undefined {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0);
  let edge = 0;
  for (const arm of arms) {
    edge += arm.weight / total;
    if (share < edge) return arm;
  }
  return arms.at(-1);
}
