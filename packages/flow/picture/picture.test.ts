import assert from "node:assert/strict";
import { test } from "node:test";
import { drawFlow, edgesOf, loadFlow, wrap } from "../index.ts";
import { definitionOf, permit, surroundings } from "../test/example.ts";

test("the picture has every step, end and way, and no two boxes overlap", () => {
  const flow = loadFlow(definitionOf(permit), surroundings);
  const { boxes, lines, width, height } = drawFlow(flow, {
    step: ({ id }) => `步驟 ${id}`,
    who: () => "承辦人",
    outcome: (_, outcome) => outcome,
    end: (end) => end,
  });
  assert.equal(boxes.length, flow.steps.length + 3);
  assert.equal(lines.length, edgesOf(flow).length);
  for (const [index, a] of boxes.entries()) {
    assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height, a.id);
    for (const b of boxes.slice(index + 1))
      assert.ok(
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
        `${a.id} ${b.id}`,
      );
  }
  assert.ok(lines.every(({ points }) => points.length >= 2));
});

test("Chinese breaks anywhere, other words at spaces", () => {
  assert.deepEqual(wrap("承辦人審查申請資料", 14 * 5), ["承辦人審查", "申請資料"]);
  assert.deepEqual(wrap("Review of the application", 110), ["Review of the", "application"]);
});
