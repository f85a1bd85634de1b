import assert from "node:assert/strict";
import { test } from "node:test";
import { monthsUpTo } from "./months.ts";
import { elsewhereRow, ownRow, totalsOf } from "./rows.ts";

const entry = { service: "permit", agency: "moi", online: "full" } as const;
const figures = {
  ...{ service: "permit", begun: 8, completed: 6, channels: { online: 4, counter: 1, partner: 1 }, decided: 4, granted: 3 },
  ...{ medianHours: 36, slowHours: 240, minutes: 90, worked: 3, scores: [1, 0, 0, 2, 2] },
};

test("shares, days, ratings and costs follow from what was counted", () => {
  const row = ownRow(entry, figures, 500);
  assert.deepEqual(
    [row.completion, row.submitted, row.onlineShare, row.medianDays, row.slowDays, row.rated, row.score, row.minutes, row.cost],
    [0.75, 6, 5 / 6, 1.5, 10, 5, 19 / 5, 30, 250],
  );
  assert.equal(ownRow(entry, { ...figures, scores: [0, 0, 0, 2, 2] }, 500).score, null, "four answers could be told apart");
  const none = ownRow(entry, undefined, 500);
  assert.deepEqual([none.completion, none.onlineShare, none.score, none.cost, none.begun], [null, null, null, null, 0]);
});

test("how far the government is online is counted over services and over applications", () => {
  const elsewhere = { service: "parking", agency: "motc", name: { en: "Parking", "zh-Hant": "停車" }, begun: 4, online: 2 };
  const rows = [
    ownRow(entry, figures, 500),
    ownRow({ ...entry, service: "paper", online: "none" }, { ...figures, channels: { counter: 5 } }, 500),
    ownRow({ ...entry, service: "visit", online: "part" }, undefined, 500),
    elsewhereRow({ ...elsewhere, decided: 1, granted: 1, medianHours: 24, slowHours: 24 }),
  ];
  assert.deepEqual(totalsOf(rows), { services: 4, full: 2, part: 1, none: 1, submitted: 15, online: 7 });
});

test("months go back over the turn of a year", () => {
  assert.deepEqual(monthsUpTo("2026-02-15", 3), ["2026-02", "2026-01", "2025-12"]);
});
