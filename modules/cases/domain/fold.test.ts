import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseAction } from "../api.ts";
import type { Action } from "./actions.ts";
import { fold, isPending } from "./fold.ts";

const opened: Action = { type: "opened", data: { service: "s", subject: "p", nationalId: "A123456789", name: "王小明" } };
const received: Action = { type: "received", data: { source: "a", exchangeId: "x", found: true, record: {}, asOf: "" } };
const consent = { consentId: "c-1", expiresAt: "2026-12-01T00:15:00.000Z" };

const history = (...actions: Action[]): CaseAction[] =>
  actions.map(({ type, data }, index) => ({ seq: index + 1, at: "2026-12-01T00:00:00.000Z", actor: "p", type, data, hash: "" }));

test("a case is submitted, agreed, collected and decided, and each state is reached", () => {
  const way: [Action, string][] = [
    [opened, "draft"],
    [{ type: "answered", data: { page: "one", answers: { a: 1 } } }, "draft"],
    [{ type: "submitted", data: {} }, "collecting"],
    [{ type: "consented", data: consent }, "collecting"],
    [received, "collecting"],
    [{ type: "collected", data: {} }, "deciding"],
    [{ type: "decided", data: { granted: true, values: {}, trace: [], decidedAt: "" } }, "decided"],
  ];
  for (const [index, [action, state]] of way.entries()) {
    const now = fold(history(...way.slice(0, index + 1).map(([one]) => one)));
    assert.equal(now.state, state, action.type);
    assert.equal(isPending(now), state === "collecting" || state === "deciding");
  }
});

test("a consent belongs to its round: asking again begins without one", () => {
  const first = [opened, { type: "submitted", data: {} }, { type: "consented", data: consent }] satisfies Action[];
  assert.equal(fold(history(...first)).consent?.id, "c-1");
  const again = fold(history(...first, { type: "stopped", data: { source: "a", code: "x" } }, { type: "resumed", data: {} }));
  assert.deepEqual([again.state, again.round, again.consent, again.stopped], ["collecting", 2, null, null]);
});

test("actions stored when the consent was part of the submission fold as before", () => {
  const state = fold(history(opened, { type: "submitted", data: consent }));
  assert.deepEqual([state.state, state.round, state.consent], ["collecting", 1, { id: "c-1", expiresAt: consent.expiresAt }]);
});
