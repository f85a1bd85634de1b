import assert from "node:assert/strict";
import { test } from "node:test";
import { commitmentOf, isFair, lotOf } from "./lot.ts";

const of = ["father", "mother"];
const caseId = "0198f2a4-0000-7000-8000-000000000001";
const secret = Buffer.alloc(32, 7);
const drawing = (word: string) => ({ word, secret: secret.toString("hex"), lot: lotOf(of, { secret, caseId, word }) });

test("a drawing can be made again by anyone, and one in which anything was altered is told", () => {
  const [commitment, drawn] = [commitmentOf(secret), drawing("平安")];
  assert.equal(isFair(of, caseId, commitment, drawn), true);
  const other = drawn.lot === "father" ? "mother" : "father";
  assert.equal(isFair(of, caseId, commitment, { ...drawn, lot: other }), false, "another lot");
  assert.equal(
    isFair(of, caseId, commitment, { ...drawn, secret: Buffer.alloc(32, 8).toString("hex") }),
    false,
    "a secret chosen afterwards",
  );
  const words = Array.from({ length: 64 }, (_, n) => String(n));
  assert.ok(
    words.some((word) => !isFair(of, caseId, commitment, { ...drawn, word })),
    "another word draws another lot",
  );
});

test("words draw both lots about equally often, and a case draws its own", () => {
  const count = (id: string): number =>
    Array.from({ length: 1000 }, (_, n) => lotOf(of, { secret, caseId: id, word: String(n) })).filter((lot) => lot === "father")
      .length;
  assert.ok(Math.abs(count(caseId) - 500) < 80);
  const lots = (id: string): string =>
    Array.from({ length: 32 }, (_, n) => lotOf(of, { secret, caseId: id, word: String(n) })).join();
  assert.notEqual(lots(caseId), lots(caseId.replace("1", "2")));
});
