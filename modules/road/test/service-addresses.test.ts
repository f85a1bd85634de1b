import assert from "node:assert/strict";
import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { Agent, request } from "undici";
import { readNetworks } from "../domain/networks.ts";
import { guardedConnect } from "../gateway/outside.ts";

let inner: http.Server;
let port: number;
let visits = 0;
before(async () => {
  inner = http.createServer((_request, reply) => {
    visits += 1;
    reply.end("inner");
  });
  inner.listen(0, "127.0.0.1");
  await once(inner, "listening");
  port = (inner.address() as AddressInfo).port;
});
after(() => inner.close());

const allowing = (networks: string) => {
  const { hold } = readNetworks(networks, "test");
  return (address: string): boolean => hold(address);
};
const refusal = /may not be called/;

test("an address outside of the networks is not connected to, written as it may be", async () => {
  const agent = new Agent({ connect: guardedConnect(allowing("10.0.0.0/8")) });
  for (const host of ["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "169.254.169.254"])
    await assert.rejects(request(`http://${host}:${port}/`, { dispatcher: agent }), refusal, host);
  assert.equal(visits, 0);
  await agent.destroy();
});

test("a name that first leads outside and then inside is refused at the second connection: what is connected to is what was checked", async () => {
  const said: LookupAddress[][] = [[{ address: "127.0.0.1", family: 4 }], [{ address: "127.0.0.2", family: 4 }]];
  const resolve = (_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void): void =>
    done(null, said.shift() ?? []);
  const connect = guardedConnect(allowing("127.0.0.1/32"), {}, resolve);
  const ask = async (): Promise<string> => {
    const agent = new Agent({ connect });
    try {
      return await (await request(`http://rebinding.example:${port}/`, { dispatcher: agent })).body.text();
    } finally {
      await agent.destroy();
    }
  };
  assert.equal(await ask(), "inner");
  await assert.rejects(ask(), refusal);
});

test("of several addresses of a name only those that may be called are tried", async () => {
  const both: LookupAddress[] = [
    { address: "169.254.169.254", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ];
  const connect = guardedConnect(allowing("127.0.0.1/32"), {}, (_host, _options, done) => done(null, both));
  const agent = new Agent({ connect });
  assert.equal(await (await request(`http://two.example:${port}/`, { dispatcher: agent })).body.text(), "inner");
  await agent.destroy();
});
