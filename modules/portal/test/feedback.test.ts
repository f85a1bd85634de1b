import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import eid from "@troad/eid/module";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { startModules } from "../../../kernel/test/modules.ts";
import { answerBy } from "../feedback/complaints.ts";
import portal from "../module.ts";
import { openComplaints } from "../store/feedback.ts";
import { firstService } from "./content.ts";

let started: Awaited<ReturnType<typeof startModules>>;
before(async () => {
  const content = ["agencies", "roles", "registers", "services", "life-events", "pages", "search"];
  started = await startModules([pki, eid, notify, portal], { content, env: { TROAD_DEMO: "off" } });
});
after(() => started.stop());

const headers = { accept: "text/html", "accept-language": "en" };
const ask = (path: string): Promise<Response> => fetch(`${started.running.origin}${path}`, { headers, redirect: "manual" });
const send = (fields: Record<string, string>): Promise<Response> =>
  fetch(`${started.running.origin}/feedback`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { ...headers, origin: started.running.origin },
    redirect: "manual",
  });

test("feedback says of which page it is, and what is missing is said at its field", async () => {
  const form = await (await ask("/feedback?page=/services/income")).text();
  assert.match(form, /name="page" value="\/services\/income"/);
  const faulty = await send({ page: "/services/income", kind: "", body: " " });
  const text = await faulty.text();
  assert.equal(faulty.status, 422);
  assert.match(text, /href="#kind">Select what it is about/);
  assert.match(text, /href="#body">Enter your message/);
  assert.equal((await send({ page: "/", kind: "idea", body: "x".repeat(2_001) })).status, 422);
  assert.equal((await send({ page: "/", kind: "unknown", body: "x" })).status, 422);
});

test("a complaint is to be answered within thirty days, ending on a working day", async () => {
  assert.equal((await send({ page: "/", kind: "complaint", body: "Nobody answers the telephone" })).status, 303);
  const [row] = await openComplaints(started.running.schemas.of("portal"), null, 10);
  assert.equal(row?.body, "Nobody answers the telephone");
  assert.equal(answerBy("2026-11-20T02:00:00.000Z"), "2026-12-21", "the thirtieth day is a Sunday");
});

test("a page that is not ours is not taken over, and HTML stays text", async () => {
  const form = await (await ask("/feedback?page=https://evil.example/x")).text();
  assert.match(form, /name="page" value="\/"/);
  const faulty = await (await send({ page: "/", kind: "", body: '"><script>alert(1)</script>' })).text();
  assert.doesNotMatch(faulty, /<script>alert/);
});

test("attack: nobody but an operator reads feedback and searches, as a page or as a file", async () => {
  for (const path of [
    "/feedback/received",
    "/feedback/received.csv",
    "/feedback/complaints",
    "/feedback/complaints.csv",
    "/search/missed",
  ]) {
    const answer = await ask(path);
    assert.equal(answer.status, 303, path);
    assert.match(answer.headers.get("location") ?? "", /\/auth\/sign-in/);
  }
});

test("more than sixty messages in a minute are refused, and later ones are taken", async () => {
  const sent = await Promise.all(Array.from({ length: 70 }, (_, no) => send({ page: "/", kind: "idea", body: `no ${no}` })));
  assert.ok(sent.some(({ status }) => status === 303));
  assert.equal((await send({ page: "/", kind: "idea", body: "one more" })).status, 429);
});

test("statements, the map and the icon are there; an unknown statement is not found", async () => {
  assert.match(await (await ask("/about/privacy")).text(), /<h2>Your rights<\/h2>/);
  assert.equal((await ask("/about/nothing")).status, 404);
  assert.ok((await (await ask("/sitemap.xml")).text()).includes(`/services/${firstService}</loc>`));
  assert.match(await (await ask("/robots.txt")).text(), /Disallow: \/my-data/);
  assert.equal((await ask("/favicon.ico")).headers.get("content-type"), "image/svg+xml");
});
