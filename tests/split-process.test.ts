import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runJourney, type Step } from "../apps/troad/demo/journey.ts";
import { freePort, type Part, root, scratch, servePart } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";

const parts: Part[] = [];
after(async () => {
  for (const part of parts.reverse()) await part.stop();
});

const held = async (data: string): Promise<void> => {
  const steps: Step[] = [];
  const ok = await runJourney({
    data,
    content: path.join(root, "content"),
    tell: (step) => steps.push(step),
    patienceMs: patient(30_000),
  });
  assert.ok(
    ok,
    steps
      .filter((step) => !step.ok)
      .map((step) => `${step.step}: ${step.detail}`)
      .join("\n"),
  );
};

/** Waits until a process published what it has of each schema at the platform. */
async function published(origin: string, schemas: string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const list = (await (await fetch(`${origin}/road/heads`)).json()) as { schemas: { schema: string }[] };
    if (schemas.every((schema) => list.schemas.some((one) => one.schema === schema))) return;
    await sleep(100);
  }
  assert.fail(`not published: ${schemas.join(", ")}`);
}

test("the journey holds in three processes that reach each other over mTLS", async () => {
  const data = scratch("split");
  const [p1, p2, p3, port2, port3] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
  const at = (port: number): string => `https://127.0.0.1:${port}`;
  const env = { TROAD_DATA: data, LEDGER_PUBLISH_SECONDS: "1" };
  const origins = `eid=http://localhost:${port2},mydata=http://localhost:${port2},portal=http://localhost:${port3}`;
  const central = await servePart(
    ["--target=pki,road,registers", `--peer-port=${p1}`, `--peers=mydata=${at(p2)}`, `--origins=${origins}`],
    env,
  );
  parts.push(central);
  const all = `${origins},road=${central.origin},pki=${central.origin}`;
  parts.push(
    await servePart(["--target=eid,mydata", `--peer-port=${p2}`, `--peers=pki=${at(p1)},road=${at(p1)}`, `--origins=${all}`], {
      ...env,
      PORT: String(port2),
    }),
  );
  const peers = `pki=${at(p1)},road=${at(p1)},registers=${at(p1)},eid=${at(p2)},mydata=${at(p2)}`;
  parts.push(
    await servePart(["--target=portal,cases,notify,tax", `--peer-port=${p3}`, `--peers=${peers}`, `--origins=${all}`], {
      ...env,
      PORT: String(port3),
    }),
  );
  await held(data);
  await published(central.origin, ["road", "eid", "mydata", "cases"]);
});

test("the journey holds with one agency in its own process on its own database", async () => {
  const data = scratch("central");
  const own = scratch("moi");
  const peerPort = await freePort();
  const central = await servePart(["--except=moi", `--peer-port=${peerPort}`], { TROAD_DATA: data });
  parts.push(central);
  const tls = path.join(own, "tls");
  const issued = spawnSync(
    process.execPath,
    [
      path.join(root, "apps/troad/main.ts"),
      "peers",
      "--modules=registers,road",
      "--agency=moi",
      `--out=${tls}`,
      `--authority=${path.join(data, "peers")}`,
    ],
    { encoding: "utf8" },
  );
  assert.equal(issued.status, 0, issued.stderr);
  const peers = `pki=https://127.0.0.1:${peerPort},road=https://127.0.0.1:${peerPort}`;
  parts.push(
    await servePart(
      ["--agency=moi", "--target=registers,road", `--peers=${peers}`, `--origins=road=${central.origin},pki=${central.origin}`],
      { TROAD_DATA: own, PEER_TLS: tls, LEDGER_PUBLISH_SECONDS: "1" },
    ),
  );
  await held(data);
  await published(central.origin, ["registers_moi"]);
  const key = (await (await fetch(`${central.origin}/tlog/verifier-key`)).text()).trim();
  const verify = ["verify", "--chains", "--agency=moi", `--road=${central.origin}`, `--key=${key}`];
  const checked = spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), ...verify], {
    encoding: "utf8",
    env: { ...process.env, TROAD_DATA: own },
  });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  assert.match(checked.stdout, /ok {6}registers_moi: [1-9]/);
});
