import assert from "node:assert/strict";
import path from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, type CaseView, casesApi } from "@troad/cases/api";
import { checkSchema, sql, taipeiDate } from "@troad/kernel";
import { findPeople } from "@troad/population";
import pg from "pg";
import { Browser } from "../apps/troad/demo/browser.ts";
import { modules } from "../apps/troad/modules.ts";
import { ledgersOf } from "../kernel/process/ledgers.ts";
import market from "./fixtures/market/module.ts";
import { demoPeopleOf } from "./kit/demo-people.ts";
import { walk } from "./kit/exchange.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { leftByAct, registered } from "./kit/kill-acts.ts";
import { collected, collectedScene, leftByCollected, tokenOf } from "./kit/kill-collected.ts";
import { granted, leftByGrant } from "./kit/kill-grants.ts";
import { leftByNotice, reported } from "./kit/kill-notices.ts";
import { arm, drawn, each, hasBroken, kindsIn, setUpKillPoints, type Write, writesOf } from "./kit/kill-points.ts";
import { cash, ida, long, type Next, type Person, short, submitted } from "./kit/kill-ways.ts";
import { checkSealedFiles } from "./kit/sealed-files.ts";
import { socketOf } from "./kit/servers.ts";
import { kindOfStep, stepKinds } from "./kit/step-kinds.ts";

/** Between every two writes of every kind of step a case breaks off once, and ends whole: what it left agrees with its chain. */
let government: Government;
let cases: CasesApi;
let administrator: pg.Pool;
before(async () => {
  government = await startGovernment({
    content: ["village", "writing"].map((name) => path.join(root, "tests", "fixtures", name)),
    modules: [market],
    ownServer: true,
  });
  cases = government.running.use(casesApi);
  administrator = new pg.Pool({ host: socketOf(government.data), user: "postgres", database: "troad", max: 4 });
  administrator.on("error", () => undefined);
  await setUpKillPoints(administrator, ["cases", "pay", "benefits", "passbook", "registers_moj", "registers_kctax"]);
});
after(async () => {
  await administrator?.end();
  await government?.stop();
});

/** Submits an application that breaks off at its write `at`, and does what is due until it is done; what failed is done again. */
async function bring(at: number, next: (view: CaseView, applicant: Person) => Next): Promise<string> {
  const subject = `anna-${next.name}-${at}`;
  const applicant: Person = { subject, nationalId: "A123456789", name: "安娜", posts: [] };
  const { id } = await cases.open({ service: "stall-permit", subject, nationalId: "A123456789", name: "安娜" });
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id, subject, page, values });
  await answer("place", { district: "6300001", goods: "茶" });
  const account = { "account-bank": "700", "account-account": "0001234567890" };
  await answer("partner", { partnerId: "B123456780", partnerName: "奧托", ...account });
  await arm(administrator, id, at);
  await submitted(cases, id, subject);
  let [fresh, fault] = ["", ""];
  for (let turns = 0; turns < 1_500; turns++) {
    const view = await cases.view({ id, subject });
    const due = next(view, applicant);
    if (due === "done") return id;
    if (due === "wait") await sleep(120);
    else if (due === "pay")
      await new Browser("en").post(`${government.portal}${view.fee!.address}`, {}).then(
        () => sleep(150),
        () => sleep(20),
      );
    else {
      const { place } = await cases.acts({ id, person: due.person });
      await cases.act({ id, ...due, place }).catch((error: unknown) => {
        fault = String(error);
        return sleep(20);
      });
    }
    fresh = `${view.state} ${view.step?.id ?? view.ended}`;
  }
  return assert.fail(`write ${at}: the case stays at ${fresh} ${fault}`);
}

/** Runs `one` for each point of the day; it gives what is armed. `least`: the share of them that must have broken off, without it all but two. */
async function breakOff(
  t: TestContext,
  writes: readonly Write[],
  one: (at: number, write: string) => Promise<string>,
  { days = 2, atOnce = 8, least = 0 } = {},
): Promise<void> {
  const points = drawn(writes.length, days);
  let hit = 0;
  const work = async (at: number): Promise<void> => {
    const armed = await one(at, `broken off before write ${at}: ${JSON.stringify(writes[at - 1])}`);
    if (await hasBroken(administrator, armed)) hit++;
  };
  await each(points, work, atOnce);
  t.diagnostic(`${points.length} of ${writes.length} points, ${hit} broken off: ${kindsIn(writes).join(", ")}`);
  assert.ok(hit >= (least > 0 ? points.length * least : points.length - 2), `only ${hit} of ${points.length} broke off`);
}

/** Kinds of step on the ways that were taken whole. */
const walked = new Set<string | undefined>();
async function walkedBy(id: string, subject: string): Promise<void> {
  const { actions } = await cases.view({ id, subject });
  const { service } = (await government.running.schemas.of("cases").one<{ service: string }>(sql`
    select service from case_index where id = ${id}::uuid`))!;
  walked.add(kindOfStep(service));
  for (const { type, data } of actions) if (type === "entered") walked.add(kindOfStep(service, String(data.step)));
}

type Left = { certificates: number; revoked: number; letters: number; payments: string[]; actions: string };
/** What a case left: in its chain, and in the tables beside it. */
async function leftBy(id: string): Promise<Left> {
  const db = government.running.schemas.of("cases");
  const counts = await db.one<{ certificates: number; revoked: number; letters: number }>(sql`
    select (select count(*)::int from certificate where case_id = ${id}::uuid) as certificates,
      (select count(*)::int from certificate_revocation r join certificate c using (code) where c.case_id = ${id}::uuid) as revoked,
      (select count(*)::int from case_letter where case_id = ${id}::uuid) as letters`);
  const payments = await government.running.schemas.of("pay").rows<{ text: string }>(sql`
    select p.direction || ' ' || p.amount || ' ' || coalesce(e.state, 'open') as text from payment p left join payment_end e on e.payment = p.id
    where p.key like ${`case ${id} %`} order by p.asked_at`);
  const chain = await db.rows<{ type: string }>(sql`select type from case_action where case_id = ${id}::uuid order by seq`);
  return { ...counts!, payments: payments.map(({ text }) => text), actions: chain.map(({ type }) => type).join(" ") };
}

for (const [next, expected] of [
  [long, { certificates: 1, revoked: 1, letters: 2, payments: ["out 100 arrived"] }],
  [short, { certificates: 1, revoked: 0, letters: 0, payments: ["in 300 paid"] }],
  [cash, { certificates: 1, revoked: 0, letters: 0, payments: ["in 300 paid"] }],
] as const)
  test(`broken off before each of its writes, the ${next.name} way through a service ends whole`, async (t) => {
    const whole = await bring(0, next);
    await walkedBy(whole, `anna-${next.name}-0`);
    const writes = await writesOf(administrator, whole);
    const wanted = await leftBy(whole);
    assert.deepEqual({ ...wanted, actions: "" }, { ...expected, payments: [...expected.payments], actions: "" });
    const subject = `anna-${next.name}-0`;
    assert.equal(await checkSealedFiles(government, { id: whole, subject, administrator }), expected.letters);
    await breakOff(t, writes, async (at, why) => {
      const id = await bring(at, next);
      assert.deepEqual(await leftBy(id), wanted, why);
      return id;
    });
    const db = government.running.schemas.of("cases");
    const ledgers = ledgersOf(
      modules.find(({ name }) => name === "cases"),
      db.schema,
    );
    assert.deepEqual((await checkSchema({ q: db, schema: db.schema, ledgers }, () => new Date().toISOString())).faults, []);
  });

/** Students who are refused, so that each may apply again. */
const students = (): { subject: string; nationalId: string; name: string }[] => {
  const found = findPeople({ seed: "t-road", size: 2000, today: taipeiDate(new Date()) }).students;
  return [...found.low, ...found["mid-low"], ...found.none].map(({ person }) => person);
};

test("sources that are asked, and a decision by law: broken off before each write, the case ends whole", async (t) => {
  const apply = async ({ subject, nationalId, name }: ReturnType<typeof students>[number], at: number): Promise<string> => {
    const { id } = await cases.open({ service: "tuition-reduction", subject, nationalId, name });
    const answers = { ...walk("low"), fees: { tuitionAndFees: "28500", otherSubsidy: "yes" } };
    for (const [page, values] of Object.entries(answers)) await cases.answer({ id, subject, page, values });
    await arm(administrator, id, at);
    await submitted(cases, id, subject);
    for (let turns = 0; ; turns++) {
      const { ended, state } = await cases.view({ id, subject });
      if (ended) return id;
      if (turns > 500 || state === "stopped") assert.fail(`write ${at}: the case stays at ${state}`);
      await sleep(120);
    }
  };
  const [first, ...others] = students();
  const whole = await apply(first!, 0);
  await walkedBy(whole, first!.subject);
  const points = drawn((await writesOf(administrator, whole)).length);
  const left = [...points];
  let hit = 0;
  await Promise.all(
    [first!, ...others].map(async (person) => {
      for (let at = left.shift(); at !== undefined; at = left.shift()) {
        const id = await apply(person, at);
        const { actions, ...rows } = await leftBy(id);
        assert.deepEqual(rows, { certificates: 0, revoked: 0, letters: 0, payments: [] });
        // sources answer in any order, each once
        assert.equal(actions.split(" ").filter((type) => type === "received").length, 3);
        if (await hasBroken(administrator, id)) hit++;
      }
    }),
  );
  t.diagnostic(`${points.length} points, ${hit} broken off`);
  // the sources of a case answer in any order, and a job that comes too early is put off: some write a little less
  assert.ok(hit >= points.length * 0.8, `only ${hit} of ${points.length} cases broke off`);
});

test("an entry in a register: broken off before each write on both sides of the road, it is made once and the case is granted", async (t) => {
  const enter = async (at: number): Promise<string> => {
    const subject = `anna-entry-${at}`;
    const { id } = await cases.open({ service: "stall-entry", subject, nationalId: "A123456789", name: "安娜" });
    await cases.answer({ id, subject, page: "stall", values: { stallName: `茶 ${at}`, number: "" } });
    await arm(administrator, id, at);
    await submitted(cases, id, subject);
    for (let turns = 0; ; turns++) {
      const { ended, step, state, stopped } = await cases.view({ id, subject });
      if (ended === "granted" && step === null) return id;
      if (turns > 500 || state === "stopped")
        assert.fail(`write ${at}: the case stays at ${step?.id} (${state} ${stopped?.code})`);
      if (step?.id === "decide") {
        const { place } = await cases.acts({ id, person: ida });
        await cases
          .act({ id, person: ida, place, act: { act: "choose", outcome: "granted", reasons: "fine" } })
          .catch(() => undefined);
      }
      await sleep(120);
    }
  };
  const book = government.running.schemas.ofAgency("registers", "moj");
  const entriesOf = (id: string) =>
    book.rows<{ subject: string; version: number }>(sql`select subject, version from record where case_id = ${id}`);
  const whole = await enter(0);
  await walkedBy(whole, "anna-entry-0");
  await breakOff(t, await writesOf(administrator, whole), async (at, why) => {
    const id = await enter(at);
    const entries = await entriesOf(id);
    const { actions, ...left } = await leftBy(id);
    assert.deepEqual([entries.map(({ version }) => version), left.certificates], [[1], 1], why);
    assert.equal(actions.split(" ").filter((type) => type === "written").length, 1);
    const { actions: all } = await cases.view({ id, subject: `anna-entry-${at}` });
    assert.equal(all.find(({ type }) => type === "written")?.data.key, entries[0]?.subject);
    return id;
  });
});

test("a notice, and the step that its person answers: broken off before each write, there is one case and it ends whole", async (t) => {
  const scene = { government, administrator, officer: ida };
  const whole = await reported(scene, 0);
  walked.add("notice");
  await walkedBy(whole, whole);
  const writes = await writesOf(administrator, "reported0x");
  const wanted = await leftByNotice(scene, whole);
  assert.deepEqual(wanted.slice(0, 2), [1, 0]);
  await breakOff(t, writes, async (at, why) => {
    assert.deepEqual(await leftByNotice(scene, await reported(scene, at)), wanted, why);
    return `reported${at}x`;
  });
});

test("an act of a module: broken off before each write, it is done once and the case is granted", async (t) => {
  const scene = { government, administrator };
  const whole = await registered(scene, 0);
  await walkedBy(whole, (await demoPeopleOf(government)).find(({ label }) => label === "case-officer")!.subject);
  const writes = await writesOf(administrator, whole);
  // one after another: who applies has one draft of a service
  const one = async (at: number, why: string): Promise<string> => {
    const id = await registered(scene, at);
    assert.deepEqual(await leftByAct(scene, id, at), [2, 1, 1], why);
    return id;
  };
  await breakOff(t, writes, one, { atOnce: 1 });
});

test("a claim that two cases make, a court, a lot and a monthly benefit: broken off before each write, both cases are as they were meant", async (t) => {
  const scene = { government, administrator, officer: ida };
  const whole = await granted(scene, 0);
  await walkedBy(whole[1], "late-0");
  const writes = await writesOf(administrator, whole[1]);
  const wanted = await leftByGrant(scene, whole);
  assert.deepEqual([wanted.compared, wanted.benefits], [2, 1]);
  await breakOff(t, writes, async (at, why) => {
    const both = await granted(scene, at);
    assert.deepEqual(await leftByGrant(scene, both), wanted, why);
    return both[1];
  });
});

test("money that a store collected, and its refund: broken off before each write, nothing is matched twice and nothing lost", async (t) => {
  const scene = await collectedScene(government, administrator);
  const writes = await writesOf(administrator, await collected(scene, 0));
  const wanted = await leftByCollected(scene, 0);
  assert.deepEqual(wanted, {
    ...{ files: 1, collected: 2, booked: 2, moved: 3, lines: "matched duplicate", ends: 1, claims: 1, ended: "paid", runs: 1 },
    ...{ payments: "AB", refunds: "1000 twice true" },
  });
  // mostly the bank is waited for, which looks every three seconds; jobs are tried as often as it makes them wait, so the last writes are not always there
  const one = async (at: number, why: string): Promise<string> => {
    await collected(scene, at);
    assert.deepEqual(await leftByCollected(scene, at), wanted, why);
    return tokenOf(at);
  };
  await breakOff(t, writes, one, { days: 4, atOnce: 12, least: 0.8 });
});

test("every kind of step was on the ways that were broken off", () => {
  assert.deepEqual([...walked].sort(), [...stepKinds].sort());
});
