import assert from "node:assert/strict";
import { test } from "node:test";
import type { VillageRow } from "../ask.ts";
import { byTownship, figures, monthsBefore } from "./figures.ts";

const row = (village: string, some: Partial<VillageRow>): VillageRow => ({
  ...{ month: "2026-11", village, births: 0, deaths: 0, marriages: 0, divorces: 0, movedIn: 0, movedOut: 0 },
  ...{ changedIn: 0, changedOut: 0, naturalIncrease: 0, netMigration: 0, ...some },
});

test("villages of a township are added up, figure by figure, and people without a village stay by themselves", () => {
  const sums = byTownship([
    row("", { marriages: 1 }),
    row("63000050001", { births: 2, naturalIncrease: 2, changedOut: 4, netMigration: -4 }),
    row("63000050002", { births: 1, naturalIncrease: 1, changedIn: 4, netMigration: 4 }),
    row("65000010001", { deaths: 1, naturalIncrease: -1 }),
  ]);
  assert.deepEqual(sums, [
    row("", { marriages: 1 }),
    row("63000050", { births: 3, naturalIncrease: 3, changedIn: 4, changedOut: 4 }),
    row("65000010", { deaths: 1, naturalIncrease: -1 }),
  ]);
  assert.ok(figures.every((name) => name in sums[0]!));
});

test("the months that can be chosen go back over the turn of a year", () => {
  assert.deepEqual(monthsBefore("2026-02-28", 4), ["2026-02", "2026-01", "2025-12", "2025-11"]);
});
