import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { openOwnServices } from "../gateway/services/own-services.ts";

test("of several processes that offer a service the one heard of last is called; one that ended is passed over", async () => {
  let now = 0;
  const services = openOwnServices(() => now);
  const servers = [http.createServer(), http.createServer()];
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const [first = "", second = ""] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const found = async () => (await services.find("moi/CASES/permit"))?.url;
  assert.equal(await found(), undefined);
  services.offer("moi/CASES/permit", { url: first, token: "1" });
  assert.equal(await found(), first);
  services.offer("moi/CASES/permit", { url: second, token: "2" });
  assert.equal(await found(), second);
  await new Promise((resolve) => servers[1]!.close(resolve));
  assert.deepEqual(await services.find("moi/CASES/permit"), { url: first, token: "1", at: 0 });
  now = 200_000;
  services.offer("moi/CASES/permit", { url: first, token: "3" });
  assert.equal((await services.find("moi/CASES/permit"))?.token, "3", "what was offered again has its new token");
  await new Promise((resolve) => servers[0]!.close(resolve));
  assert.equal(await found(), first, "one alone is called whatever became of it");
});
