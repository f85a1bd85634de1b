import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@troad/kernel";
import { ask, clock, db, dismissed, record, resourceOf, sent, startOpenData, upload } from "./kit.ts";
import { largeCatalogue } from "./large.ts";

const good = "序號,縣市,經度,緯度,容納人數\n1,新北市,121.46,25.01,120\n2,臺北市,121.56,25.03,80\n3,臺北市,121.57,25.04,50\n";
let stop: () => Promise<void>;
before(async () => {
  stop = (await startOpenData()).stop;
});
after(() => stop?.());

const json = async (path: string, headers: Record<string, string> = {}) =>
  JSON.parse((await ask("nobody", path, undefined, headers)).text);

test("a data set from its upload to its correction, with a bad file mended, seen by a citizen and by programs", async () => {
  const missing = await ask("officer", "/data-office/new", { ...record, name: "shelters", "title-en": "" });
  assert.equal(missing.status, 422);
  assert.match(missing.text, /Check this field: title/);
  for (const name of ["Shelters!", "123", "0b7d3a52-4d0f-4c5e-9a51-1f2e3d4c5b6a"])
    assert.equal((await ask("officer", "/data-office/new", { ...record, name })).status, 422, name);
  assert.equal(
    (await ask("officer", "/data-office/new", { ...record, name: "shelters" })).location,
    "/data-office/sets/shelters",
  );
  assert.equal((await ask("officer", "/data-office/new", { ...record, name: "shelters" })).status, 409);

  const bad = await upload("officer", "shelters", "負責人姓名,電話\n王小明,0912-345-678\n");
  const findings = await ask("officer", bad.location);
  assert.match(findings.text, /personal-name[\s\S]*personal-phone|personal-phone[\s\S]*personal-name/);
  assert.equal((await ask("officer", `${bad.location}/publish`, {})).status, 422);
  assert.equal((await ask("officer", "/data-office/sets/shelters/upload", { title: "x" })).status, 422);
  assert.equal((await upload("officer", "shelters", "x".repeat(1_100_000))).status, 413);

  const mended = await upload("officer", "shelters", good);
  assert.match((await ask("officer", mended.location)).text, /Gold/);
  assert.equal((await ask("officer", `${mended.location}/publish`, {})).status, 303);
  assert.equal((await ask("officer", `${mended.location}/publish`, {})).status, 409);

  const list = await ask("nobody", "/data?q=%E9%81%BF%E9%9B%A3&category=disaster");
  assert.match(list.text, /href="\/data\/shelters"/);
  assert.doesNotMatch((await ask("nobody", "/data?q=nothing-such")).text, /href="\/data\/shelters"/);
  const id = await resourceOf("shelters");
  const page = await ask("nobody", `/data/shelters/${id}`);
  assert.match(page.text, /121\.46/);
  assert.match(page.text, /Sum of 容納人數 by 縣市/);
  const [csv, rows, parquet, geo] = await Promise.all(
    ["csv", "json", "parquet", "geojson"].map((form) => ask("nobody", `/data/shelters/${id}/file.${form}`)),
  );
  assert.equal(csv!.text, good);
  assert.deepEqual((JSON.parse(rows!.text) as object[])[0], {
    序號: 1,
    縣市: "新北市",
    經度: 121.46,
    緯度: 25.01,
    容納人數: 120,
  });
  assert.equal(parquet!.text.slice(0, 4), "PAR1");
  assert.deepEqual(JSON.parse(geo!.text).features[1].geometry, { type: "Point", coordinates: [121.56, 25.03] });
});

test("the programs of others: CKAN, data.gov.tw, SQL, feeds", async () => {
  const id = await resourceOf("shelters");
  assert.ok((await json("/api/3/action/package_list")).result.includes("shelters"));
  const found = await json("/api/3/action/package_search?q=Evacuation&rows=5");
  assert.deepEqual([found.success, found.result.count, found.result.results[0].organization.name], [true, 1, "moi"]);
  const filters = encodeURIComponent(JSON.stringify({ 縣市: "臺北市" }));
  const store = await json(
    `/api/3/action/datastore_search?resource_id=${id}&filters=${filters}&sort=${encodeURIComponent("容納人數 desc")}&limit=1`,
  );
  assert.deepEqual([store.result.total, store.result.records[0].容納人數], [2, 80]);
  // a name of blanks and breaks was once read in cubic time
  const hostile = encodeURIComponent(`${" ".repeat(3_000)}b\nb`);
  assert.equal((await json(`/api/3/action/datastore_search?resource_id=${id}&sort=${hostile}`)).success, false);
  assert.equal((await ask("nobody", `/data/shelters/${"-".repeat(36)}`)).status, 404);
  assert.equal((await ask("nobody", `/data/shelters/${id}/query?sql=a&sql=b`)).status, 400);
  const gov = await json(`/api/v2/rest/datastore/${id}?limit=2&offset=1`);
  assert.deepEqual([gov.result.total, gov.result.records.length, gov.result.records[0].縣市], [3, 2, "臺北市"]);
  const shown = await json(`/api/v2/rest/dataset/${(await json("/api/3/action/package_show?id=shelters")).result.id}`);
  assert.equal(shown.result.distribution[0].resourceField[4].name, "容納人數");
  const query = async (text: string) => ask("nobody", `/data/shelters/${id}/query?sql=${encodeURIComponent(text)}`);
  assert.deepEqual(JSON.parse((await query("select 縣市, sum(容納人數) from data group by 1 order by 2")).text).rows, [
    ["新北市", 120],
    ["臺北市", 130],
  ]);
  for (const attack of [
    "select * from read_text('/etc/passwd')",
    "copy data to '/tmp/x.csv'",
    "attach '/tmp/x.db'",
    "select * from '/etc/hosts'",
    "set memory_limit='9GB'",
    "select 1; select 2",
  ])
    assert.ok([400, 403].includes((await query(attack)).status), attack);
  assert.equal((await query("select count(*) from range(10000000000) a, range(100000) b")).status, 503);
  assert.equal((await query("select count(*) from data")).status, 200);
  for (const bad of [
    `datastore_search?resource_id=${id}&sort=1;drop`,
    `datastore_search?resource_id=${id}&filters=%7B`,
    `datastore_search?resource_id=${id}&fields=x%22`,
  ]) {
    const answer = await ask("nobody", `/api/3/action/${bad}`);
    assert.deepEqual([answer.status, JSON.parse(answer.text).success], [400, false], bad);
  }
  assert.equal((await ask("nobody", "/api/3/action/package_show?id=none")).status, 404);
  assert.equal((await ask("nobody", "/api/3/action/constructor")).status, 404);
  assert.match((await ask("nobody", "/data/changes.rss")).text, /<title>Evacuation shelters: /);
  assert.match((await ask("nobody", "/data/sitemap.xml")).text, /\/data\/shelters</);
  assert.equal((await json("/data/shelters/schema.jsonld")).distribution.length, 1);
});

test("a key of an agency writes for it alone, reads more, and ends", async () => {
  const made = await ask("officer", "/data/api", { label: "upload script", agency: "moi" });
  const key = /<code>([\w-]{32})<\/code>/.exec(made.text)![1]!;
  const create = (body: object, secret: string) =>
    ask("nobody", "/api/3/action/package_create", { json: body }, { authorization: secret });
  const body = {
    name: "by-program",
    title: "程式建立",
    notes: "說明",
    owner_org: "moi",
    tags: [{ name: "a" }],
    extras: [{ key: "source", value: "系統" }],
  };
  assert.equal((await create(body, "wrong")).status, 403);
  assert.equal((await create({ ...body, owner_org: "moa" }, key)).status, 403);
  const created = JSON.parse((await create(body, key)).text);
  assert.deepEqual(
    [created.success, created.result.extras.find((one: { key: string }) => one.key === "source").value],
    [true, "系統"],
  );
  assert.equal((await create(body, key)).status, 409);
  assert.equal((await ask("nobody", "/api/3/action/package_create")).status, 400);
  const reader = /<code>([\w-]{32})<\/code>/.exec(
    (await ask("citizen", "/data/api", { label: "reads", agency: "moi" })).text,
  )![1]!;
  assert.equal((await create({ ...body, name: "by-citizen" }, reader)).status, 403);
  dismissed.add("officer");
  assert.equal((await create({ ...body, name: "by-former" }, key)).status, 403, "the post ended, and its key with it");
  dismissed.delete("officer");
  const end = /name="end" value="([0-9a-f-]{36})"/.exec((await ask("officer", "/data/api")).text)![1]!;
  await ask("citizen", "/data/api", { end });
  assert.equal((await ask("nobody", "/api/3/action/package_list", undefined, { authorization: key })).status, 200);
  await ask("officer", "/data/api", { end });
  assert.equal((await ask("nobody", "/api/3/action/package_list", undefined, { authorization: key })).status, 403);
});

test("subscribers are told before columns change, and the file is published on its day", async () => {
  assert.equal((await ask("citizen", "/data/shelters/subscribe", {})).status, 303);
  const id = await resourceOf("shelters");
  const next = await upload("officer", "shelters", good.replace("經度,緯度", "lon,lat"), id);
  assert.equal((await ask("officer", `${next.location}/publish`, {})).status, 303);
  for (let tries = 0; sent.length === 0; tries++) {
    if (tries > 200) assert.fail("nobody was told");
    await sleep(25);
  }
  assert.deepEqual([sent[0]!.to, sent[0]!.params.gone, sent[0]!.params.added], ["citizen", "經度, 緯度", "lon, lat"]);
  assert.match((await ask("nobody", "/data/shelters")).text, /Columns change on/);
  assert.equal((await ask("nobody", `/data/shelters/${id}/file.csv`)).text, good);
  const same = await upload("officer", "shelters", good.replace("120", "121"), id);
  assert.equal((await ask("officer", `${same.location}/publish`, { note: "容納人數更正" })).status, 303);
  assert.match((await ask("nobody", `/data/shelters/${id}/file.csv`)).text, /121\n/);
  clock.shift(15 * 86_400_000);
  for (let tries = 0; !(await ask("nobody", `/data/shelters/${id}/file.csv`)).text.includes("lon,lat"); tries++) {
    if (tries > 200) assert.fail("not published");
    await sleep(50);
  }
});

test("less open only by the head of its agency, who never decides on their own request; the reason stays visible", async () => {
  assert.equal(
    (await ask("officer", "/data-office/sets/shelters/edit", { ...record, openness: "not-provided", article: "x" })).status,
    409,
  );
  const asked = { openness: "on-application", article: "政府資訊公開法第 18 條第 1 項第 6 款", reason: "涉及個人隱私" };
  assert.equal((await ask("both", "/data-office/sets/shelters/downgrade", { ...asked, article: "" })).status, 422);
  assert.equal((await ask("both", "/data-office/sets/shelters/downgrade", asked)).status, 303);
  const form = await ask("head", "/data-office/downgrades");
  // the list of sets is not the head's to see
  assert.doesNotMatch(form.text, /href="\/data-office"/);
  const id = /name="id" value="([0-9a-f-]{36})"/.exec(form.text)![1]!;
  assert.equal((await ask("both", "/data-office/downgrades", { id, decision: "approve" })).status, 403);
  assert.equal((await ask("officer", "/data-office/downgrades", { id, decision: "approve" })).status, 403);
  assert.equal((await ask("head", "/data-office/downgrades", { id, decision: "approve" })).status, 303);
  const page = await ask("nobody", "/data/shelters");
  assert.match(page.text, /On application/);
  assert.match(page.text, /涉及個人隱私/);
  assert.equal((await json("/api/3/action/package_show?id=shelters")).result.num_resources, 0);
});

test("requests are answered in public by the agency that was asked, and plans get a figure each half-year", async () => {
  assert.equal((await ask("citizen", "/data/requests/new", { agency: "moi", title: "", body: "x" })).status, 422);
  const made = await ask("citizen", "/data/requests/new", { agency: "moi", title: "夜間收容量", body: "想知道夜間可收容多少人" });
  const id = made.location.split("/").at(-1)!;
  assert.equal((await ask("other", "/data-office/requests", { id, outcome: "provided", body: "x" })).status, 404);
  assert.equal((await ask("officer", "/data-office/requests", { id, outcome: "planned", body: "" })).status, 422);
  assert.equal((await ask("officer", "/data-office/requests", { id, outcome: "planned", body: "明年開放" })).status, 303);
  const page = await ask("nobody", made.location);
  assert.match(page.text, /明年開放/);
  assert.doesNotMatch(page.text, /citizen/);
  assert.equal(
    (await ask("officer", "/data-office/plans", { title: "開放收容處所", objective: "即時收容量", due: "2027-06-30" })).status,
    303,
  );
  const plan = /<option value="([0-9a-f-]{36})"/.exec((await ask("officer", "/data-office/plans")).text)![1]!;
  assert.equal((await ask("officer", "/data-office/plans", { plan, half: "2026H3", percent: "50", result: "x" })).status, 422);
  assert.equal((await ask("other", "/data-office/plans", { plan, half: "2026H2", percent: "50", result: "x" })).status, 404);
  assert.equal(
    (await ask("officer", "/data-office/plans", { plan, half: "2026H2", percent: "50", result: "完成盤點" })).status,
    303,
  );
  assert.match((await ask("nobody", "/data/plans")).text, /2026H2 50% 完成盤點/);
});

test("attack: officers of another agency, people without a post, and addresses that nobody gave out", async () => {
  for (const [path, form] of [
    ["", undefined],
    ["/edit", record],
    ["/withdraw", { reason: "x" }],
    ["/downgrade", { openness: "not-provided", article: "x", reason: "x" }],
  ] as const) {
    assert.equal((await ask("other", `/data-office/sets/by-program${path}`, form)).status, 404, path);
    assert.equal((await ask("citizen", `/data-office/sets/by-program${path}`, form)).status, 403, path);
  }
  assert.equal((await upload("other", "by-program", good)).status, 404);
  const id = "01a22510-096c-7f75-b4c3-f718750e1c9b";
  for (const path of [
    "/data/none",
    "/data/shelters/x",
    `/data/shelters/${id}`,
    "/data/requests/x",
    `/data/shelters/${id}/file.csv`,
    `/data/shelters/${id}/file.exe`,
    "/data/catalog.ttl?page=99",
  ])
    assert.equal((await ask("nobody", path)).status, 404, path);
  assert.equal((await ask("nobody", "/data?openness=secret")).status, 400);
  for (const path of ["/data", "/data/plans", "/data/requests", "/data/api", "/data/codes"])
    assert.equal((await ask("nobody", path)).status, 200, path);
});

test("the platform's own data are there, with small counts left blank", async () => {
  for (let tries = 0; (await json("/api/3/action/package_search?q=troad-")).result.count < 5; tries++) {
    if (tries > 200) assert.fail("not made");
    await sleep(50);
  }
  const id = await resourceOf("troad-road-traffic");
  const lines = (await ask("nobody", `/data/troad-road-traffic/${id}/file.csv`)).text.trim().split("\n");
  assert.deepEqual([lines[0], lines.length], ["month,agency,service,exchanges", 7]);
  assert.match(lines[1]!, /REGISTERS\/a,$/);
  assert.match(lines[4]!, /REGISTERS\/b,7000$/);
  const byDay = await ask("nobody", "/data/troad-road-days");
  assert.match(byDay.text, /第 18 條第 1 項第 6 款/, "by day it is for those who apply");
  assert.deepEqual((await json("/api/3/action/package_show?id=troad-road-days")).result.resources, []);
  const hidden = await ask("nobody", `/data/troad-reads-not-shown-yet/${await resourceOf("troad-reads-not-shown-yet")}/file.csv`);
  assert.deepEqual(hidden.text.trim().split(/\r?\n/), ["agency,reads", "TW/GOV/MOI,7", "TW/GOV/MOJ,"]);
  assert.ok((await json("/api/3/action/package_show?id=troad-law-parameters")).result.resources[0].datastore_active);
});

test("one broken record breaks neither the list nor an export", async () => {
  const odd = { title: { "zh-Hant": "怪 <網址>", en: 'An "odd" one' }, contact: "http://example.org/a b" };
  await db.run(sql`update listing set record = record || ${JSON.stringify(odd)}::jsonb where name = 'by-program'`);
  await db.run(
    sql`insert into data_set (id, name, agency, by, at) values ('01a22510-096c-7f75-b4c3-f718750e1c9b', 'broken', 'moi', 'x', now())`,
  );
  await db.run(sql`insert into listing (data_set, no, name, agency, category, openness, words, record, badge, formats, created, modified)
    select id, no, name, agency, 'government', 'open', 'broken', '{"title": 7}', null, '{}', now(), now() from data_set where name = 'broken'`);
  assert.match((await ask("nobody", "/data")).text, /troad-services/);
  for (const path of [
    "/data/catalog.ttl",
    "/data/catalog.jsonld",
    "/data/changes.rss",
    "/api/3/action/current_package_list_with_resources",
  ])
    assert.equal((await ask("nobody", path)).status, 200, path);
  assert.equal((await ask("nobody", "/data/broken")).status, 404);
});

test("datagouv/data.gouv.fr#1437: one address with a blank among 60,000 sets breaks no list and no export", largeCatalogue);

test("a withdrawn set answers 410 with its reason for ever, everywhere, and its name is never given again", async () => {
  assert.equal((await ask("officer", "/data-office/sets/shelters/withdraw", { reason: "" })).status, 422);
  assert.equal((await ask("officer", "/data-office/sets/shelters/withdraw", { reason: "資料來源有誤" })).status, 303);
  const page = await ask("nobody", "/data/shelters");
  assert.equal(page.status, 410);
  assert.match(page.text, /資料來源有誤/);
  const program = await ask("nobody", "/api/3/action/package_show?id=shelters");
  assert.deepEqual([program.status, JSON.parse(program.text).error.code], [410, "opendata.withdrawn"]);
  assert.match(program.text, /資料來源有誤/);
  assert.doesNotMatch((await ask("nobody", "/data/catalog.ttl")).text, /data\/shelters>/);
  assert.equal((await ask("officer", "/data-office/new", { ...record, name: "shelters" })).status, 409);
  assert.equal((await upload("officer", "shelters", good)).status, 410);
  assert.equal((await ask("officer", "/data-office/sets/shelters/withdraw", { reason: "x" })).status, 410);
});
