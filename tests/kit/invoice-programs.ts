import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { eidApi } from "@troad/eid/api";
import { invoiceApi } from "@troad/invoice/api";
import { termOf } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import { peopleApi } from "@troad/people/api";
import { markupFaults } from "../../e2e/crawl/html-rules.ts";
import { tellDay } from "../../modules/invoice/programs/jobs.ts";
import type { Recipient, Reply } from "./data-recipient.ts";
import { student, until } from "./exchange.ts";
import { filled, type OnlineScene, terms } from "./online-scene.ts";

const set = [{ set: "cloud-invoices", fields: ["invoices"] }];
const agreed = ["cloud-invoices.invoices"];
type Own = { number: string; date: string; seller: string; total: number; standing: string };
type Page = { invoices: Own[]; next: string | null };
const pageOf = ({ body }: Reply): Page => body as Page;
const dayMs = 86_400_000;

/** A program reads the invoices of who agreed, page by page, and of nobody else; it stops with the consent. */
export async function ownInvoicesByConsent(scene: OnlineScene): Promise<void> {
  const { rival, citizen, at, signedIn, agree, clock, decide } = scene;
  const book = await scene.recipient("Book");
  const applicant = await scene.applicant();
  const apply = { client: book.id, set: ["cloud-invoices"], ...filled(set, agreed), ...terms, answers: "3", webhook: "" };
  await applicant.post(at("/my-data/applications/apply"), apply);
  await decide(book, 1, "approved");
  const browser = await signedIn(citizen.subject);
  const asked = await book.start(set, { standing: true });
  const read = (more = "", by = book) => by.invoices("GET", `/invoices?consent=${asked.id}${more}`);
  assert.equal((await read()).code, "mydata.request-pending");
  const code = await agree(asked, browser, agreed);
  assert.equal((await read()).code, "mydata.request-unknown", "the code comes first");
  const delivered = await book.open((await book.fetch(asked, code)).text);
  const given = delivered.data["cloud-invoices"]!.records[0]!.invoices!.value as Own[];

  const first = await read("&limit=2");
  assert.equal(first.status, 200, first.text);
  const all = [...pageOf(first).invoices];
  for (let { next } = pageOf(first); next !== null; ) {
    const page = pageOf(await read(`&limit=2&cursor=${next}`));
    assert.ok(page.invoices.length > 0 && page.invoices.length <= 2);
    all.push(...page.invoices);
    next = page.next;
  }
  assert.ok(all.length > 4 && given.length > 4, `${all.length} ${given.length}`);
  const known = (list: readonly Own[]): string[] =>
    list.map(({ number, date, total }) => `${number} ${date} ${total}`).toSorted();
  assert.deepEqual(known(all.filter(({ standing }) => standing === "valid")), known(given), "what MyData delivers, in pages");
  assert.deepEqual(
    all,
    all.toSorted((a, b) => b.date.localeCompare(a.date)),
    "newest first",
  );

  // attacks: others, other assertions, cursors that no list gave out
  const { next } = pageOf(first);
  assert.equal((await read("", rival)).code, "mydata.request-unknown");
  assert.equal((await read(`&cursor=${next}`, rival)).code, "mydata.request-unknown");
  const once = await book.assertion({ aud: `${scene.government.portal}/invoice/v2` });
  const place = `/invoices?consent=${asked.id}&limit=2&cursor=${next}`;
  assert.equal((await book.invoices("GET", place, { assertion: once })).status, 200);
  assert.equal((await book.invoices("GET", place, { assertion: once })).code, "program.client-unknown", "used before");
  const elsewhere = await book.assertion();
  assert.equal(
    (await book.invoices("GET", place, { assertion: elsewhere })).code,
    "program.client-unknown",
    "made out to others",
  );
  const forged = (parts: readonly string[]): string => Buffer.from(parts.join(" ")).toString("base64url");
  const [, asOf = "", date = "", number = ""] = Buffer.from(next!, "base64url").toString().split(" ");
  assert.equal((await read(`&cursor=${forged([randomUUID(), asOf, date, number])}`)).code, "mydata.reading-over");
  for (const wrong of [forged(["x", asOf, date, number]), forged([randomUUID(), asOf, "2026-13-41", number]), "abc"])
    assert.equal((await read(`&cursor=${wrong}`)).code, "program.cursor-unknown", wrong);
  for (const wrong of ["&limit=0", "&limit=501", "&cursor=%00", "&extra=1"])
    assert.equal((await read(wrong)).code, "request.invalid");
  assert.equal((await book.invoices("GET", `/invoices?consent=${randomUUID()}`)).code, "mydata.request-unknown");
  // another person's consent to another client is none of this one's
  const other = await signedIn(student(1).subject);
  const theirs = await book.start(set, { standing: true });
  await other.post(theirs.address, { act: "refuse" });
  assert.equal((await book.invoices("GET", `/invoices?consent=${theirs.id}`)).code, "mydata.request-refused");

  // three answers a day were agreed to: the code's, and two readings however many pages they have
  assert.equal((await read()).status, 200);
  assert.equal((await read()).code, "mydata.answers-used");
  clock.shift(3_600_001);
  assert.equal((await read(`&cursor=${next}`)).code, "mydata.reading-over", "an hour later");
  clock.shift(dayMs);
  const again = await read("&limit=2");
  assert.equal(again.status, 200, again.text);
  const person = await signedIn(citizen.subject);
  await person.post(at(`/my-data/consents/recipients/${asked.id}/withdraw`), {});
  assert.equal((await read()).code, "mydata.consent-ended");
  assert.equal((await read(`&limit=2&cursor=${pageOf(again).next}`)).code, "mydata.consent-ended", "in the middle of the list");
}

const ban = "04595257";
const shopName = "好茶有限公司";
const sale = { lines: [{ description: "紅茶", quantity: "2", unitPrice: "30" }] };
const toBusiness = { ...sale, buyer: "12345675", buyerName: "測試商店" };

/** Programs of a shop issue and are told, each act once; others' programs do nothing there. */
export async function programsOfShops(scene: OnlineScene): Promise<void> {
  const { government, receiver, rival, at, signedIn, clock, subjectOf } = scene;
  const citizens = (await government.running.use(eidApi).demoPeople()).filter(({ role }) => role.role === "citizen");
  const [owner, stranger] = [citizens[4]!, citizens[5]!];
  const [till, viewer] = [await scene.recipient("Till"), await scene.recipient("Viewer")];
  const term = termOf(taipeiDate(clock.now()));
  await government.running.use(peopleApi).confirmMandate({
    ...{ key: "tea shop of programs", by: subjectOf("mandate-officer") },
    mandate: {
      ...{
        services: null,
        since: new Date(clock.now().getTime() - 3_600_000).toISOString(),
        until: null,
        kind: "representative",
      },
      ...{ holder: owner.subject, principal: { business: ban, name: shopName }, basis: "公司登記" },
    },
  });
  const range = { seller: ban, term, track: "TP", first: "00000000", last: "00000049" };
  await government.running.use(invoiceApi).assignNumbers({ ranges: [range], by: "test", key: `programs ${term}` });
  const boss = await signedIn(owner.subject);
  const page = `/shop/${ban}/programs`;
  const name = { client: till.id, rights: "clerk", webhook: receiver.address };
  const tried = async (change: object): Promise<number> => {
    const { status, text } = await boss.post(at(page), { ...name, ...change });
    assert.deepEqual(
      (await markupFaults(text, page)).filter((one) => status === 200 || !one.includes("heading-level")),
      [],
    );
    return status;
  };
  for (const change of [
    { client: "x" },
    { client: randomUUID() },
    { rights: "" },
    { webhook: "http://plain.example/" },
    { webhook: "https://a@b.example/" },
  ])
    assert.equal(await tried(change), 422, JSON.stringify(change));
  assert.equal((await (await signedIn(stranger.subject)).post(at(page), name)).status, 403);
  assert.equal(
    (await till.invoices("POST", `/shops/${ban}/invoices`, { body: sale, key: "before-named" })).code,
    "shop.not-yours",
  );
  assert.equal(await tried({}), 200);
  assert.equal(await tried({}), 409, "named twice");
  assert.equal(await tried({ client: viewer.id, rights: "reader", webhook: "" }), 200);
  const shown = await boss.post(at(`${page}/secret`), {
    no: /name="no" value="(\d+)"/.exec((await boss.get(at(page))).text)![1]!,
  });
  assert.match(shown.text, /whsec_/);

  // issued once under a key, whatever happens to the answer; five at once under one key are one, five alike under five are five
  const post = (place: string, body: object, key?: string, by: Recipient = till): Promise<Reply> =>
    by.invoices("POST", `/shops/${ban}${place}`, { body, ...(key === undefined ? {} : { key }) });
  const issue = (body: object, key?: string, by: Recipient = till): Promise<Reply> => post("/invoices", body, key, by);
  const one = await issue(sale, "sale-0001");
  assert.deepEqual([one.status, one.body.number, one.body.term], [201, "TP00000000", term], one.text);
  assert.deepEqual((await issue(sale, "sale-0001")).body, one.body);
  assert.equal((await issue(toBusiness, "sale-0001")).code, "program.key-reused");
  const same = await Promise.all(Array.from({ length: 5 }, () => issue(toBusiness, "sale-0002")));
  assert.deepEqual([...new Set(same.map(({ body }) => body.number))], ["TP00000001"], same.map(({ text }) => text).join());
  const alike = await Promise.all(Array.from({ length: 5 }, (_, nth) => issue(toBusiness, `sale-1${nth}-alike`)));
  assert.equal(new Set(alike.map(({ body }) => body.number)).size, 5, alike.map(({ text }) => text).join());

  // refused: without a key, by a reader, by a program of others, for another seller, with wrong contents
  for (const [reply, code] of [
    [issue(sale), "program.key-missing"],
    [issue(sale, "short"), "program.key-missing"],
    [issue(sale, "by-reader-1", viewer), "shop.not-allowed"],
    [issue(sale, "by-rival-01", rival), "shop.not-yours"],
    [till.invoices("POST", "/shops/12345675/invoices", { body: sale, key: "foreign-01" }), "shop.not-yours"],
    [issue({ ...sale, buyer: "12345678" }, "wrong-buyer"), "shop.refused"],
    [issue({ lines: [] }, "no-lines-01"), "request.invalid"],
    [issue({ ...sale, total: "1" }, "more-fields"), "request.invalid"],
    [post(`/invoices/${term}/TP00000049/void`, { reason: "品名錯誤" }, "void-none-1"), "shop.unknown"],
    [post(`/invoices/${term}/TP00000001/allowances`, { amount: "999999" }, "allow-more-1"), "shop.refused"],
  ] as const)
    assert.equal((await reply).code, code);
  assert.equal((await viewer.invoices("GET", `/shops/${ban}/messages`)).status, 200);
  assert.equal((await rival.invoices("GET", `/shops/${ban}/messages`)).code, "shop.not-yours");

  const done = async (place: string, body: object, key: string): Promise<void> => {
    const reply = await post(place, body, key);
    assert.equal(reply.status, 201, reply.text);
    assert.deepEqual((await post(place, body, key)).body, reply.body, "again");
  };
  await done(`/invoices/${term}/TP00000001/allowances`, { amount: "21" }, "allow-0001");
  await done(`/invoices/${term}/TP00000002/cancel`, { reason: "客人退貨" }, "cancel-0001");
  await done(`/invoices/${term}/TP00000000/void`, { reason: "品名錯誤" }, "void-0001");
  const state = await till.invoices("GET", `/shops/${ban}/messages/${term}/TP00000001`);
  assert.equal(state.body.state, "C");
  assert.equal((await till.invoices("GET", `/shops/${ban}/messages/${term}/TP00000040`)).code, "program.message-unknown");

  // pages of what was sold and of what became of messages: each once
  const listed: string[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await viewer.invoices("GET", `/shops/${ban}/invoices?term=${term}&limit=3${cursor}`);
    listed.push(...(body.invoices as Own[]).map(({ number }) => number));
    if (body.next === null) break;
    cursor = `&cursor=${String(body.next)}`;
  }
  assert.deepEqual(listed, listed.toSorted().reverse());
  assert.deepEqual([listed.length, new Set(listed).size], [7, 7], "seven were issued");
  const messages = (await viewer.invoices("GET", `/shops/${ban}/messages?limit=500`)).body;
  const sent = messages.packages as { package: string; taken: number; refused: { errors: { code: string }[] }[] }[];
  assert.equal(sent.filter(({ taken }) => taken === 1).length, 10, "seven issued, an allowance, a cancellation, a void");
  assert.ok(sent.some(({ refused }) => refused[0]?.errors[0]?.code.startsWith("ban.")));
  const later = (await viewer.invoices("GET", `/shops/${ban}/messages?cursor=${String(messages.next)}`)).body;
  assert.deepEqual([later.packages, later.next], [[], messages.next], "nothing new, and the place to go on from");

  // it is told; the name of a buyer, a sum or a person is in no event
  const told = await receiver.told(({ data }) => data.package === one.body.package);
  assert.equal(told.type, "invoice.messages-processed");
  assert.deepEqual(told.data, { ban, package: one.body.package as string, taken: "1", waiting: "0", refused: "0" });
  await receiver.told(({ data }) => data.ban === ban && data.refused === "1");
  clock.shift(dayMs);
  const db = government.running.schemas.of("invoice");
  const day = taipeiDate(new Date(clock.now().getTime() - dayMs));
  await db.tx((tx) => tx.enqueue(tellDay, { day, after: 0 }, { key: `${day} 0` }));
  const results = await receiver.told(({ type, data }) => type === "invoice.day-results" && data.ban === ban);
  // those that met the same sale of the same second are counted too: they were taken before
  assert.equal(results.data.day, day);
  assert.ok(Number(results.data.good) >= 10);
  assert.ok(Number(results.data.failed) >= 2);

  // ended: from the same moment on
  const again = await signedIn(owner.subject);
  const rows = [...(await again.get(at(page))).text.matchAll(/programs\/end"[\s\S]*?name="no" value="(\d+)"/g)].map(
    (match) => match[1]!,
  );
  assert.equal(rows.length, 2);
  await again.post(at(`${page}/end`), { no: rows[0]! });
  await until(async () => (await issue(sale, "after-end-01")).code === "shop.not-yours", "no act after the end");
  assert.equal((await issue(sale, "sale-0001")).code, "shop.not-yours", "a key of before opens nothing");
}
