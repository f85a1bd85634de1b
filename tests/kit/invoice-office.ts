import assert from "node:assert/strict";
import { sql } from "@troad/kernel";
import { Browser, type Page } from "../../apps/troad/demo/browser.ts";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { sampleInvoice } from "../../packages/invoice/test/samples.ts";
import { type DemoPerson, demoPeopleOf } from "./demo-people.ts";
import { until } from "./exchange.ts";
import type { InvoicePeople } from "./invoice-people.ts";

const base = "/work/invoice";
const plain = ({ text }: Page): string =>
  (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

export type OfficeScene = {
  people: InvoicePeople;
  operators: [Browser, Browser];
  officer: Browser;
  citizen: Browser;
  at(path: string): string;
  /** The sender that the operator registered, by its token. */
  token: string;
};

/** Two operators, an officer and a citizen, signed in. */
export async function officeScene(people: InvoicePeople): Promise<OfficeScene> {
  const { portal } = people.government;
  const at = (path: string): string => `${portal}${path}`;
  const known = await demoPeopleOf(people.government);
  const inRole = (role: string): DemoPerson[] => known.filter((one) => one.role.role === role);
  const signedIn = async ({ subject }: { subject: string }): Promise<Browser> => {
    const browser = new Browser();
    await browser.post(at("/auth/demo"), { subject, return: "/" });
    return browser;
  };
  const [first, second] = await Promise.all(inRole("invoice-operator").map(signedIn));
  const officer = await signedIn(inRole("invoice-officer")[0]!);
  const citizen = await signedIn(people.carriers[0]!);
  return { people, operators: [first!, second!], officer, citizen, at, token: "" };
}

const ok = async (browser: Browser, address: string, fields: Record<string, string>, status = 200): Promise<Page> => {
  const page = await browser.post(address, fields);
  assert.equal(page.status, status, `${address}: ${plain(page).slice(0, 600)}`);
  if (status === 200) assert.deepEqual(await markupFaults(page.text, new URL(page.url).pathname), []);
  return page;
};

/** A sender, an application, a barcode and a donation code are registered, suspended and ended; wrong input changes nothing. */
export async function registering(scene: OfficeScene): Promise<void> {
  const { operators, officer, citizen, at, people } = scene;
  const [operator] = operators;
  const { government } = people;
  const db = government.running.schemas.of("invoice");
  assert.equal((await citizen.get(at(base))).status, 403);
  assert.equal((await officer.get(at(`${base}/senders`))).status, 403, "an officer registers nobody");
  const fields = { id: "tea-shop", name: "好茶有限公司", role: "shop", sellers: "04595257", certificate: "" };
  for (const [change, field] of [
    [{ id: "a b" }, "id"],
    [{ name: "" }, "name"],
    [{ role: "" }, "role"],
    [{ sellers: "*" }, "sellers"],
    [{ sellers: "04595258" }, "sellers"],
    [{ certificate: "-----BEGIN CERTIFICATE-----" }, "certificate"],
  ] as const) {
    const page = await ok(operator, at(`${base}/senders/new`), { ...fields, ...change }, 422);
    assert.ok(page.text.includes(`id="${field}-error"`), field);
  }
  assert.equal((await db.rows(sql`select 1 from sender where id = 'tea-shop'`)).length, 0);
  const made = await ok(operator, at(`${base}/senders/new`), fields);
  scene.token = /<code>([^<]{20,})<\/code>/.exec(made.text)?.[1] ?? assert.fail(plain(made));
  await ok(operator, at(`${base}/senders/new`), fields, 409);
  const kept = await db.one<{ token_sha256: string }>(sql`select token_sha256 from sender where id = 'tea-shop'`);
  assert.ok(kept && !kept.token_sha256.includes(scene.token), "the token itself is not kept");

  assert.ok((await operator.get(at(`${base}/senders?words=04595257`))).text.includes("tea-shop"));
  const one = at(`${base}/senders/tea-shop`);
  const sends = async () => (await send(scene, [])).status;
  assert.equal(await sends(), 400, "known, and an empty list is no request");
  await ok(operator, `${one}/suspend`, { reason: "x" }, 422);
  await ok(operator, `${one}/suspend`, { reason: "憑證外洩，待更換" });
  await ok(operator, `${one}/suspend`, { reason: "憑證外洩，待更換" }, 409);
  assert.equal(await sends(), 401, "suspended");
  await ok(operator, `${one}/resume`, { reason: "已更換憑證" });
  assert.equal(await sends(), 400);

  const app = await ok(operator, at(`${base}/apps/new`), { name: "記帳小幫手" });
  const appId = /<code>(EINV[0-9A-F]{12})<\/code>/.exec(app.text)?.[1] ?? assert.fail(plain(app));
  const calls = async (id = appId) => {
    const body = new URLSearchParams({ version: "0.2", action: "QryWinningList", invTerm: "11506", UUID: "1", appID: id });
    return ((await (await fetch(at("/PB2CAPIVAN/invapp/InvApp"), { method: "POST", body })).json()) as { code: string }).code;
  };
  assert.equal(await calls("EINV000000000000"), "998");
  assert.equal(String(await calls()), "200");
  const renewed = await ok(operator, at(`${base}/apps/${appId}/key`), {});
  assert.notEqual(/<code>([^<]{24})<\/code>/.exec(renewed.text)?.[1], /<code>([^<]{24})<\/code>/.exec(app.text)?.[1]);
  await ok(operator, at(`${base}/apps/${appId}/end`), { reason: "開發者停止服務" });
  await ok(operator, at(`${base}/apps/${appId}/key`), {}, 409);

  const carrier = { type: "3J0002", id: "/QWE+123", code: "Ab12345678" };
  await ok(operator, at(`${base}/carriers`), { ...carrier, id: "QWE" }, 422);
  await ok(operator, at(`${base}/carriers`), carrier);
  await ok(operator, at(`${base}/carriers/suspend`), { ...carrier, reason: "持有人遺失" });
  assert.equal((await operator.get(at(`${base}/carriers?type=3J0002&id=%2FZZZZZZZ`))).status, 404);
  const code = { code: "77001", ban: "04595257", name: "好茶基金會" };
  await ok(operator, at(`${base}/love-codes/new`), { ...code, code: "1" }, 422);
  await ok(operator, at(`${base}/love-codes/new`), code);
  await ok(operator, at(`${base}/love-codes/new`), code, 409);
  await ok(operator, at(`${base}/love-codes/77001/end`), { reason: "團體已解散" });
  assert.equal((await operator.get(at(`${base}/love-codes/77001`))).status, 404);
  const audited = await db.rows<{ action: string }>(sql`select distinct action from kernel_audit`);
  for (const action of ["sender-registered", "sender-suspended", "app-ended", "carrier-suspended", "love-code-ended"])
    assert.ok(
      audited.some((row) => row.action === `invoice.${action}`),
      action,
    );
}

const send = ({ at, token }: OfficeScene, invoices: readonly object[]): Promise<Response> =>
  fetch(at("/invoice/v1/invoices"), {
    method: "POST",
    body: JSON.stringify(invoices),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  });

/** An officer assigns a book, the shop issues from it, and an operator looks at an invoice: its holder reads why. */
export async function assigningAndLooking(scene: OfficeScene): Promise<void> {
  const { operators, officer, citizen, at, people } = scene;
  const holder = people.carriers[0]!;
  const ranges = "04595257 TW 00000000 00000049";
  const key = "0190a000-0000-7000-8000-000000000009";
  const assign = (more: object, status = 200) =>
    ok(officer, at(`${base}/numbers/new`), { term: "11510", type: "07", ranges, key, ...more }, status);
  await assign({ ranges: "=1+1" }, 422);
  await assign({ ranges: "04595257 TW 00000000 00000048" }, 400);
  await assign({});
  await assign({});
  await assign({ key: "0190a000-0000-7000-8000-000000000010" }, 409);
  assert.match(plain(await officer.get(at(`${base}/numbers?seller=04595257`))), /TW00000000–00000049/);
  const carrier = { type: "3J0002", id1: holder.cardNo, id2: holder.cardNo };
  const numbered = (serial: number, more: object = {}) => ({
    ...{ ...sampleInvoice, date: "2026-10-15", carrier, donatedTo: undefined, print: false, ...more },
    ...{ number: `TW${String(serial).padStart(8, "0")}`, seller: { ban: "04595257", name: "好茶有限公司" } },
  });
  const answer = (await (await send(scene, [numbered(7), numbered(9), numbered(60)])).json()) as {
    taken: number;
    refused: { errors: { code: string }[] }[];
  };
  assert.deepEqual([answer.taken, answer.refused[0]?.errors[0]?.code], [2, "number.not-assigned"]);
  const look = { term: "11510", number: "TW00000007", purpose: "" };
  await ok(operators[0], at(`${base}/look`), look, 422);
  assert.doesNotMatch(plain(await citizen.get(at("/invoice/looks"))), /TW00000007/);
  const found = await ok(operators[0], at(`${base}/look`), { ...look, purpose: "消費者來電查詢申報" });
  assert.ok(plain(found).includes("好茶有限公司"));
  await ok(operators[0], at(`${base}/look`), { ...look, number: "TW00000008", purpose: "消費者來電查詢申報" }, 404);
  const mine = plain(await citizen.get(at("/invoice/looks")));
  assert.match(mine, /TW00000007.{1,3}消費者來電查詢申報/);
  const anomalies = await officer.get(at(`${base}/anomalies?kind=gaps&term=11510`));
  assert.match(plain(anomalies), /04595257.*TW.*8.*10/, "eight of the first ten were neither issued nor reported");
}

/** Every page of the office opens without faults of markup. */
export async function officeIsSound({ operators, officer, at }: OfficeScene): Promise<void> {
  const all = [
    "",
    "/senders",
    "/senders/tea-shop",
    "/apps",
    "/carriers",
    "/love-codes",
    "/draws",
    "/draws/11510",
    "/prizes",
    "/look",
  ];
  const own = [
    "",
    "/numbers",
    "/numbers/new",
    "/anomalies",
    "/anomalies?kind=round",
    "/anomalies?kind=same-buyer",
    "/anomalies?kind=late",
  ];
  for (const [browser, pages] of [
    [operators[0], all],
    [officer, [...own, "/anomalies?kind=ended-after-draw", "/cases", "/cases?state=keep"]],
  ] as const)
    for (const page of pages) {
      const shown = await browser.get(at(base + page));
      assert.equal(shown.status, 200, page);
      assert.deepEqual(await markupFaults(shown.text, base + page.split("?")[0]!), [], page);
    }
  assert.equal((await officer.get(at(`${base}/cases/1`))).status, 404);
}

/** Two operators draw; what one alone or too early does is refused; a wrong list is corrected and its winners keep their prizes. */
export async function drawing(scene: OfficeScene): Promise<void> {
  const { operators, officer, citizen, at, people } = scene;
  const [first, second] = operators;
  const address = at(`${base}/draws/11510`);
  const numbers = { super: "00000099", special: "00000098", first: "12300007 11111111 22222222" };
  const digestOf = (page: Page): string[] => [...page.text.matchAll(/id="list-([0-9a-f]{64})"/g)].map(([, digest]) => digest!);
  await people.moveTo("2026-11-24T10:00:00+08:00");
  await ok(first, address, { ...numbers, super: "123" }, 422);
  const [digest = ""] = digestOf(await ok(first, address, numbers));
  const publish = (browser: Browser, list: string, status: number, reason = "") =>
    ok(browser, `${address}/publish`, { digest: list, reason }, status);
  await publish(first, digest, 409);
  await ok(second, address, { ...numbers, first: "22222222 12300007 11111111" });
  await publish(second, digest, 409);
  await ok(second, `${address}/try`, { digest });
  await publish(second, digest, 409);
  assert.doesNotMatch(plain(await first.get(at("/invoice/numbers?term=11510"))), /12300 ?007/, "not before the day");
  await people.moveTo("2026-11-25T15:00:00+08:00");
  const both = await Promise.all([first, second].map((one) => one.post(`${address}/publish`, { digest, reason: "" })));
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200],
    "who comes second finds it published",
  );
  const db = people.government.running.schemas.of("invoice");
  const published = () => db.rows(sql`select 1 from draw_publication where term = '11510'`);
  assert.equal((await published()).length, 1);
  assert.match(plain(await citizen.get(at("/invoice/numbers?term=11510"))), /12300 007/);

  await people.moveTo("2026-12-07T10:00:00+08:00");
  const holder = people.carriers[0]!;
  const own = "/invoice/mine/11510/TW00000007";
  await until(async () => /Can be claimed now/.test(plain(await citizen.get(at(own)))), "the citizen has won");
  assert.equal((await people.post(holder, `${own}/claim`, { way: "remitted" })).status, 303);

  // another list is right: it needs two people, a trial and a reason, and the prize that was claimed stays
  const corrected = { ...numbers, first: "12300009 11111111 22222222" };
  await ok(first, address, corrected);
  const right = digestOf(await ok(second, address, corrected)).find((one) => one !== digest)!;
  await ok(first, `${address}/try`, { digest: right });
  await publish(first, right, 409);
  await publish(first, right, 200, "印製時誤植頭獎號碼");
  assert.equal((await published()).length, 2);
  assert.match(plain(await citizen.get(at("/invoice/numbers?term=11510"))), /12300 009.*12300 007/);

  // paid by a run: opened by one, approved by two others, less the tax of the claim
  const runs = at(`${base}/prizes`);
  const { subject } = holder;
  await ok(officer, runs, {}, 403);
  const run = (await ok(first, runs, {})).url;
  await ok(first, runs, {}, 409);
  await ok(first, `${run}/approve`, {}, 403);
  await ok(second, `${run}/approve`, {});
  await ok(second, `${run}/approve`, {}, 409);
  await ok(officer, `${run}/approve`, {});
  await ok(officer, `${run}/drop`, { reason: "不應付款的批次" }, 409);
  await until(async () => plain(await first.get(run)).includes("Arrived"), "the bank has paid it");
  const claimed = await db.rows<{ net: number; withheld: number }>(sql`
    select net, withheld from claim where way = 'remitted' and claimed_by = ${subject}`);
  const net = claimed.reduce((sum, one) => sum + one.net, 0);
  const booked = await people.government.running.schemas.of("pay").rows<{ amount: number }>(sql`
    select p.amount::int as amount from posting p where p.account = 'agency/mof' and p.amount = ${net}`);
  assert.ok(claimed.length === 2 && booked.length === 1, `the ledger shows ${net}`);

  // corrected once more after the payment: what was paid stays paid, and nothing is paid again
  const again = { ...corrected, special: "00000097" };
  const paid = () => db.rows(sql`select term, number, net, claimed_by from claim order by term, number`);
  const before = (await paid()).filter((one) => (one as { claimed_by: string }).claimed_by === subject);
  await ok(second, address, again);
  const last = digestOf(await ok(first, address, again)).find((one) => one !== digest && one !== right)!;
  await ok(second, `${address}/try`, { digest: last });
  await publish(second, last, 200, "特獎號碼更正");
  assert.equal((await published()).length, 3);
  assert.deepEqual(
    (await paid()).filter((one) => (one as { claimed_by: string }).claimed_by === subject),
    before,
  );
  assert.equal(
    (await people.post(holder, `${own}/claim`, { way: "remitted" })).status,
    422,
    "a prize that was paid is claimed no more",
  );
}
