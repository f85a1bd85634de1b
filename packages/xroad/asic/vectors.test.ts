import assert from "node:assert/strict";
import { test } from "node:test";
import { readXroadContainer, verifyXroadContainer, type XroadReport } from "../index.ts";
import { needs, reference } from "../test/reference.ts";
import { authorityInside } from "../test/sample-trust.ts";

/** X-Road's own containers: what they hold is judged, also where the authority that issued the certificates is not to be had. */
const skip = needs();
const outcomes = (report: XroadReport): string[] =>
  report.steps.map((step) => (step.ok ? `${step.step} ok` : `${step.step} ${step.code}`));

test("the container with attachments holds by the authorities that it brings, but for the absent issuer of the certificates", {
  skip,
}, async () => {
  const bytes = reference("asic", "valid-signed-message-with-attachments.asice");
  const report = await verifyXroadContainer(bytes, { roots: [], tsas: authorityInside(bytes) });
  assert.deepEqual(outcomes(report), [
    "container ok",
    "references ok",
    "signature ok",
    "timestamp ok",
    "certificate chain.unknown-issuer",
    "revocation step.not-reached",
  ]);
  assert.deepEqual(
    report.files.map(({ name, ok }) => `${name} ${ok}`),
    ["message.xml true", "attachment1 true", "attachment2 true"],
  );
  for (const file of report.files) assert.deepEqual(file.found, file.expected);
  assert.equal(report.stampedAt?.toISOString(), "2024-11-27T04:14:03.000Z");
  assert.equal(report.signer?.subject.serialNumber, "DEV/SS1/COM");
});

test("the container of 2014 holds but for its stamp, by a key of 1024 bits", { skip }, async () => {
  const bytes = reference("asic", "valid-signed-message.asice");
  const report = await verifyXroadContainer(bytes, { roots: [], tsas: authorityInside(bytes) });
  assert.deepEqual(outcomes(report), [
    "container ok",
    "references ok",
    "signature ok",
    "timestamp chain.weak-algorithm",
    "certificate chain.unknown-issuer",
    "revocation step.not-reached",
  ]);
});

for (const [name, code] of [
  ["no-mimetype", "asic.mimetype"],
  ["no-message", "asic.no-message"],
  ["no-signature", "asic.no-signature"],
  ["not-asic", "asic.malformed"],
] as const) {
  test(`${name} is refused for what its name says`, { skip }, async () => {
    const outcome = readXroadContainer(reference("asic", `${name}.asice`));
    assert.equal(outcome.ok || outcome.code, code);
    const report = await verifyXroadContainer(reference("asic", `${name}.asice`), { roots: [], tsas: [] });
    assert.equal(report.valid, false);
  });
}
