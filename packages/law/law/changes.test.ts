import assert from "node:assert/strict";
import { test } from "node:test";
import { taxLaw } from "../test/tax.ts";
import { changedBetween } from "./changes.ts";

test("rules change where a formula or a figure below them begins or ends between two days, and only for what rests on it", () => {
  const law = taxLaw();
  const changed = (want: string, after: string, until: string) => changedBetween(law, [want], { after, until });
  assert.equal(changed("tax", "2021-12-31", "2022-01-01"), true, "the exemption of 2022");
  assert.equal(changed("tax", "2022-01-01", "2026-01-01"), false);
  assert.equal(changed("tax", "2021-01-01", "2021-12-31"), false);
  assert.equal(changed("old", "2021-06-01", "2022-06-01"), false, "no exemption below it");
  assert.equal(changed("old", "2019-12-31", "2020-01-01"), true, "its own first day");
});
