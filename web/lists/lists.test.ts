import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { insertPermits, type Permits, startPermits } from "../test/permits.ts";

const clerk = { cookie: "session=ann%20clerk", "accept-language": "en", accept: "text/html" };

describe("lists through HTTP, in PostgreSQL", () => {
  let permits: Permits;
  const get = (address: string, headers: Record<string, string> = clerk) =>
    fetch(new URL(address, permits.running.origin), { headers, redirect: "manual" });
  const page = async (address: string): Promise<string> => (await get(address)).text();
  const numbers = (text: string): number[] =>
    [...text.matchAll(/data-label="No\."><div class="tr-table__value">([\d,]+)</g)].map(([, no]) => Number(no!.replace(",", "")));
  const nextOf = (text: string): string | undefined => /rel="next" href="([^"]*)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");

  before(async () => {
    permits = await startPermits();
  });
  after(() => permits?.stop());

  test("nothing at all says what the list says then, and offers no filter to clear", async () => {
    const text = await page("/permits");
    assert.match(text, /No permits yet/);
    assert.doesNotMatch(text, /Clear the filter/);
    await insertPermits(permits.db, 1, 1000);
  });

  test("every row is on one page and on no other, though rows are added between the pages", async () => {
    const seen: number[] = [];
    let added = 5000;
    for (let address: string | undefined = "/permits"; address; ) {
      const text = await page(address);
      seen.push(...numbers(text));
      address = nextOf(text);
      await insertPermits(permits.db, added++, 1);
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 1000 }, (_, n) => 1000 - n),
    );
  });

  test("what is chosen stands in the address, in the form and in the links to other pages and to the file", async () => {
    const text = await page("/permits?state=granted&owner=owner&due-from=2026-01-02&due-to=2026-12-31&utm=x");
    assert.match(text, /<option value="granted" selected>/);
    assert.match(text, /name="due-from" type="date" value="2026-01-02"/);
    const kept = "state=granted&owner=owner&due-from=2026-01-02&due-to=2026-12-31";
    assert.ok(nextOf(text)?.startsWith(`/permits?${kept}&before=`), nextOf(text));
    assert.ok(text.replaceAll("&amp;", "&").includes(`href="/permits.csv?${kept}"`));
    const second = await page(nextOf(text)!);
    assert.match(second, /rel="first" href="\/permits\?state=granted&amp;owner=owner[^"]*to=2026-12-31"/);
    assert.ok(numbers(second).every((no) => no % 3 === 1));
  });

  test("a filter that fits nothing offers to clear it, and the number of rows stands above those that fit", async () => {
    const none = await page("/permits?owner=nobody");
    assert.match(none, /Nothing matches the filter/);
    assert.match(none, /href="\/permits"[^>]*>\s*Clear the filter/);
    assert.match(await page("/permits?state=open"), /\d+ entries/);
    assert.match(await page("/permits"), /More than 1,000 entries/);
  });

  test("a filter that cannot be read is refused with its name: the page asks again, the file has a code", async () => {
    const bad = {
      "state=none": "state",
      "due-from=2026-02-30": "due-from",
      "due-from=x": "due-from",
      "state=open&state=open": "state",
    };
    const worse = { [`owner=${"a".repeat(61)}`]: "owner", "due-from=2026-05-02&due-to=2026-05-01": "due-to" };
    for (const [query, name] of Object.entries({ ...bad, ...worse })) {
      const shown = await get(`/permits?${query}`);
      const text = await shown.text();
      assert.equal(shown.status, 400, query);
      assert.ok(text.includes(`href="#${name}"`) && numbers(text).length === 0, query);
      const file = await get(`/permits.csv?${query}`, { ...clerk, accept: "text/csv" });
      assert.deepEqual([file.status, ((await file.json()) as { code: string }).code], [400, "list.filter-invalid"], query);
    }
    for (const place of ["x", "1;drop", "a&before=b"]) assert.equal((await get(`/permits?before=${place}`)).status, 400, place);
  });

  test("the file has every row that fits, and stands behind the same guard as the page", async () => {
    const answer = await get("/permits.csv?state=granted&owner=owner");
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
    assert.match(answer.headers.get("content-disposition")!, /^attachment; filename="permits-\d{4}-\d\d-\d\d\.csv"$/);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const lines = bytes.subarray(3).toString().split("\r\n");
    assert.equal(lines[0], '"No.","Owner","Fee","Due","At"');
    assert.match(lines.at(-2)!, /^1,"owner 1",10,"2026-01-02","2026-01-01T00:01:00/);
    assert.equal(lines.at(-1), "");
    const rows = lines.slice(1, -1).map((line) => Number(line.split(",")[0]));
    assert.ok(rows.length > 333 && new Set(rows).size === rows.length && rows.every((no) => no % 3 === 1));
    assert.deepEqual([(await get("/permits.csv", {})).status, (await get("/permits", {})).status], [303, 303]);
    const other = { ...clerk, cookie: "session=bob%20auditor" };
    assert.deepEqual([(await get("/permits.csv", other)).status, (await get("/permits", other)).status], [403, 403]);
  });

  test("a work list has an age, a due day, a holder and the number of each state, which leads to that state", async () => {
    const text = await page("/work?status=granted");
    assert.match(text, /<a class="tr-counts__link" href="\/work\?status=open"><span class="tr-counts__number">333<\/span> open/);
    assert.match(text, /href="\/work\?status=granted" aria-current="true"/);
    assert.match(text, /class="tr-tag tr-tag--blue">granted/);
    assert.match(text, /Unassigned/);
    assert.doesNotMatch(text, />refused<\/strong>/);
    assert.ok(nextOf(text)?.startsWith("/work?status=granted&before="));
  });
});
