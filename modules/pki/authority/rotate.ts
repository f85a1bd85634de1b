import fs from "node:fs";
import path from "node:path";
import type { Certificate } from "@troad/trust";
import {
  issuingIdentity,
  makeCross,
  readSteps,
  rootCertificate,
  type Step,
  serviceIdentity,
  services,
  writeSteps,
} from "./generations.ts";
import type { Place } from "./places.ts";

export type Rotation = { step: Step; certificates: { name: string; certificate: Certificate }[] };

/**
 * Makes the next issuing key with a responder and a time-stamping unit, and a new root above it or under the present one, and enters it in the
 * list. It begins to issue after `afterMs`, when everybody who verifies has read the trust anchors again. Interrupted, it goes on where it
 * was; a second one at the same time is refused by the file system.
 */
export async function rotate(place: Place, { root, afterMs }: { root: boolean; afterMs: number }): Promise<Rotation> {
  fs.mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const lock = path.join(place.folder, "rotation.lock");
  fs.closeSync(fs.openSync(lock, "wx", 0o600));
  try {
    const steps = readSteps(place.folder);
    const last = steps.at(-1)!;
    const number = last.number + 1;
    const step: Step = { number, root: root ? number : last.root, from: place.clock.now().getTime() + afterMs };
    const certificates: Rotation["certificates"] = [];
    if (root) {
      certificates.push({ name: "root", certificate: await rootCertificate(place, step.root) });
      certificates.push({ name: "new root by old", certificate: await makeCross(place, step.root, last.root) });
      certificates.push({ name: "old root by new", certificate: await makeCross(place, last.root, step.root) });
    }
    const issuing = await issuingIdentity(place, step);
    certificates.push({ name: "issuing", certificate: issuing.certificate });
    const ocsp = await serviceIdentity(place, services.ocsp, number, issuing);
    certificates.push({ name: "ocsp", certificate: ocsp.certificate });
    const tsa = await serviceIdentity(place, services.tsa, number, issuing);
    certificates.push({ name: "tsa", certificate: tsa.certificate });
    writeSteps(place.folder, [...steps, step]);
    return { step, certificates };
  } finally {
    fs.rmSync(lock, { force: true });
  }
}
