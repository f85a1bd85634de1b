import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { mydataApi } from "@troad/mydata/api";
import { assertHasText, handIn, student, until, walk } from "./kit/exchange.ts";
import { freePort, type Government, type Part, root, scratch, servePart, startGovernment } from "./kit/government.ts";

const citizen = student();
const own = scratch("moi");
let government: Government;
let peerPort: number;
let ministry: Part | undefined;

/** The ministry's registers and gateway: a process, a database and keys of its own. */
function startMinistry(): Promise<Part> {
  const peers = `pki=https://127.0.0.1:${peerPort},road=https://127.0.0.1:${peerPort}`;
  const origins = `road=${government.portal},pki=${government.portal}`;
  return servePart(["--agency=moi", "--target=registers,road", `--peers=${peers}`, `--origins=${origins}`], {
    TROAD_DATA: own,
    PEER_TLS: path.join(own, "tls"),
  });
}

before(async () => {
  peerPort = await freePort();
  government = await startGovernment({ exceptAgencies: ["moi"], env: { PEER_PORT: String(peerPort) } });
  const args = [
    "peers",
    "--modules=registers,road",
    "--agency=moi",
    `--out=${path.join(own, "tls")}`,
    `--authority=${path.join(government.data, "peers")}`,
  ];
  const issued = spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), ...args], { encoding: "utf8" });
  assert.equal(issued.status, 0, issued.stderr);
  ministry = await startMinistry();
});
after(async () => {
  await ministry?.stop();
  await government.stop();
});

const view = (id: string) => government.running.use(casesApi).view({ id, subject: citizen.subject });

test("a ministry that is killed stops the case with a clear reason; when it is back the citizen resumes and gets the decision", async () => {
  await ministry!.stop("SIGKILL");
  const id = await handIn(government.running, citizen, walk("low"));
  const stopped = await until(async () => {
    const found = await view(id);
    return found.state === "stopped" && found;
  }, "the stop");
  assert.deepEqual(stopped.stopped, { code: "Server.ClientProxy.NetworkError", source: "household" });
  assertHasText(government.running, "Server.ClientProxy.NetworkError");
  const tries = stopped.actions.filter(({ type, data }) => type === "source-failed" && data.source === "household");
  assert.equal(tries.length, 4, "four tries");
  assert.equal(new Set(tries.map(({ data }) => data.exchangeId)).size, 4, "each an exchange of its own");
  const states = Object.fromEntries(stopped.sources.map((source) => [source.id, source.state]));
  assert.deepEqual(states, { household: "failed", "low-income": "received", enrolment: "received" });
  assert.equal(stopped.decision, null);

  const failed = await until(async () => {
    const uses = await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 100 });
    const ofMinistry = uses.filter(({ provider }) => provider.includes("/MOI/"));
    return ofMinistry.length === 4 && ofMinistry;
  }, "the records of the tries");
  assert.ok(
    failed.every(
      ({ outcome, code, sides }) =>
        outcome === "failed" && code === "Server.ClientProxy.NetworkError" && sides.join() === "consumer",
    ),
  );

  ministry = await startMinistry();
  await government.running.use(casesApi).resume({ id, subject: citizen.subject });
  const decided = await until(async () => {
    const found = await view(id);
    return found.state === "decided" && found;
  }, "the decision");
  assert.equal(decided.decision?.granted, true);
  assert.ok(decided.certificate);
  const answered = await until(async () => {
    const uses = await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 100 });
    const given = uses.filter(({ outcome }) => outcome === "answered");
    return given.length === 3 && given.every(({ sides }) => sides.length === 2) && given;
  }, "the three uses");
  assert.equal(new Set(answered.map(({ provider }) => provider)).size, 3, "each ministry gave once");
});

test("a ministry that is killed while cases come in loses none and gives nothing twice", async () => {
  const people = [student(1), student(2)];
  const ids = await Promise.all(people.map((person) => handIn(government.running, person, walk("low"))));
  await ministry!.stop("SIGKILL");
  ministry = await startMinistry();
  const cases = government.running.use(casesApi);
  for (const [index, person] of people.entries()) {
    const id = ids[index]!;
    const done = await until(
      async () => {
        const found = await cases.view({ id, subject: person.subject });
        if (found.state === "stopped") {
          assertHasText(government.running, found.stopped!.code);
          await cases.resume({ id, subject: person.subject });
        }
        return found.state === "decided" && found;
      },
      "the decision",
      40_000,
    );
    assert.equal(done.sources.filter(({ state }) => state === "received").length, 3);
    assert.equal(done.actions.filter(({ type, data }) => type === "received" && data.source === "household").length, 1);
  }
});
