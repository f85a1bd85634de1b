import assert from "node:assert/strict";
import { test } from "node:test";
import type { Queryable } from "@troad/kernel";
import type { Entry } from "../intake/take.ts";
import { openNumberCheck } from "./check.ts";

const entries: Entry[] = Array.from({ length: 400 }, (_, at) => {
  const number = `AB${String(at).padStart(8, "0")}`;
  return { number, errors: [], rows: [{ table: "invoice", term: "11502", number, seller: "12345675" }] } as unknown as Entry;
});

/** A clock that goes on by some milliseconds whenever it is looked at. */
function busyClock() {
  let ms = 0;
  return {
    now: () => {
      ms += 7;
      return new Date(ms);
    },
  };
}

test("what is known of a period when a request begins is known until its end, however long it takes", async () => {
  let asked = 0;
  const db = {
    rows: async ({ text }: { text: string }) => {
      if (text.includes("number_range")) asked++;
      return [];
    },
  } as unknown as Queryable;
  const { check } = openNumberCheck({ db: db as never, clock: busyClock() }, "accept");
  for (let request = 0; request < 3_000; request++) {
    const wrong = (await check(entries.slice(0, 1 + (request % 7)), true)).entries.flatMap(({ errors }) => errors);
    assert.deepEqual(wrong, [], `request ${request}`);
  }
  assert.ok(asked > 2, "the period was asked for again when its time was over");
});

test("an assignment that is made while a request asks for its numbers does not refuse them", async () => {
  let forgetting = 0;
  const head = {
    term: "11502",
    track: "AB",
    first: "00000000",
    last: "00009999",
    holder: "12345675",
    kind: "assigned",
    branch: null,
  };
  const db = {
    rows: async ({ text }: { text: string }) => {
      if (!text.includes("number_range")) return [];
      // another request of this process assigns, after our answer was made and before it is looked at
      if (forgetting++ === 0) queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => numbers.forget("11502"))));
      return [head, { ...head, track: "", first: "", last: "", holder: "" }];
    },
  } as unknown as Queryable;
  const numbers = openNumberCheck({ db: db as never, clock: busyClock() }, "accept");
  const errors = (await numbers.check(entries, true)).entries.flatMap((one) => one.errors);
  assert.deepEqual(errors, []);
});

test("a report of blank numbers in one request with an invoice that has one of them is refused", async () => {
  const head = { term: "11502", track: "AB", first: "00000000", last: "00009999", holder: "12345675", kind: "assigned" };
  const db = {
    rows: async ({ text }: { text: string }) =>
      text.includes("from invoice") || !text.includes("number_range") ? [] : [head, { ...head, track: "", holder: "" }],
  } as unknown as Queryable;
  const report = (first: string, last: string): Entry =>
    ({
      number: "",
      errors: [],
      rows: [{ table: "number_range", kind: "blank", term: "11502", seller: "12345675", track: "AB", first, last }],
    }) as unknown as Entry;
  const numbers = openNumberCheck({ db: db as never, clock: busyClock() }, "accept");
  const together = [...entries.slice(0, 3), report("00000002", "00000009"), report("00000003", "00000009")];
  const { entries: judged } = await numbers.check(together, true);
  assert.deepEqual(
    judged.map(({ errors }) => errors.map(({ code }) => code)),
    [[], [], [], ["range.issued"], []],
  );
});

test("an answer from before a report of blank numbers does not pass for one after it", async () => {
  const held = {
    term: "11502",
    track: "AB",
    first: "00000000",
    last: "00009999",
    holder: "12345675",
    kind: "assigned",
    branch: null,
  };
  const before = [held, { ...held, track: "CD" }, { ...held, track: "", first: "", last: "", holder: "" }];
  const blank = { ...held, track: "CD", first: "00000005", last: "00000005", kind: "blank", branch: "12345675" };
  const { promise: early, resolve: arrive } = Promise.withResolvers<object[]>();
  const ranges: (object[] | Promise<object[]>)[] = [early];
  let reported: object[] = [];
  const db = {
    rows: async ({ text }: { text: string }) =>
      text.includes("number_range") ? (ranges.shift() ?? [...before, blank]) : reported,
  } as unknown as Queryable;
  const { check } = openNumberCheck({ db: db as never, clock: busyClock() }, "accept");
  const codes = async (number: string): Promise<string[]> => {
    const row = { table: "invoice", term: "11502", number, seller: "12345675" };
    const {
      entries: [one],
    } = await check([{ number, errors: [], rows: [row] } as unknown as Entry], true);
    return one!.errors.map(({ code }) => code);
  };
  const waiting = codes("AB00000001");
  await new Promise(setImmediate);
  reported = [{ key: "11502 CD", reports: 1 }];
  assert.deepEqual(await codes("CD00000005"), ["number.blank"]);
  arrive(before);
  assert.deepEqual(await waiting, []);
  assert.deepEqual(await codes("CD00000005"), ["number.blank"], "the late answer knows nothing of the report");
});
