import assert from "node:assert/strict";
import { hash, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { mydataApi } from "@troad/mydata/api";
import {
  accountForLeaves,
  type RecordedTransfer,
  type ReportedTransfer,
  roadApi,
  type TransferKey,
  type TransferRecord,
} from "@troad/road/api";
import { httpTileSource, LogReader, parseVerifierKey } from "@troad/tlog";
import { encodeCompact, readAsice, signCompact } from "@troad/trust";
import { request } from "undici";
import { exchangeFiles, messageHashOf, requestFiles, responseFiles, type SignedFile } from "../modules/road/gateway/files.ts";
import { agree, ask, assertHasText, consumer, gatewayEndpoints, household, student, until, useOf } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { type Member, openMember } from "./kit/member.ts";
import { openPeerProcess, type PeerCall } from "./kit/peer-process.ts";
import { troad } from "./kit/troad.ts";

const citizen = student();
const hospital = "TWDEMO/GOV/MOHW/REGISTERS";
let government: Government;
let school: Member;
let ministry: Member;
/** The processes of two members, the first of which is honest until its turn. */
let asSchool: PeerCall;
let asMinistry: PeerCall;
before(async () => {
  government = await startGovernment({ env: { PEER_PORT: "0", ROAD_RECORD_GRACE_SECONDS: "1", ROAD_ERASURE_SECONDS: "1" } });
  [school, ministry] = await Promise.all([openMember(government, "ndu"), openMember(government, "mohw")]);
  [asSchool, asMinistry] = await Promise.all([openPeerProcess(government, "ndu"), openPeerProcess(government, "mohw")]);
});
after(() => government.stop());

const road = () => government.running.use(roadApi);
const recorded = async (id: string): Promise<TransferRecord[]> =>
  (await road().transfersOf({ limit: 200 })).filter(({ exchangeId }) => exchangeId === id);

type Claim = Pick<TransferRecord, "exchangeId" | "side" | "consumer" | "provider"> & Partial<TransferRecord>;
const recordOf = (claim: Claim): TransferRecord => ({
  agreement: null,
  at: "2026-11-28T00:00:00.000Z",
  code: null,
  consent: null,
  fields: [],
  outcome: "answered",
  purpose: null,
  requestHash: "x",
  responseHash: "y",
  ...claim,
});

/** What members sign of an exchange: its request, and an answer to it. */
function messages(request: string, answer = "answer"): { request: SignedFile[]; response: SignedFile[]; all: SignedFile[] } {
  const asked = requestFiles(Buffer.from(request), { in: "memory", bytes: Buffer.from("{}") }, "application/json");
  const response = responseFiles(Buffer.from(answer), { in: "memory", bytes: Buffer.from("{}") }, "application/json");
  return { request: asked, response, all: exchangeFiles(asked, "signature", Buffer.from("status"), response) };
}

async function signedBy(
  { seal }: Member,
  files: SignedFile[],
): Promise<{ proof: NonNullable<ReportedTransfer["proof"]>; signers: string[] }> {
  const { signer, certificate } = seal;
  const signature = encodeCompact(await signCompact({ files, signer, certificate, signingTime: new Date() }));
  const digests = files.map(({ name, mime, digest }): [string, string, string] => [name, mime, digest.toString("base64")]);
  return {
    proof: { signature: signature.toString("base64"), signer: 0, files: digests },
    signers: [certificate.der.toString("base64")],
  };
}

/** Tells one record; gives what became of it. */
async function tell(
  as: PeerCall,
  record: TransferRecord,
  proven?: Awaited<ReturnType<typeof signedBy>>,
): Promise<RecordedTransfer> {
  const told = { record, salt: randomBytes(32).toString("base64"), ...(proven ? { proof: proven.proof } : {}) };
  const { result, code } = await as("road", "recordTransfers", [[told], proven?.signers ?? []]);
  assert.ok(result, code);
  return (result as RecordedTransfer[])[0]!;
}
const refusedAs = async (kind: string, as: PeerCall, record: TransferRecord, proven?: Awaited<ReturnType<typeof signedBy>>) =>
  assert.deepEqual(await tell(as, record, proven), { refused: kind });

test("exchanges of two members under one id are both in the public log (vrk-kpa/xroad-joint-development#21)", async () => {
  const { token } = await agree(government.running, { citizen, key: "one-id" });
  const first = await ask({ gateway: gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer, citizen, id: "1", consent: token });
  assert.equal(first.status, 200, first.message);
  await until(async () => (await recorded("1")).length === 2, "both records of the first exchange");
  const other = await request(`${gatewayEndpoints(government, "TWDEMO/GOV/MODA").consumer}/r1/${hospital}/listMethods`, {
    headers: { "x-road-client": "TWDEMO/GOV/MODA/PORTAL", "x-road-id": "1" },
  });
  assert.equal(other.statusCode, 200);
  await other.body.dump();
  await until(async () => (await recorded("1")).length === 4, "both records of the second exchange");
  const same = await request(
    `${gatewayEndpoints(government, "TWDEMO/GOV/MODA").consumer}/r1/TWDEMO/GOV/MOI/REGISTERS/listMethods`,
    {
      headers: { "x-road-client": "TWDEMO/GOV/MODA/PORTAL", "x-road-id": "one-provider" },
    },
  );
  await same.body.dump();
  const agreed = await agree(government.running, { citizen, key: "one-provider" });
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  const numbered = await ask({ gateway, citizen, id: "one-provider", consent: agreed.token });
  assert.deepEqual([same.statusCode, numbered.status], [200, 200], "one provider, two consumers that number alike");
  await until(async () => (await recorded("one-provider")).length === 4, "the records of both at one provider");
  const uses = await government.running.use(mydataApi).checkUse(citizen.subject, "one-provider");
  assert.deepEqual([uses.use.consumer, uses.log?.valid], [consumer, true]);
});

test("a member that claims an id before others use it hides nothing: the citizen and the log see the true exchange", async () => {
  const id = "claimed-first";
  await asMinistry("road", "recordTransfers", [
    [
      {
        record: recordOf({
          exchangeId: id,
          side: "consumer",
          consumer: `${hospital}`,
          provider: household,
          outcome: "failed",
          responseHash: null,
        }),
        salt: "AAAA",
      },
      { record: recordOf({ exchangeId: id, side: "provider", consumer, provider: `${hospital}/low-income` }), salt: "AAAA" },
    ],
    [],
  ]);
  const { token } = await agree(government.running, { citizen, key: id });
  const answer = await ask({ gateway: gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer, citizen, id, consent: token });
  assert.equal(answer.status, 200, answer.message);
  const use = await useOf(government.running, citizen, id, ["consumer", "provider"]);
  assert.deepEqual([use.consumer, use.provider, use.outcome], [consumer, household, "answered"]);
  const sides = (await recorded(id)).filter((one) => one.consumer === consumer && one.provider === household);
  assert.deepEqual(sides.map(({ side }) => side).sort(), ["consumer", "provider"]);
});

test("a record is taken only with the other member's signature over the same exchange, each once", async () => {
  const { request, response, all } = messages("asked");
  const hashes = { requestHash: messageHashOf(request), responseHash: messageHashOf(response) };
  const provider = `${hospital}/low-income`;
  const gave = recordOf({ exchangeId: "signed", side: "provider", consumer, provider, ...hashes });
  const got = { ...gave, side: "consumer" as const };
  await refusedAs("unproven", asMinistry, gave);
  await refusedAs("unproven", asMinistry, gave, await signedBy(ministry, request));
  await refusedAs("unproven", asMinistry, gave, await signedBy(school, messages("something else").request));
  await refusedAs("unproven", asMinistry, gave, await signedBy(school, all));
  const forged = await signedBy(school, messages("something else").request);
  const named = (await signedBy(school, request)).proof.files;
  await refusedAs("unproven", asMinistry, gave, { ...forged, proof: { ...forged.proof, files: named } });
  await refusedAs("unproven", asMinistry, gave, { ...(await signedBy(school, request)), signers: ["AAAA"] });
  await refusedAs("unproven", asSchool, got, await signedBy(ministry, request));
  assert.equal((await recorded("signed")).length, 0);

  const proven = await signedBy(school, request);
  const place = await tell(asMinistry, gave, proven);
  assert.ok("leafIndex" in place);
  assert.deepEqual(await tell(asMinistry, gave, proven), place, "told again it keeps its place");
  await refusedAs("replayed", asMinistry, { ...gave, exchangeId: "signed-copy" }, proven);
  assert.ok("leafIndex" in (await tell(asSchool, got)), "the provider's own record confirms the consumer's");
  const ministerial = { ...got, exchangeId: "signed-answer", requestHash: "z" };
  await refusedAs("unproven", asSchool, ministerial, await signedBy(ministry, all));
});

test("records that contradict each other are all in the log, and an alarm names both members", async () => {
  const provider = `${hospital}/low-income`;
  const { request, response } = messages("twice", "one answer");
  const other = messages("twice", "another answer");
  const hashes = { requestHash: messageHashOf(request), responseHash: messageHashOf(response) };
  const gave = recordOf({ exchangeId: "twice", side: "provider", consumer, provider, ...hashes });
  const otherwise = { ...gave, responseHash: hash("sha512", "otherwise", "base64") };
  const got = { ...gave, side: "consumer" as const, responseHash: messageHashOf(other.response) };
  const proven = await signedBy(school, request);
  for (const record of [gave, otherwise]) assert.ok("leafIndex" in (await tell(asMinistry, record, proven)));
  assert.ok("leafIndex" in (await tell(asSchool, got, await signedBy(ministry, other.all))));
  const denied = messages("denied");
  const denial = { exchangeId: "denied", consumer, provider, requestHash: messageHashOf(denied.request) };
  const answered = recordOf({ ...denial, side: "consumer", responseHash: messageHashOf(denied.response) });
  await tell(asSchool, answered, await signedBy(ministry, denied.all));
  await tell(
    asMinistry,
    recordOf({ ...denial, side: "provider", outcome: "failed", code: "x", responseHash: null }),
    await signedBy(school, denied.request),
  );

  assert.equal((await recorded("twice")).length, 3);
  const alarms = await until(async () => {
    const found = await road().transferAlarms({ limit: 100 });
    const ours = found.filter(({ exchangeId }) => ["twice", "denied"].includes(exchangeId));
    return ours.length >= 3 && ours;
  }, "the alarms");
  const [teller, asker] = ["TWDEMO/GOV/MOHW", "TWDEMO/EDU/NDU"];
  assert.deepEqual(alarms.map((one) => [one.kind, one.exchangeId, one.teller, one.other]).sort(), [
    ["answer-denied", "denied", teller, asker],
    ["second-record", "twice", teller, asker],
    ["sides-differ", "twice", asker, teller],
  ]);
  assert.ok(alarms.every(({ leafIndex, otherLeaf }) => leafIndex !== null && otherLeaf !== null));
  const metrics = await (await fetch(String(government.running.endpoints().metrics))).text();
  for (const kind of ["second-record", "sides-differ", "answer-denied", "unproven", "replayed"])
    assert.match(metrics, new RegExp(`transfer_alarms_total\\{kind="${kind}"\\} [1-9]`));
  const key = { exchangeId: "twice", consumer, provider, side: "provider" } as const;
  assert.equal((await road().proofOf(key))?.record.consumer, consumer);
  assert.equal(await road().proofOf({ ...key, consumer: "TWDEMO/GOV/MODA/PORTAL" }), null);
});

test("an order to erase an id that two consumers use has to name one of them, and leaves the other's exchange alone", async () => {
  const order = ["erase", "--agency=moi", "--exchange=one-provider", "--reason=asked by the person", "--json"];
  const records = (...words: string[]) => troad("records", ...order, ...words, `--data=${government.data}`);
  const ambiguous = await records();
  assert.deepEqual([ambiguous.exit, JSON.parse(ambiguous.out).code], [1, "registry.order-ambiguous"]);
  assertHasText(government.running, "registry.order-ambiguous");
  assert.equal((await records("--consumer=TWDEMO/GOV/MODA/PORTAL")).exit, 0);
  const bodies = async (key: Omit<TransferKey, "exchangeId" | "side">): Promise<number | undefined> => {
    const found = await road().evidenceOf({ ...key, exchangeId: "one-provider", side: "provider" });
    const read = found.state === "sealed" ? readAsice(Buffer.from(found.container, "base64")) : undefined;
    return read?.ok ? read.value.files.filter(({ name }) => name.includes("-body.")).length : undefined;
  };
  const listed = { consumer: "TWDEMO/GOV/MODA/PORTAL", provider: "TWDEMO/GOV/MOI/REGISTERS/listMethods" };
  await until(async () => (await bodies(listed)) === 0, "the erasure");
  assert.equal(await bodies({ consumer, provider: household }), 2);
});

test("every leaf of the public log still has its row, and every row its leaf", async () => {
  const { tilesUrl, verifierKey } = await road().logStatus();
  const key = parseVerifierKey(verifierKey);
  const reader = new LogReader(httpTileSource({ prefix: tilesUrl }), { origin: key.name, logKeys: [key] });
  const accounted = await until(async () => {
    const found = await accountForLeaves(government.running.schemas.of("road"), reader);
    // the newest leaves are waiting for their checkpoint
    return found.faults.every(({ reason }) => reason !== "beyond") && found;
  }, "a checkpoint that covers all");
  assert.deepEqual(accounted.faults, []);
  assert.ok(accounted.transfers >= 12);
});
