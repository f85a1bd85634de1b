import { createHash } from "node:crypto";

export type Resource = { resourceType: string; [field: string]: unknown };
export type Bundle = {
  resourceType: "Bundle";
  type: "collection";
  timestamp: string;
  entry: { fullUrl: string; resource: Resource }[];
};
export type Reference = { reference: string; display?: string };
export type Patient = { nationalId: string; name: string };

/** Identifiers as TW Core names them. */
const nationalIdSystem = "http://www.moi.gov.tw";
const institutionSystem = "https://twcore.mohw.gov.tw/ig/twcore/CodeSystem/organization-identifier-tw";

/** A UUID that follows from what a resource is about (RFC 9562 section 5.8), so that the same data give the same bundle. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A bundle in which every reference leads to one of its own entries. */
export function openBundle({ nationalId, name }: Patient, timestamp: string) {
  const entries = new Map<string, Resource>();
  const add = (resource: Resource, key: string): Reference => {
    const id = uuidOf(`${resource.resourceType} ${nationalId} ${key}`);
    const fullUrl = `urn:uuid:${id}`;
    if (!entries.has(fullUrl)) entries.set(fullUrl, { ...resource, id });
    return { reference: fullUrl };
  };
  const identifier = [
    {
      use: "official",
      type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "NI" }] },
      system: nationalIdSystem,
      value: nationalId,
    },
  ];
  const patient = add({ resourceType: "Patient", identifier, name: [{ use: "official", text: name }] }, "patient");
  return {
    patient: { ...patient, display: name },
    add,
    organization: (code: string, title: string): Reference => ({
      ...add(
        { resourceType: "Organization", identifier: [{ system: institutionSystem, value: code }], name: title },
        `organization ${code}`,
      ),
      display: title,
    }),
    close: (): Bundle => ({
      resourceType: "Bundle",
      type: "collection",
      timestamp,
      entry: [...entries].map(([fullUrl, resource]) => ({ fullUrl, resource })),
    }),
  };
}

/** References of a bundle that lead to none of its entries. */
export function unresolved(bundle: Bundle): string[] {
  const known = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "reference" && typeof inner === "string" && !known.has(inner)) found.push(inner);
      else walk(inner);
    }
  };
  walk(bundle.entry.map(({ resource }) => resource));
  return found;
}
