import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "@troad/kernel";
import { bookKeeping } from "./kit/invoice-books.ts";
import { citizenLife, donatedIsPaid } from "./kit/invoice-citizen.ts";
import { assigningAndLooking, drawing, type OfficeScene, officeIsSound, officeScene, registering } from "./kit/invoice-office.ts";
import { type Carrier, type InvoiceKey, type InvoicePeople, startInvoicePeople } from "./kit/invoice-people.ts";
import { shopKeeping } from "./kit/invoice-shop.ts";

/** What people do with their invoices and carriers on the pages, signed in. */
let people: InvoicePeople;
const personAt = (at: number) => (): Carrier => people.carriers[at]!;
const [holder, stranger, giver] = [personAt(0), personAt(1), personAt(3)];

before(async () => {
  people = await startInvoicePeople("2026-08-20T12:00:00+08:00");
});
after(() => people?.government.stop());

const db = () => people.government.running.schemas.of("invoice");
const get: InvoicePeople["get"] = (...of) => people.get(...of);
const post: InvoicePeople["post"] = (...of) => people.post(...of);
const addressOf = ({ term, number }: InvoiceKey): string => `/invoice/mine/${term}/${number}`;
const holders = async (): Promise<number> => (await db().rows(sql`select 1 from carrier_holder`)).length;
const anyOf = async (term: string): Promise<InvoiceKey> =>
  (await db().one<InvoiceKey>(
    sql`select term, number from invoice where term = ${term} and carrier_id = ${holder().cardNo} order by number limit 1`,
  ))!;

/** Addresses of a person's carriers on their page, by what the link does. */
async function carrierLinks(who: Carrier, end: "show" | "remove"): Promise<string[]> {
  const text = await (await get(who, "/invoice/carriers")).text();
  return [...text.matchAll(new RegExp(`href="(/invoice/carriers/[\\w-]+/${end})"`, "g"))].map((match) => match[1]!);
}

test("a carrier's pages are its holder's alone, their addresses do not tell its number, and removing asks first", async () => {
  for (const end of ["show", "remove"] as const)
    for (const address of await carrierLinks(holder(), end)) {
      assert.ok(!address.includes(encodeURIComponent(holder().cardNo)) && !address.includes(holder().cardNo.slice(1)));
      assert.equal((await get(holder(), address)).status, 200);
      assert.equal((await get(stranger(), address)).status, 404);
    }
  const before = await holders();
  const asked = await Promise.all(
    (await carrierLinks(holder(), "remove")).map(async (address) => (await get(holder(), address)).text()),
  );
  const { count } = (await db().one<{ count: number }>(
    sql`select count(distinct number)::int as count from invoice where carrier_id = ${holder().cardNo} or carrier_id in (
      select distinct on (type, id) id from carrier_link where barcode = ${holder().cardNo} order by type, id, no desc)`,
  ))!;
  const own = asked.find((text) => text.includes(holder().cardNo))!;
  assert.ok(own.includes(`its ${count} invoices`), "the number of invoices that are lost");
  assert.equal(await holders(), before, "to be asked removes nothing");
});

test("all months are searched at once, in full-width letters too, a month that is not there shows no other, and a year is added up", async () => {
  const one = await anyOf("11506");
  const wide = [...one.number].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join("");
  const search = async (query: string) => (await get(holder(), `/invoice/mine${query}`)).text();
  for (const words of [one.number, one.number.toLowerCase(), wide])
    assert.ok((await search(`?month=all&words=${encodeURIComponent(words)}`)).includes(addressOf(one)), words);
  assert.ok(!(await search(`?words=${one.number}`)).includes(addressOf(one)), "this month alone has it not");
  const unknown = await get(holder(), "/invoice/mine?month=2019-01");
  const text = await unknown.text();
  assert.equal(unknown.status, 400);
  assert.match(text, /That month is not available/);
  assert.doesNotMatch(text, /href="\/invoice\/mine\/\d/);
  const file = (await (await get(holder(), "/invoice/spending/year.csv?year=2026")).text()).trim().split(/\r?\n/);
  assert.equal(file.length, 1 + 8, "a head, and January to August");
  const months = file.slice(1).map((line) => line.split(","));
  const june = await (await get(holder(), "/invoice/mine.csv?month=2026-06")).text();
  assert.equal(Number(months[5]![1]), june.trim().split(/\r?\n/).length - 1, "as many as the list of the month");
});

test("what is no donation code and a code that nobody has are told apart, and full-width digits are taken", async () => {
  const one = await anyOf("11508");
  const told = async (code: string) => (await post(holder(), `${addressOf(one)}/donate`, { code })).text();
  for (const code of ["12", "abc", "123456789"]) assert.match(await told(code), /A donation code has 3 to 7 digits/, code);
  for (const code of ["919", "９１９", "99999999"]) assert.match(await told(code), /No organisation has this code/, code);
  assert.equal((await db().rows(sql`select 1 from donation where number = ${one.number}`)).length, 0);
  assert.equal((await post(holder(), `${addressOf(one)}/donate`, { code: "００１００" })).status, 303);
});

test("a prize is claimed in its time; paid or lapsed it says so and offers nothing to press, on the invoice and on the page of claims", async () => {
  await people.moveTo("2026-11-28T12:00:00+08:00");
  const endingIn = async (who: Carrier, term: string, end: string): Promise<InvoiceKey> =>
    (await db().one<InvoiceKey>(
      sql`select term, number from invoice where term = ${term} and number like ${`%${end}`} and carrier_id = ${who.cardNo}`,
    ))!;
  const paid = await endingIn(holder(), "11508", "653");
  assert.match(await (await get(holder(), addressOf(paid))).text(), /Can be claimed now.*href="[^"]*\/claim"/s);
  assert.equal((await post(holder(), `${addressOf(paid)}/claim`, { way: "remitted" })).status, 303);
  const lapsed = await endingIn(giver(), "11506", "106");
  for (const [who, one, said] of [
    [holder(), paid, /Paid: NT\$/],
    [giver(), lapsed, /Claim period over.*\(6 August 2026 to 5 November 2026\) is over/s],
  ] as const)
    for (const end of ["", "/claim"]) {
      const text = await (await get(who, addressOf(one) + end)).text();
      assert.match(text, said);
      assert.doesNotMatch(text, /href="[^"]*\/claim"|name="way"/);
      if (end !== "") assert.match(text, /href="\/invoice\/winnings">Your other winning invoices/, "it leads on");
    }
});

/** After what the pages of citizens need of their own days: the office moves the clock to a draw. */
let office: OfficeScene;
test("an operator registers, suspends and ends senders, applications, carriers and donation codes, and each act is on record", async () => {
  await people.moveTo("2026-10-15T12:00:00+08:00");
  office = await officeScene(people);
  await registering(office);
});

test("an officer assigns numbers once, and who looks at an invoice states a purpose that its holder reads", async () =>
  assigningAndLooking(office));

test("a citizen sets an account, is told of each invoice, lets the family see them and takes all of them along", async () =>
  citizenLife(office));

test("a shop issues, is refused, mends, allows, voids and reissues, uploads, reports what is left and ends", async () =>
  shopKeeping(office));

test("an accountant answers, marks and files; nothing twice in a file (ringo636/Tib#605), nothing after the mandate (Expensify/App#51678)", async () =>
  bookKeeping(office));

test("two operators draw and correct a draw, and the prize of a citizen is paid by a run that two others approved", async () =>
  drawing(office));

test("the prize of a donated invoice goes to its group, to an account that two operators agree on", async () =>
  donatedIsPaid(office));

test("every page of the office opens for its role and is sound", async () => officeIsSound(office));
