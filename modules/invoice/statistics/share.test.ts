import assert from "node:assert/strict";
import { test } from "node:test";
import { isHidden } from "./share.ts";

test("a share is hidden where it says something of one business: too few, one of most of it, or one that its rival can estimate", () => {
  const shown = { businesses: 5, invoices: 100, top: [30, 25] };
  assert.equal(isHidden(shown), false);
  assert.equal(isHidden({ ...shown, businesses: 2 }), true);
  assert.equal(isHidden({ ...shown, top: [76, 4] }), true);
  assert.equal(isHidden({ ...shown, invoices: 57 }), true, "2 of the others beside 30");
});
