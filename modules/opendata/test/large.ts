import assert from "node:assert/strict";
import { sql } from "@troad/kernel";
import { ask, db } from "./kit.ts";

const sets = 60_000;

/** datagouv/data.gouv.fr#1437: in a catalogue of 60,000 one record's address has a blank; lists, searches and every export go on. */
export async function largeCatalogue(): Promise<void> {
  await db.run(sql`with made as (
      insert into data_set (id, name, agency, by, at)
      select gen_random_uuid(), 'many-' || i, 'moi', 'test', now() - i * interval '1 minute' from generate_series(1, ${sets}::int) i
      returning no, id, name, at),
    sample as (select record from listing where name = 'troad-services')
    insert into listing (data_set, no, name, agency, category, openness, words, record, badge, formats, created, modified)
    select m.id, m.no, m.name, 'moi', 'government', 'open', m.name || ' moi', s.record || case when m.name = 'many-777'
        then '{"links": [{"title": "x", "url": "https://example.org/a b|c<d>"}], "contact": "mailto:a b@example.org"}'::jsonb else '{}'::jsonb end,
      'gold', '{}', m.at, m.at from made m cross join sample s`);
  const get = async (path: string): Promise<string> => {
    const answer = await ask("nobody", path);
    assert.equal(answer.status, 200, path);
    return answer.text;
  };
  assert.match(await get("/data/many-777"), /many-777|example\.org/);
  const found = JSON.parse(await get("/api/3/action/package_search?q=many-777&rows=5")) as { result: { count: number } };
  assert.ok(found.result.count >= 1);
  // the page of each export that has it, and the last one
  for (const page of [8, 9, Math.ceil(sets / 100)]) {
    const graph = JSON.parse(await get(`/data/catalog.jsonld?page=${page}`)) as object;
    const addresses = JSON.stringify(graph).match(/"@id":"[^"]*"/g) ?? [];
    assert.ok(addresses.length > 100, `page ${page}: ${addresses.length} addresses`);
    for (const one of addresses) assert.doesNotMatch(one, /[\s<>|]/, one);
    for (const [iri] of (await get(`/data/catalog.ttl?page=${page}`)).matchAll(/(?<=^|\s)<[^<>"]*>/gm))
      assert.doesNotMatch(iri, /[\s|]/, iri);
  }
  for (const path of ["/data?q=many-777", "/data/sitemap.xml", "/data/changes.rss", "/api/3/action/package_list?limit=1000"])
    await get(path);
  const last = JSON.parse(await get(`/api/3/action/package_list?limit=10&offset=${sets - 5}`)) as { result: string[] };
  assert.ok(last.result.length > 0);
}
