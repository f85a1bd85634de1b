import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import type { Database } from "@troad/kernel";
import { type Browser, type Page, targets } from "../apps/troad/demo/browser.ts";
import { runJourney } from "../apps/troad/demo/journey.ts";
import { listExchanges, listRecords, type TransferFilter } from "../modules/road/store/exchanges.ts";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { signedInAs } from "./kit/tampering.ts";
import { faulty, insertExchanges } from "./kit/work.ts";

let government: Government;
let road: Database;
before(async () => {
  government = await startGovernment({ modules: [faulty] });
  road = government.running.schemas.of("road");
  await runJourney({ data: government.data, content: path.join(root, "content"), tell: () => undefined });
  await insertExchanges({
    road,
    first: 1,
    count: 60,
    provider: "TWDEMO/GOV/MOI/REGISTERS/household",
    consumer: "TWDEMO/EDU/NDU/AID",
  });
  await insertExchanges({
    road,
    first: 1001,
    count: 30,
    provider: "TWDEMO/GOV/MOF/REGISTERS/income",
    consumer: "TWDEMO/GOV/MOI/ID",
  });
  // another instance's ministry of the same code, and a member whose code begins alike
  await insertExchanges({
    road,
    first: 2001,
    count: 5,
    provider: "OTHER/GOV/MOI/REGISTERS/household",
    consumer: "TWDEMO/EDU/NDU/AID",
  });
  await insertExchanges({
    road,
    first: 3001,
    count: 5,
    provider: "TWDEMO/GOV/MOIX/REGISTERS/household",
    consumer: "TWDEMO/EDU/NDU/AID",
  });
});
after(() => government?.stop());

const as = async (role: string): Promise<Browser> => {
  const people = await government.running.use(eidApi).demoPeople();
  return signedInAs(government.portal, people.find((one) => one.role.role === role)!.subject);
};
const at = (browser: Browser, address: string): Promise<Page> => browser.get(`${government.portal}${address}`);

const idsIn = ({ text }: Page): string[] => [...text.matchAll(/test-\d+/g)].map(([id]) => id);
const linesOf = ({ text }: Page): string[] =>
  text
    .replace(/^\uFEFF/, "")
    .split("\r\n")
    .slice(1, -1);
const upTo = (count: number, first = 1): string[] => Array.from({ length: count }, (_, n) => `test-${first + n}`);
const january = "day-from=2026-01-01&day-to=2026-01-31";

describe("the work area", () => {
  test("the overview counts what waits, and a queue whose module is away has no number and breaks no page", async () => {
    const began = Date.now();
    const page = await at(await as("auditor"), "/work");
    assert.equal(page.status, 200);
    assert.ok(Date.now() - began < 10_000, "a queue that never answers is waited for no longer than the limit");
    assert.match(page.text, /tr-queue__number">0<\/span><a[^>]*href="\/audit\/alarms"/);
    for (const queue of ["slow", "broken", "missing"])
      assert.match(
        page.text,
        new RegExp(`–</span><a[^>]*href="/faulty/${queue}"[^>]*>faulty.${queue}</a>\\s*<p[^>]*>This system cannot be reached`),
      );
  });

  test("office and person are never on one page: an officer's navigation has no citizen's entry, and the other way round", async () => {
    const officer = await as("case-officer");
    const [work, services] = [await at(officer, "/work"), await at(officer, "/services")];
    assert.deepEqual(targets(work, /^\/(cases|my-data|invoice)/), []);
    assert.ok(work.text.includes("School officer") && work.text.includes("National Demonstration University"));
    assert.deepEqual(targets(services, /^\/(desk|access)$/), []);
    assert.deepEqual(targets(services, /^\/work$/), ["/work"]);
    assert.deepEqual(targets(await at(await as("citizen"), "/services"), /^\/(work|desk|access)$/), []);
  });

  test("who may not see a page is told who may, and how to become one of them", async () => {
    const citizen = await as("citizen");
    for (const [address, role] of [
      ["/work", "Auditor"],
      ["/desk", "School officer"],
      ["/audit.csv", "Auditor"],
    ] as const) {
      const page = await at(citizen, address);
      assert.equal(page.status, 403, address);
      assert.ok(page.text.includes(`<li>${role}</li>`), address);
      assert.deepEqual(targets(page, /^\/try$/), ["/try"]);
    }
  });
});

describe("exchanges of an agency", () => {
  test("an officer sees each exchange of the agency once, and no other agency's in list, search or file", async () => {
    const officer = await as("provider-officer");
    const file = await at(officer, `/exchanges.csv?${january}`);
    assert.equal(file.type, "text/csv; charset=utf-8");
    assert.deepEqual(idsIn(file).sort(), upTo(60).sort());
    assert.deepEqual(
      idsIn(await at(officer, "/exchanges.csv")).filter((id) => !upTo(60).includes(id)),
      [],
    );
    for (const id of ["test-1001", "test-2001", "test-3001"])
      for (const address of [`/exchanges?id=${id}`, `/exchanges?id=${id}&member=GOV%2FMOF&provider=GOV%2FMOF`])
        assert.match((await at(officer, address)).text, /Nothing matches the filter/, address);
    assert.equal((await at(officer, "/exchanges?set=TWDEMO%2FGOV%2FMOF%2FREGISTERS%2Fincome")).status, 400);
    assert.match((await at(officer, "/exchanges?id=test-7")).text, /1 entry/);
  });

  test("filters by day, agency and outcome narrow list and file alike", async () => {
    const officer = await as("provider-officer");
    const refused = await at(officer, `/exchanges.csv?${january}&outcome=refused&consumer=EDU%2FNDU`);
    assert.deepEqual(
      idsIn(refused).sort(),
      upTo(60)
        .filter((_, n) => (n + 1) % 3 === 0)
        .sort(),
    );
    assert.match((await at(officer, `/exchanges?${january}&outcome=refused`)).text, /20 entries/);
    assert.deepEqual(linesOf(await at(officer, `/exchanges.csv?${january}&consumer=GOV%2FMOE`)), []);
    assert.deepEqual(linesOf(await at(officer, "/exchanges.csv?day-from=2026-01-11&day-to=2026-01-31")), []);
    assert.equal((await at(officer, "/exchanges?outcome=none")).status, 400);
  });

  test("every exchange is on one page and on no other, though records are told between the pages", async () => {
    const officer = await as("provider-officer");
    const seen: string[] = [];
    let next: string | undefined = `/exchanges?${january}`;
    for (let added = 1; next; added++) {
      const page: Page = await at(officer, next);
      seen.push(
        ...[...page.text.matchAll(/data-label="Log entry"><div class="tr-table__value">([\d,]+)</g)].map(([, leaf]) => leaf!),
      );
      next = /rel="next" href="([^"]*)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&");
      // a newer exchange, and one more record of an exchange that is shown or still to come
      await insertExchanges({
        road,
        first: 500 + added,
        count: 1,
        provider: "TWDEMO/GOV/MOI/REGISTERS/household",
        consumer: "TWDEMO/EDU/NDU/AID",
      });
      await insertExchanges({
        road,
        first: added,
        count: 1,
        provider: "TWDEMO/GOV/MOI/REGISTERS/household",
        consumer: "TWDEMO/EDU/NDU/AID",
        at: "2026-01-09T00:00:00Z",
      });
    }
    assert.equal(new Set(seen).size, 60);
    assert.equal(seen.length, 60);
  });

  test("figures of the last days count each exchange once, and those that were not answered", async () => {
    const now = new Date().toISOString();
    const tile = async (): Promise<number[]> => {
      const { text } = await at(await as("provider-officer"), "/exchanges");
      return [...text.matchAll(/tr-stats__value">([\d,]+)</g)].map(([, count]) => Number(count!.replace(",", "")));
    };
    const [today = 0, missed = 0, week = 0, weekMissed = 0] = await tile();
    // minutes before now: 2 exchanges of which one was refused
    const from = new Date(Date.parse(now) - 9001 * 60_000).toISOString();
    await insertExchanges({
      road,
      first: 8999,
      count: 2,
      provider: "TWDEMO/GOV/MOI/REGISTERS/household",
      consumer: "TWDEMO/EDU/NDU/AID",
      at: from,
    });
    const after = await tile();
    assert.deepEqual(after.slice(2), [week + 2, weekMissed + 1]);
    assert.ok(after[0]! >= today && after[1]! >= missed);
  });

  test("an agency's list and the auditor's go along an index", async () => {
    await insertExchanges({
      road,
      first: 10_000,
      count: 5_000,
      provider: "TWDEMO/GOV/MOF/REGISTERS/income",
      consumer: "TWDEMO/EDU/NDU/AID",
    });
    const anything: TransferFilter = {
      ...{ member: null, consumer: "", provider: "", service: "", outcome: "", side: "", exchangeId: "" },
      ...{ from: "-infinity", to: "infinity" },
    };
    const place = { at: "infinity", seq: 0 };
    let explained = 0;
    const planOf = async (list: typeof listExchanges, filter: TransferFilter): Promise<string> => {
      let plan = "";
      await list(
        {
          ...road,
          rows: async (query: { text: string; values: readonly unknown[] }) => {
            const rows = await road.rows<Record<string, string>>({
              ...query,
              name: `explain ${query.text}`.slice(0, 40) + explained++,
              text: `explain ${query.text}`,
            });
            plan = rows.map((row) => Object.values(row)[0]).join("\n");
            return [];
          },
        } as unknown as Database,
        filter,
        place,
        21,
      );
      return plan;
    };
    // a member with few records, whatever the last statistics were: for one that has most of them, going along the time is as good
    assert.match(await planOf(listExchanges, { ...anything, member: "TWDEMO/GOV/MOIX" }), /transfer_member_at/);
    for (const plan of [
      await planOf(listRecords, anything),
      await planOf(listExchanges, { ...anything, member: "TWDEMO/GOV/MOI" }),
    ])
      assert.doesNotMatch(plan, /Seq Scan|Sort Key: t?\.?at/);
    assert.match(await planOf(listRecords, anything), /transfer_at/);
    assert.match(await planOf(listRecords, { ...anything, exchangeId: "test-7" }), /transfer_once/);
  });
});

describe("the other lists of officers", () => {
  test("the auditor has a record for each side, narrowed by provider, side and day, in the page and the file", async () => {
    const auditor = await as("auditor");
    const file = await at(auditor, `/audit.csv?${january}&provider=GOV%2FMOI&side=provider&outcome=refused`);
    assert.ok(linesOf(file).length > 0 && idsIn(file).every((id) => Number(id.slice(5)) % 3 === 0));
    const one = await at(auditor, "/audit?id=test-1002");
    assert.match(one.text, /2 entries/);
  });

  test("requests of members and rights are narrowed by their state, and an agency sees its own rights alone", async () => {
    const operator = await as("road-operator");
    assert.match((await at(operator, "/registry?state=approved")).text, /href="\/registry\/[0-9a-f-]{36}"/);
    assert.equal((await at(operator, "/registry?state=lost")).status, 400);
    const moi = await at(await as("provider-officer"), "/access.csv");
    const ndu = await at(await as("case-officer"), "/access.csv?side=provider");
    assert.ok(
      linesOf(moi).length > 0 && linesOf(moi).every((line) => line.includes("Rights to our data") || line.includes("Our rights")),
    );
    assert.deepEqual(linesOf(ndu), []);
  });

  test("the desk finds cases by result, reference and name; another agency's officers find none of them", async () => {
    const officer = await as("case-officer");
    const list = await at(officer, "/desk");
    const [first] = targets(list, /^\/desk\/[0-9a-f-]{36}$/);
    const id = first!.split("/")[2]!;
    assert.deepEqual(targets(await at(officer, `/desk?search=${id.slice(0, 13)}`), /^\/desk\/[0-9a-f-]{36}$/), [first]);
    const granted = linesOf(await at(officer, "/desk.csv?result=granted"));
    assert.ok(granted.length > 0 && granted.every((line) => line.includes('"Granted"')));
    assert.ok(linesOf(await at(officer, "/desk.csv?result=refused")).every((line) => line.includes('"Not eligible"')));
    const cases = government.running.use(casesApi);
    const posts = [{ role: "case-officer", agency: "moi", area: null }];
    for (const search of [id, id.slice(0, 8)])
      assert.deepEqual(await cases.listForAgency("moi", { posts, search, limit: 20, shown: 20, actor: "a" }), []);
    assert.equal(await cases.countForAgency("moi", { posts, limit: 20 }), 0);
  });

  test("a case shows the officer who asks, what they answered, what registers said, and why; a file is an opening too", async () => {
    const officer = await as("case-officer");
    const [line] = linesOf(await at(officer, "/desk.csv?result=granted"));
    const id = /[0-9a-f-]{36}/.exec(line!)![0];
    const { text } = await at(officer, `/desk/${id}`);
    const applicant = /^"([^"]*)"/.exec(line!)![1]!;
    for (const words of [
      applicant,
      "What the applicant answered",
      "Information from registers",
      "What the law says",
      "Certificate issued",
    ])
      assert.ok(text.includes(words), words);
    const posts = [{ role: "case-officer", agency: "ndu", area: null }];
    const person = { subject: "test", name: "test", posts };
    const { subject } = await government.running.use(casesApi).viewAsOfficer({ id, agency: "ndu", person });
    const openings = await government.running.use(casesApi).openingsOf(subject, { limit: 50 });
    assert.deepEqual(new Set(openings.filter(({ caseId }) => caseId === id).map(({ kind }) => kind)), new Set(["list", "case"]));
  });
});
