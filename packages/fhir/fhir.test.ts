import assert from "node:assert/strict";
import { test } from "node:test";
import { households } from "@troad/population";
import { unresolved } from "./index.ts";
import { bundlesOf, population, population1000 } from "./sample.ts";

const all = population1000();

/** Elements that R4 requires of the resources that are written here. */
const required: Readonly<Record<string, string[]>> = {
  Patient: ["identifier"],
  Organization: ["name"],
  Encounter: ["status", "class", "subject"],
  Condition: ["code", "subject"],
  MedicationRequest: ["status", "intent", "medicationCodeableConcept", "subject"],
  Immunization: ["status", "vaccineCode", "patient", "occurrenceDateTime"],
  Coverage: ["status", "beneficiary", "payor"],
};

test("health data of 1,000 people are whole resources, and every reference leads to one of its bundle", () => {
  const kinds = new Map<string, number>();
  for (const bundle of all) {
    assert.deepEqual(unresolved(bundle), []);
    const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
    assert.equal(new Set(urls).size, urls.length);
    for (const { fullUrl, resource } of bundle.entry) {
      kinds.set(resource.resourceType, (kinds.get(resource.resourceType) ?? 0) + 1);
      assert.equal(fullUrl, `urn:uuid:${resource.id}`);
      assert.match(fullUrl, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      for (const element of required[resource.resourceType] ?? ["unknown"])
        assert.ok(resource[element], `${resource.resourceType}.${element}`);
      assert.doesNotMatch(JSON.stringify(resource), /:(null|"")[,}]/, "FHIR knows no empty values");
    }
  }
  assert.deepEqual([...kinds.keys()].sort(), Object.keys(required).sort());
  assert.ok([...kinds.values()].every((count) => count > 500));
});

test("the same data give the same bundle, and a reference that was bent is found", () => {
  const [household] = [...households({ ...population, size: 50 })];
  const [first] = bundlesOf(household!.members[0]!, household!);
  assert.deepEqual(bundlesOf(household!.members[0]!, household!)[0], first);
  const bent = structuredClone(first!);
  bent.entry = bent.entry.filter(({ resource }) => resource.resourceType !== "Patient");
  assert.ok(unresolved(bent).length > 0);
});
