import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startModules } from "../../../kernel/test/modules.ts";
import { type NotifyApi, notifyApi } from "../api.ts";
import notify from "../module.ts";

let started: Awaited<ReturnType<typeof startModules>>;
let messages: NotifyApi;
before(async () => {
  started = await startModules([notify]);
  messages = started.running.use(notifyApi);
});
after(() => started.stop());

const message = (key: string, to: string) => ({
  key,
  to,
  channel: "message" as const,
  template: "case-granted",
  params: { name: "王小明" },
});

test("a message is sent once, however often its job is repeated after a kill", async () => {
  await messages.send(message("once", "wang"));
  await messages.send({ ...message("once", "wang"), params: { name: "altered" }, link: "https://evil.example/" });
  const inbox = await messages.inbox({ to: "wang", limit: 10 });
  assert.deepEqual(
    inbox.map(({ params, link, read }) => ({ params, link, read })),
    [{ params: { name: "王小明" }, link: null, read: false }],
  );
});

test("a person's inbox has the newest message first, page by page, and nobody else's", async () => {
  for (const key of ["a", "b", "c"]) {
    await messages.send({ ...message(key, "lin"), link: `https://gov.example/${key}` });
    // ids tell the order of time by the millisecond
    await sleep(2);
  }
  await messages.send(message("d", "chen"));
  const linksOf = async (query: { before?: string }) => {
    const page = await messages.inbox({ to: "lin", limit: 2, ...query });
    return { links: page.map(({ link }) => link?.slice(-1)), last: page.at(-1)?.id };
  };
  const first = await linksOf({});
  assert.deepEqual(first.links, ["c", "b"]);
  assert.deepEqual((await linksOf({ before: first.last! })).links, ["a"]);
  assert.equal((await messages.inbox({ limit: 100 })).length, 5, "without a person it is everybody's");
});

test("reading a message is its receiver's own: nobody else finds it or marks it", async () => {
  await messages.send(message("own", "hsu"));
  await messages.send(message("other", "hsu"));
  const [newest] = await messages.inbox({ to: "hsu", limit: 1 });
  assert.equal(await messages.unread("hsu"), 2);
  assert.equal(await messages.message({ subject: "wang", id: newest!.id }), null);
  assert.equal(await messages.markRead({ subject: "wang", id: newest!.id }), false);
  assert.equal(await messages.unread("hsu"), 2, "what another person did counts for nothing");
  for (let click = 0; click < 2; click++) assert.equal(await messages.markRead({ subject: "hsu", id: newest!.id }), true);
  assert.deepEqual([await messages.unread("hsu"), (await messages.message({ subject: "hsu", id: newest!.id }))?.read], [1, true]);
  assert.equal(await messages.message({ subject: "hsu", id: "no-id" }), null);
});
