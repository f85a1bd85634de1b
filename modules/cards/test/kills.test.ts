import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./centre.ts";
import { killWhileMaking } from "./kill.ts";

/** `npm run soak -- cards` has a thousand cards and twenty kills. */
const [count, kills] = [24, 4];

test(`${count} cards, two workers, ${kills} kills: each blank is used once or void with a reason, each key never left its token`, {
  skip,
}, async () => {
  const toll = await killWhileMaking(count, kills);
  assert.deepEqual([toll.cards, toll.blanks.used, toll.keys], [count, count, 2 * count]);
});
