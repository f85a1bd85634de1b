import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceDefinition } from "@troad/flow";
import type { CaseAction } from "../api.ts";
import type { Action } from "../domain/actions.ts";
import { fold } from "../domain/fold.ts";
import type { OnBehalf } from "../domain/on-behalf.ts";
import { loadPinned } from "../domain/services.ts";
import { areaOf, readersOf } from "../domain/standing.ts";
import { enteredIn, entryOf } from "../steps/entry.ts";

const clerk = { role: "clerk", area: "answers.village" };
const definition: ServiceDefinition = {
  version: 1,
  ...{ agency: "moi", subsystem: "HALL", lifeEvent: "home", certificates: {}, letters: {}, sources: [] },
  parties: { applicant: { kind: "applicant" } },
  form: { pages: [{ id: "where", title: "t", fields: [{ name: "village", type: "text", label: "l", maxLength: 11 }] }] },
  steps: [
    { id: "apply", kind: "fill", next: { submitted: "check" } },
    { id: "check", kind: "review", ...clerk, outcomes: ["accepted"], next: { accepted: "enter" } },
    {
      ...{ id: "enter", kind: "write", register: "GOV/MOI/HALL/book", values: { village: "answers.village" } },
      entry: { kind: "lend", filers: [{ as: "borrower" }], office: "answers.village", officer: "check" },
      next: { written: "end:granted" },
    },
  ],
};
const service = loadPinned({ id: "lend", definition, text: {}, member: "T/GOV/MOI" }, "T");

const stateOf = (onBehalf?: OnBehalf) => {
  const actions: Action[] = [
    { type: "opened", data: { service: "lend", subject: "s", nationalId: "A123456789", name: "王小明" } },
    { type: "answered", data: { page: "where", answers: { village: "65000010001" } } },
    { type: "submitted", data: onBehalf ? { onBehalf } : {} },
  ];
  return fold(
    actions.map(
      ({ type, data }, index): CaseAction => ({
        seq: index + 1,
        at: "2026-12-01T00:00:00.000Z",
        actor: "s",
        type,
        data,
        hash: "",
      }),
    ),
  );
};
const counter = (area?: string): OnBehalf => ({
  ...{ subject: "o", name: "officer", as: "counter" },
  ...(area === undefined ? {} : { post: { role: "clerk", area } }),
});
const officer = { subject: "o", name: "officer", nationalId: "B123456780", roles: [] };
const eid = { person: () => Promise.resolve(officer) };
const check = definition.steps.find(({ id }) => id === "check") as Parameters<typeof areaOf>[2];
const enter = definition.steps.find(({ kind }) => kind === "write") as Extract<
  ServiceDefinition["steps"][number],
  { kind: "write" }
>;

test("what is filed at a counter is for that office, wherever the applicant lives; what is filed online for that of the home", async () => {
  const offices = [undefined, counter("63000050"), counter()].map(stateOf);
  assert.deepEqual(
    offices.map((state) => areaOf(service, state, check)),
    ["65000010001", "63000050", "65000010001"],
    "a post without an area bounds nothing",
  );
  assert.deepEqual(readersOf(service, offices[1]!), [{ agency: "moi", role: "clerk", area: "63000050" }]);
  const entries = await Promise.all(
    offices.map((state) => entryOf(eid, enter.entry!, enter.values, { state, service, officer: "o", today: "2026-12-05" })),
  );
  assert.deepEqual(
    entries.map(({ office, filers }) => [office, filers[0]?.present]),
    [
      ["65000010", "online"],
      ["63000050", "counter"],
      ["65000010", "counter"],
    ],
  );
});

test("a step of another role keeps its own area, also of a case from the counter", () => {
  const other = { ...check, role: "inspector" };
  assert.equal(areaOf(service, stateOf(counter("63000050")), other), "65000010001");
});

test("what an entry costs, and the limits of a fine, are known to later steps; an answer that made nothing gives nothing", () => {
  const made = { entered: true, changes: [{ key: "k", version: 2 }], given: { surname: "王" }, fee: 50 };
  assert.deepEqual(enteredIn({ ...made, fine: { from: 300, to: 900 } }), {
    ...{ key: "k", version: 2 },
    given: { surname: "王", fee: 50, fineFrom: 300, fineTo: 900 },
  });
  assert.deepEqual(enteredIn({ ...made, fine: null })?.given, { surname: "王", fee: 50 });
  assert.equal(enteredIn({ ...made, entered: false }), undefined);
});

test("what an office enters by itself is of the day on which the case came to it, has no applicants and names the day of the reminder", async () => {
  const place = { kind: "notify", standing: "deciding", from: null, outcome: null } as const;
  const reminded: Action[] = [
    { type: "opened", data: { service: "lend", subject: "s", nationalId: "A123456789", name: "王小明" } },
    { type: "submitted", data: { notice: { step: "n", consumer: "c", exchangeId: "x", agreement: "a", legalBasis: null } } },
    { type: "entered", data: { step: "remind", ...place, day: "2026-11-20", due: null } },
    { type: "entered", data: { step: "late", ...place, day: "2026-11-20", due: "2026-12-04" } },
  ];
  const at = (actions: readonly Action[]) =>
    fold(
      actions.map(
        ({ type, data }, index): CaseAction => ({
          seq: index + 1,
          at: `2026-11-${20 + index}T00:00:00.000Z`,
          actor: "s",
          type,
          data,
          hash: "",
        }),
      ),
    );
  const known = { service, officer: "o", today: "2026-12-07" };
  const entry = { ...enter.entry!, exOfficio: { reminded: "remind" } };
  const body = await entryOf(eid, entry, {}, { state: at(reminded), ...known });
  assert.deepEqual([body.exOfficio, body.filedOn, body.filers], [{ remindedOn: "2026-11-20" }, "2026-12-07", []]);
  const filed = at([...reminded, { type: "submitted", data: { step: "late", name: "王小明" } }]);
  const late = { ...enter.entry!, reminder: { step: "late", fact: "reminderEndedOn" } };
  const answered = await entryOf(eid, late, {}, { state: filed, ...known });
  assert.deepEqual([answered.facts, answered.filedOn], [{ reminderEndedOn: "2026-12-04" }, "2026-11-24"]);
  const untold = await entryOf(eid, late, {}, { state: at(reminded.slice(0, 2)), ...known });
  assert.deepEqual(untold.facts, {}, "nobody was reminded");
});
