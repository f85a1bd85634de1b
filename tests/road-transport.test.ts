import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { readAsice } from "@troad/trust";
import { request } from "undici";
import { gatewayEndpoints, sendRaw } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";

/** What the road carries besides the body, and what it answers before it takes one. */

const [asker, teller] = ["GOV/305000000A", "GOV/2.16.886.101.20003"];
const client = `TWDEMO/${asker}/AID`;
const services = ["echo_v1.2", "private", "limited"];
const bodies = scratch("road-transport");

type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; lines: string[]; body: Buffer };
const seen: Seen[] = [];
let system: http.Server;
let government: Government;
let listener: string;

const write = (folder: string, file: string, value: unknown): void => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), JSON.stringify(value));
};

function writeAgencies(folder: string, url: string): void {
  for (const [id, member] of [
    ["asker", asker],
    ["teller", teller],
  ] as const) {
    const [memberClass, memberCode] = member.split("/");
    write(folder, `agencies/${id}/agency.json`, { memberClass, memberCode, subsystems: ["AID"], kind: "ministry" });
    for (const lang of ["zh-Hant", "en"]) write(folder, `agencies/${id}/text/${lang}.json`, { name: member });
  }
  const described = { openapi: `${url}/description`, endpoints: [{ method: "GET", path: "/things/*" }] };
  write(
    folder,
    "agencies/teller/services.json",
    services.map((service) => ({ subsystem: "AID", service, url, ...(service === "private" ? {} : described) })),
  );
  const agreement = { fields: [], purpose: "test", legalBasis: "none", consentRequired: false, validUntil: null };
  const to = (service: string) => ({
    id: `t-${services.indexOf(service)}`,
    consumer: `${asker}/AID`,
    provider: `${teller}/AID/${service}`,
  });
  write(folder, "services/transport/agreements.json", [
    { ...agreement, ...to("echo_v1.2") },
    { ...agreement, ...to("limited"), volume: 1 },
  ]);
}

before(async () => {
  system = http.createServer(async (incoming, reply) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = "", url = "", headers, rawHeaders: lines } = incoming;
    seen.push({ method, url, headers, lines, body: Buffer.concat(parts) });
    if (url.endsWith("/description"))
      return void reply.writeHead(200, { "content-type": "application/json" }).end('{"openapi":"3.1.0"}');
    if (method === "HEAD") return void reply.writeHead(200, { "content-length": "12345" }).end();
    reply.writeHead(200, [
      ...["content-type", "application/json", "content-encoding", "gzip", "date", "Sun, 06 Nov 1994 08:49:37 GMT"],
      ...["set-cookie", "one=1; Path=/", "set-cookie", "two=2; Path=/", "connection", "x-hop", "x-hop", "1", "x-end", "1"],
    ]);
    reply.end(gzipSync('{"answer":true}'));
  });
  system.listen(0, "127.0.0.1");
  await once(system, "listening");
  const content = path.join(bodies, "content");
  writeAgencies(content, `http://127.0.0.1:${(system.address() as AddressInfo).port}`);
  government = await startGovernment({ content: [content] });
  listener = gatewayEndpoints(government, `TWDEMO/${asker}`).consumer;
});
after(async () => {
  await government?.stop();
  system?.closeAllConnections();
  system?.close();
});

const to = (service: string, rest = "/things/1"): string => `/r1/TWDEMO/${teller}/AID/${service}${rest}`;
const ask = async (target: string, headers: Record<string, string> = {}, init: { method?: string; body?: Buffer } = {}) => {
  const reply = await request(`${listener}${target}`, {
    method: (init.method ?? "GET") as "GET",
    headers: { "x-road-client": client, ...headers },
    ...(init.body ? { body: init.body } : {}),
  });
  const body = Buffer.from(await reply.body.arrayBuffer());
  return { status: reply.statusCode, headers: reply.headers, error: reply.headers["x-road-error"], body };
};
const raw = (line: string, ...headers: string[]): Promise<string> =>
  sendRaw(listener, [line, "Host: 127.0.0.1", `X-Road-Client: ${client}`, "Connection: close", ...headers]);
const errorIn = (text: string): string | undefined => /^x-road-error: (\S+)/im.exec(text)?.[1];

test("encoding, tokens, cookies and dates pass in both directions, and a compressed body stays labelled", async () => {
  const body = gzipSync('{"question":true}');
  const headers = {
    ...{ "content-type": "application/json", "content-encoding": "gzip", authorization: "Bearer token-of-the-service" },
    ...{ cookie: "session=1", date: "Sun, 06 Nov 1994 08:49:37 GMT", "accept-encoding": "gzip" },
  };
  const answer = await ask(to("echo_v1.2"), headers, { method: "POST", body });
  assert.equal(answer.status, 200, answer.body.toString());
  const { headers: came, body: bytes } = seen.at(-1)!;
  for (const [name, value] of Object.entries(headers)) assert.equal(came[name], value, name);
  assert.equal(gunzipSync(bytes).toString(), '{"question":true}');
  assert.deepEqual(answer.headers["set-cookie"], ["one=1; Path=/", "two=2; Path=/"]);
  assert.deepEqual([answer.headers["content-encoding"], answer.headers.date], ["gzip", "Sun, 06 Nov 1994 08:49:37 GMT"]);
  assert.equal(gunzipSync(answer.body).toString(), '{"answer":true}');
});

test("headers that Connection names stay on their connection, in both directions", async () => {
  const text = await raw(`GET ${to("echo_v1.2")} HTTP/1.1`, "X-Mine: 1", "X-Yours: 1", "Connection: x-mine");
  assert.match(text, /^HTTP\/1.1 200 /);
  assert.deepEqual([seen.at(-1)!.headers["x-mine"], seen.at(-1)!.headers["x-yours"]], [undefined, "1"]);
  assert.doesNotMatch(text, /^x-hop:/im);
  assert.match(text, /^x-end: 1/im);
});

test("an answer to HEAD has the length that the service said", async () => {
  const answer = await ask(to("echo_v1.2"), {}, { method: "HEAD" });
  assert.deepEqual([answer.status, answer.headers["content-length"]], [200, "12345"]);
});

test("the container of an exchange is handed to the system that sent it, and to nobody else", async () => {
  const id = `asic-${process.pid}`;
  assert.equal((await ask(to("echo_v1.2"), { "x-road-id": id })).status, 200);
  const [memberClass = "", memberCode = ""] = asker.split("/");
  const asic = (more: Record<string, string> = {}) =>
    ask(
      `/asic?${new URLSearchParams({ xRoadInstance: "TWDEMO", memberClass, memberCode, subsystemCode: "AID", queryId: id, ...more })}`,
    );
  let answer = await asic();
  for (let tries = 0; answer.status === 503 && tries < 50; tries++) {
    await sleep(200);
    answer = await asic();
  }
  assert.deepEqual([answer.status, answer.headers["content-type"]], [200, "application/vnd.etsi.asic-e+zip"]);
  const read = readAsice(answer.body);
  assert.ok(read.ok, "a container that our reader takes");
  assert.equal((await asic({ queryId: "another" })).status, 404);
  assert.equal((await asic({ memberCode: "2.16.886.101.20003" })).error, "Client.ClientProxy.AccessDenied");
  assert.ok((await ask("/asic?queryId=x")).status >= 400);
});

test("services that content names are listed, allowed to those with a right, and described", async () => {
  const codes = async (service: string) => {
    const { body } = await ask(to(service, ""));
    return (
      JSON.parse(body.toString()) as { service: { service_code: string; service_type: string; endpoint_list: unknown[] }[] }
    ).service;
  };
  const listed = await codes("listMethods");
  assert.deepEqual(listed.map(({ service_code }) => service_code).sort(), services.toSorted());
  assert.deepEqual(listed.find((one) => one.service_code === "private")?.service_type, "REST");
  assert.deepEqual(listed.find((one) => one.service_code === "echo_v1.2")?.endpoint_list, [{ method: "GET", path: "/things/*" }]);
  assert.deepEqual((await codes("allowedMethods")).map(({ service_code }) => service_code).sort(), ["echo_v1.2", "limited"]);
  const described = await ask(to("getOpenAPI", "?serviceCode=echo_v1.2"));
  assert.deepEqual(JSON.parse(described.body.toString()), { openapi: "3.1.0" });
  const made = await ask(to("getOpenAPI", "?serviceCode=private"));
  assert.deepEqual([made.status, (JSON.parse(made.body.toString()) as { info: { title: string } }).info.title], [200, "private"]);
});

test("a version of the configuration that is not published is 404, so that readers try the next lower one", async () => {
  for (const [version, status] of [
    ["7", 404],
    ["4", 404],
    ["2", 404],
    ["x", 404],
    ["6", 200],
    ["5", 200],
  ] as const) {
    const reply = await request(`${government.portal}/internalconf?version=${version}`);
    await reply.body.dump();
    assert.equal(reply.statusCode, status, `version ${version}`);
  }
});

/** Announces 300 MB, waits for leave, and gives what comes until the connection ends or leave is given. */
function announce(target: string, as: string, ...more: string[]): Promise<string> {
  const { hostname, port } = new URL(listener);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    const lines = [`POST ${target} HTTP/1.1`, "Host: 127.0.0.1", `X-Road-Client: ${as}`, "Content-Length: 300000000", ...more];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    let text = "";
    socket.setTimeout(20_000, () => socket.destroy(new Error(`nothing came: ${text}`)));
    socket.on("data", (chunk) => {
      text += String(chunk);
      if (text.startsWith("HTTP/1.1 100")) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

test("a head that cannot lead anywhere is refused before its body is asked for or taken", async () => {
  const expect = "Expect: 100-continue";
  assert.match(await announce(to("echo_v1.2"), client, expect), /^HTTP\/1.1 100/);
  for (const [target, as, type] of [
    [to("echo_v1.2"), "bad", "Client.ClientProxy.InvalidClientIdentifier"],
    [to("echo_v1.2"), `TWDEMO/${asker}/NONE`, "Client.ClientProxy.ClientNotFound"],
    [to("echo_v1.2").replace("/AID/", "/NONE/"), client, "Server.ClientProxy.UnknownMember"],
    [to("private"), client, "Client.ClientProxy.AccessDenied"],
    [to("echo_v1.2").replace("/r1/", "/r9/"), client, "Client.ClientProxy.InvalidServiceIdentifier"],
  ] as const) {
    const text = await announce(target, as, expect);
    assert.deepEqual([text.startsWith("HTTP/1.1 100"), errorIn(text)], [false, type], text.slice(0, 300));
  }
  // without waiting for leave: what is sent meanwhile is not kept
  assert.equal(errorIn(await announce(to("private"), client)), "Client.ClientProxy.AccessDenied");
  const folder = path.join(government.data, "road", "bodies", "asker", "incoming");
  assert.deepEqual(fs.readdirSync(folder), []);
});

test("what two readers of HTTP could understand differently is refused with a coded answer", async () => {
  const get = `GET ${to("echo_v1.2")} HTTP/1.1`;
  const invalid = "Client.ClientProxy.InvalidRequest";
  assert.equal(errorIn(await raw(get, "Host: 127.0.0.1")), invalid, "two hosts");
  assert.equal(errorIn(await sendRaw(listener, [get, `X-Road-Client: ${client}`, "Connection: close"])), invalid, "no host");
  assert.equal(errorIn(await raw(get.replace("GET", "POST"), "Transfer-Encoding: gzip, chunked", "", "0", "")), invalid);
  assert.equal(errorIn(await raw(get, "Expect: 200-ok")), invalid, "expectation");
  assert.equal(errorIn(await raw(get.replace("GET", "PROPFIND"))), invalid, "method");
  assert.equal(errorIn(await raw(get, "X-Road-Security-Server: garbage")), "Client.ClientProxy.InvalidSecurityServer");
  const named = await raw(get, `X-Road-Security-Server: TWDEMO/${teller}/SS1`);
  assert.match(named, /^HTTP\/1.1 200 /);
  for (const odd of ["/things/%", "/things/%zz", "/things/a#b", "/things/%25"])
    assert.equal(errorIn(await raw(`GET ${to("echo_v1.2", odd)} HTTP/1.1`)), "Client.ClientProxy.InvalidServiceIdentifier", odd);
});

test("a target in absolute form is that of its path, and SOAP is refused in SOAP", async () => {
  const { host } = new URL(listener);
  assert.match(await raw(`GET http://${host}${to("echo_v1.2")} HTTP/1.1`), /^HTTP\/1.1 200 /);
  assert.equal(errorIn(await raw(`GET http://stranger.example${to("echo_v1.2")} HTTP/1.1`)), "Client.ClientProxy.InvalidRequest");
  const soap = await raw("POST / HTTP/1.1", "Content-Type: text/xml", "Content-Length: 0");
  assert.match(soap, /content-type: text\/xml.*<faultcode>Client\.ClientProxy\.InvalidRequest<\/faultcode>/s);
  const unknown = await ask("/listClients?xRoadInstance=NOPE");
  assert.deepEqual([unknown.status, unknown.error], [404, "Client.ClientProxy.UnknownInstance"]);
});

test("a client that closes its half of the connection after the request gets the answer", async () => {
  const { hostname, port } = new URL(listener);
  const socket = net.connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.end(`GET ${to("echo_v1.2")} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Road-Client: ${client}\r\n\r\n`);
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
  });
  await once(socket, "end");
  assert.match(text, /^HTTP\/1.1 200 /);
});

test("no refusal reaches a reader with a placeholder in it", async () => {
  const limited = await ask(to("limited"));
  assert.equal(limited.status, 200, limited.body.toString());
  for (const lang of ["zh-Hant", "en"])
    for (const [target, type, words] of [
      [to("private"), "Server.ServerProxy.AccessDenied", [client, `TWDEMO/${teller}/AID/private`]],
      [to("getOpenAPI", "?serviceCode=none"), "Server.ServerProxy.UnknownService", ["TWDEMO/"]],
      [to("limited"), "Server.ServerProxy.VolumeExceeded", ["1", new Date().toISOString().slice(0, 4)]],
    ] as const) {
      const { error, body } = await ask(target, { "accept-language": lang });
      const { message } = JSON.parse(body.toString()) as { message: string };
      assert.equal(error, type);
      assert.doesNotMatch(message, /[{}…]/);
      for (const word of words) assert.ok(message.includes(word), `${message} names ${word}`);
    }
});

test("the log of a refusal names exchange and service on both sides", async () => {
  await ask(to("private"), { "x-road-id": "named-in-the-log" });
  const lines = fs.readFileSync(path.join(government.data, "test.log"), "utf8").split("\n");
  const about = lines.filter((line) => line.includes("exchange refused") && line.includes("named-in-the-log"));
  assert.equal(about.length, 2, "consumer and provider");
  assert.ok(about.every((line) => line.includes(`TWDEMO/${teller}/AID/private`)));
});
