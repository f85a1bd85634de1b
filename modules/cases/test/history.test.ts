import assert from "node:assert/strict";
import { test } from "node:test";
import type { FastifyRequest } from "fastify";
import type { CaseAction } from "../api.ts";
import { commitmentOf, lotOf } from "../domain/lot.ts";
import { drawingOf, refusedEntryOf } from "../pages/history.ts";

/** Texts are their keys. */
const request = { lang: "en", t: (key: string) => key } as unknown as FastifyRequest;
const entries = {
  kind: (_: string, kind: string) => kind,
  finding: (_: string, code: string) => `finding ${code}`,
  article: (_: string, article: string) => `article ${article}`,
};
const action = (type: string, data: Record<string, unknown>, seq = 2): CaseAction => ({
  ...{ seq, at: "2026-12-01T00:00:00.000Z", actor: "o", type, data, hash: "" },
});
const refused = (data: Record<string, unknown>) => String(refusedEntryOf({ entries }, request, action("write-refused", data)));

test("an entry that the register refused after the decision says which rules speak against it, by article, and how it is repaired", () => {
  const shown = refused({
    code: "entry.not-allowed",
    findings: [
      { code: "birth-certificate-missing", level: "missing", article: "D0030007:13" },
      { code: "late", level: "note", article: "D0030006:79" },
    ],
  });
  assert.match(shown, /finding birth-certificate-missing.*article D0030007:13.*cases\.entry\.repair\.missing/s);
  assert.doesNotMatch(shown, /finding late|repair\.refused/, "a note stands in the way of nothing");
  const both = [
    { code: "married-already", level: "refused", article: "B0000001:985" },
    { code: "face-to-be-compared", level: "judge", article: "D0030030:12" },
  ];
  assert.match(refused({ code: "entry.not-allowed", findings: both }), /repair\.judge.*repair\.refused/s);
  assert.match(refused({ code: "facts.invalid" }), /repair\.other/);
  assert.equal(refusedEntryOf({ entries }, request, action("written", {})), undefined);
});

test("a drawing shows the lot and all that it takes to draw again; markup in the word stays text", () => {
  const services = { text: (_: string, __: string, key: string) => key } as Parameters<typeof drawingOf>[0]["services"];
  const [secret, word, id] = [Buffer.alloc(32, 9), "<b>平安</b>", "0198f2a4-0000-7000-8000-000000000001"];
  const lot = lotOf(["father", "mother"], { secret, caseId: id, word });
  const entered = action("entered", { step: "draw", kind: "draw", commitment: commitmentOf(secret) }, 1);
  const drawn = action("drawn", { step: "draw", word, secret: secret.toString("hex"), lot });
  const shown = String(drawingOf({ services }, request, { id, named: "n", actions: [entered, drawn] }, drawn));
  for (const part of [`step.draw.${lot}`, secret.toString("hex"), commitmentOf(secret), id, "&lt;b&gt;"])
    assert.ok(shown.includes(part), part);
  assert.ok(!shown.includes("<b>"));
});
