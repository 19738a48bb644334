import { expect, it } from "vitest";
import { BulkTurn } from "../../worker/objects/bulk-turns.ts";

const never = () => false;

it("sixteen objects of a campaign ask for slots at a time, the next when one has ended, and whoever is hurried at once", async () => {
  const turns = Array.from({ length: 17 }, () => new BulkTurn(never));
  const taken: BulkTurn[] = [];
  const all = turns.map(async (turn) => {
    if (await turn.take()) taken.push(turn);
  });
  await scheduler.wait(300); // longer than anybody pauses between two looks
  expect(taken).toHaveLength(16);

  const hurried = new BulkTurn(() => true);
  expect(await hurried.take()).toBe(true);
  expect(await hurried.take()).toBe(false);
  hurried.end();
  await scheduler.wait(300);
  expect(taken).toHaveLength(16);

  taken[0]?.end();
  await Promise.all(all);
  expect(taken).toHaveLength(17);
  for (const turn of turns) turn.end();
});
