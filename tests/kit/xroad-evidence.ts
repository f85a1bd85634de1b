import assert from "node:assert/strict";
import { readXroadContainer, verifyXroadContainer } from "@troad/xroad";
import { checkContainer } from "../../apps/troad/verify/container.ts";
import { alterXroad } from "../../modules/mydata/xroad-evidence.ts";
import { evidenceOf, until } from "./exchange.ts";
import type { Government } from "./government.ts";
import type { XroadPeer } from "./xroad-peer.ts";

type Expected = { request: string; response: string; asked: Buffer | undefined; answered: Buffer };

/** Both containers of an exchange hold by X-Road's rules and for `troad verify`, say who signed what, and do not with a bit altered. */
export async function assertXroadEvidence(
  government: Government,
  of: { id: string; side: "consumer" | "provider" },
  peer: XroadPeer,
  expected: Expected,
): Promise<void> {
  const evidence = await until(async () => {
    const found = await evidenceOf(government.running, of.id, of.side);
    return found.state === "sealed" && found;
  }, `evidence of ${of.id}`);
  assert.ok(evidence.request);
  const { roots, tsas } = peer.trust;
  for (const { container, signer, body } of [
    { container: evidence.request.container, signer: expected.request, body: expected.asked },
    { container: evidence.container, signer: expected.response, body: expected.answered },
  ]) {
    const bytes = Buffer.from(container, "base64");
    const report = await verifyXroadContainer(bytes, peer.trust);
    assert.ok(report.valid && report.steps.length === 6, JSON.stringify(report.steps));
    assert.equal(report.signer?.subject.serialNumber, signer);
    const opened = readXroadContainer(bytes);
    assert.ok(opened.ok);
    assert.deepEqual(opened.value.data.get("attachment1"), body);
    const told = await checkContainer(bytes, { roots: [...roots], tsas: [...tsas], intermediates: [peer.issuing] });
    assert.deepEqual([told.valid, told.profile, told.signer], [true, "x-road", signer]);
    assert.equal((await verifyXroadContainer(alterXroad(bytes), peer.trust)).valid, false);
    const withoutTsa = { ...peer.trust, tsas: [] };
    assert.equal((await verifyXroadContainer(bytes, withoutTsa)).valid, false, "an authority that is not approved");
  }
}
