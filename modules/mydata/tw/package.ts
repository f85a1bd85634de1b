import { writeZip } from "@troad/zip";
import type { Fetched } from "../downloads/fetch.ts";
import { resourceOf } from "./keys.ts";

const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** The archive for a service: a signed package a data set, and a manifest with the code of each. */
export function serviceArchive(sets: readonly { fetched: Pick<Fetched, "id" | "code">; name: string; data: Buffer }[]): Buffer {
  const entries = sets.map(({ fetched: { id, code }, name }) => {
    const resource = resourceOf(id);
    const named = `<resource_name>${xml(name)}</resource_name><code>${code}</code>`;
    return `  <file><filename>${resource}.zip</filename><resource_id>${resource}</resource_id>${named}</file>`;
  });
  const manifest = ['<?xml version="1.0" encoding="UTF-8"?>', "<files>", ...entries, "</files>", ""].join("\n");
  return writeZip([
    ...sets.map(({ fetched, data }) => ({ name: `${resourceOf(fetched.id)}.zip`, data })),
    { name: "META-INFO/manifest.xml", data: Buffer.from(manifest) },
  ]);
}
