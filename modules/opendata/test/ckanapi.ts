import assert from "node:assert/strict";
import { ask } from "./kit.ts";

/**
 * What ckanapi 4.8 sends, recorded from its own command: `dump groups --all`, `dump organizations --all`, `dump users --all`, `dump datasets
 * --all`, and `load` of each with a key. Every request is a POST of JSON to /api/action, with this agent.
 */
const agent = { "user-agent": "ckanapi-cli/4.8 (+https://github.com/open-data/ckanapi)" };
type Thing = "group" | "organization" | "user" | "package";
type Dict = Record<string, unknown> & { id: string; name: string };

async function call<T>(action: string, body: object, key?: string): Promise<{ status: number; result: T; text: string }> {
  const headers = { ...agent, "content-type": "application/json", ...(key === undefined ? {} : { authorization: key }) };
  const answer = await ask("nobody", `/api/action/${action}`, { json: body }, headers);
  return { status: answer.status, result: (JSON.parse(answer.text) as { result: T }).result, text: answer.text };
}
const shows = { include_datasets: false, include_password_hash: true, include_users: false };
const lists: Record<Thing, object> = {
  ...{ group: {}, organization: {}, user: { all_fields: false } },
  package: { include_private: false, include_drafts: false, include_deleted: false },
};

async function dump(thing: Thing): Promise<Dict[]> {
  const { result: names } = await call<string[]>(`${thing}_list`, lists[thing]);
  const shown = await Promise.all(names.map(async (id) => (await call<Dict>(`${thing}_show`, { id, ...shows })).result));
  // the platform publishes sets of its own meanwhile
  return shown.map(({ package_count: _, ...one }) => one as Dict);
}

/** One line of `load`: what is there is updated, what is not is created. */
async function load(thing: Thing, line: Dict, key: string): Promise<{ status: number; act: string; text: string }> {
  const byId = await call<Dict>(`${thing}_show`, { id: line.id, ...shows, include_users: true }, key);
  const found = byId.status === 404 ? await call<Dict>(`${thing}_show`, { id: line.name }, key) : byId;
  assert.ok([200, 404].includes(found.status), found.text);
  const act = found.status === 200 ? "update" : "create";
  const sent = found.status === 200 ? { ...line, id: found.result.id } : line;
  return { act, ...(await call(`${thing}_${act}`, sent, key)) };
}

const typhoon = {
  ...{ id: "01a22d4b-1db9-7f5b-8e30-c906cd95995f", name: "typhoon", title: "颱風", display_name: "颱風", description: "颱風季" },
  ...{ image_url: "", state: "active", type: "group", is_organization: false, approval_status: "approved", num_followers: 0 },
  ...{ extras: [{ key: "icon", value: "wind", state: "active" }], users: [], groups: [], tags: [] },
};
const user = {
  ...{ id: "publisher-fc6b41b12b9723dd", name: "publisher-fc6b41b12b9723dd", fullname: "內政部", display_name: "內政部" },
  ...{ about: "", image_url: "", state: "active", sysadmin: false, number_created_packages: 1 },
};
const set = {
  ...{ id: "01a22d4b-1d1b-7a0a-ad34-aa57842f18aa", name: "loaded-shelters", title: "避難收容處所", owner_org: "moi" },
  ...{ title_translated: { en: "Shelters", "zh-Hant": "避難收容處所" }, notes: "各縣市", license_id: "OGDL-Taiwan-1.0" },
  ...{ notes_translated: { en: "Of all counties", "zh-Hant": "各縣市" }, groups: [{ name: "disaster" }, { name: "typhoon" }] },
  extras: Object.entries({ openness: "open", article: "", frequency: "monthly", category: "disaster", badge: "gold" }).map(
    ([key, value]) => ({ key, value }),
  ),
  tags: [{ name: "避難", display_name: "避難", state: "active" }],
  // one without a file, as other catalogues have them (ckan/ckanapi#128)
  resources: [{ id: "5f2b1d3e-0000-4000-8000-000000000001", name: "尚無檔案", url: "", format: "" }],
};

/** Dumps what is there, loads it again, loads what another catalogue dumped, and dumps that. */
export async function dumpsAndLoads(key: string, foreign: string): Promise<void> {
  const before = { group: await dump("group"), organization: await dump("organization"), user: await dump("user") };
  assert.ok(before.group.some(({ name }) => name === "disaster") && before.organization.some(({ name }) => name === "moi"));
  assert.ok(before.user.length > 0 && before.user.every(({ name }) => /^publisher-[0-9a-f]{16}$/.test(name)));
  assert.doesNotMatch(JSON.stringify(before.user), /officer|"email"|password/);
  for (const thing of ["group", "user"] as const)
    for (const one of before[thing]) assert.equal((await load(thing, one, key)).status, 200, one.name);
  assert.deepEqual(
    { ...before, group: await dump("group"), user: await dump("user") },
    before,
    "what comes back changes nothing",
  );

  const moi = { ...before.organization.find(({ name }) => name === "moi")!, description: "內政", extras: [] };
  const secrets = { email: "a@example.org", password: "secret-1", password_hash: "secret-2" };
  for (let round = 0; round < 2; round++) {
    const loaded = [
      await load("group", typhoon, key),
      await load("organization", moi, key),
      await load("user", { ...user, ...secrets }, key),
      await load("package", set, key),
    ];
    const acts = round === 0 ? ["create", "update", "create", "create"] : ["update", "update", "update", "update"];
    assert.deepEqual([loaded.map(({ status }) => status), loaded.map(({ act }) => act)], [[200, 200, 200, 200], acts]);
  }
  const shown = async (thing: Thing, name: string) => (await dump(thing)).find((one) => one.name === name)!;
  const { created: _, ...group } = await shown("group", "typhoon");
  assert.deepEqual(group, typhoon);
  assert.equal((await shown("organization", "moi")).description, "內政");
  const kept = await shown("user", user.name);
  assert.equal(kept.fullname, "內政部");
  assert.doesNotMatch(JSON.stringify(kept), /example\.org|secret/);
  const stored = await shown("package", set.name);
  for (const name of ["title_translated", "notes_translated", "groups", "tags"] as const)
    assert.deepEqual(stored[name], set[name], name);
  assert.deepEqual(stored.resources, [], "files are not loaded, and one that is missing breaks nothing");

  // what a key may not: other agencies' groups, organisations and agencies that content does not have, and its categories
  const disaster = before.group.find(({ name }) => name === "disaster")!;
  const unknown = { ...set, id: "", name: "in-no-group", groups: [{ name: "none-such" }] };
  for (const [thing, line, secret, status] of [
    ["group", { ...disaster, title: "其他" }, key, 403],
    ["group", { ...typhoon, title: "其他" }, foreign, 403],
    ["group", { ...typhoon, id: "", name: "Bad Name" }, key, 422],
    ["group", { ...typhoon, id: "", name: "one-more", image_url: "javascript:x" }, key, 422],
    ["organization", { ...moi, description: "其他" }, foreign, 403],
    ["organization", { ...moi, id: "", name: "no-agency" }, key, 403],
    ["user", { ...user, fullname: "x".repeat(3_000), about: "x".repeat(5_000) }, key, 422],
    ["package", unknown, key, 422],
    ["group", { ...typhoon, name: "no-key", id: "" }, "wrong", 403],
  ] as [Thing, Dict, string, number][]) {
    const act = await call(
      `${thing}_${(await call(`${thing}_show`, { id: line.id || line.name })).status === 200 ? "update" : "create"}`,
      line,
      secret,
    );
    assert.equal(act.status, status, `${thing} ${line.name}: ${act.text}`);
  }
}
