import { createHash, sign } from "node:crypto";
import { crc32 } from "node:zlib";
import { TroadError } from "./errors.ts";
import type { Transport } from "./transport.ts";

type TwoTexts = { en: string; "zh-Hant": string };
/** A data set that a company keeps of its customers. */
export type SourceTerms = {
  name: TwoTexts;
  about: TwoTexts;
  fields: { name: TwoTexts }[];
  law: string;
  /** Where the platform asks, https. */
  address: string;
  /** The certificate (PEM, RSA) whose key signs what is given. */
  certificate: string;
};
export type Resource = { version: number; resource_id: string; resource_secret: string };
export type Introspected =
  | { active: false }
  | { active: true; sub: string; scope: string; client_id: string; iat: number; exp: number };
export type GivenFile = { name: string; data: Uint8Array | string };

/** For a company that gives people the data it holds of them, by the provider's side of Taiwan's MyData protocol. */
export const openProviders = (transport: Transport) => ({
  /** Applies for a data set; an officer reviews it. */
  offer: (id: string, terms: SourceTerms) =>
    transport.service("PUT", `/sources/${encodeURIComponent(id)}`, terms, "providers") as Promise<Resource>,
  /** Whether a request that came with `authorization` is the platform's, for this data set, and of which customer (`sub`). */
  introspect: async (
    authorization: string | undefined,
    { resource_id: id, resource_secret: secret }: Resource,
  ): Promise<Introspected> => {
    const token = /^Bearer (mydata::[\w.-]{10,300})$/.exec(authorization ?? "")?.[1];
    if (token === undefined) return { active: false };
    const told = await fetch(`${transport.origin}/mydata/tw/connect/introspect`, {
      ...{ method: "POST", body: new URLSearchParams({ token }), signal: AbortSignal.timeout(15_000) },
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
    });
    if (!told.ok) throw new TroadError("sdk.introspection-refused", undefined, { status: told.status });
    return (await told.json()) as Introspected;
  },
});

/** The archive that answers: files, a manifest with their digests, its signature by `key` (PEM), and the certificate. */
export function packFiles(files: readonly GivenFile[], { key, certificate }: { key: string; certificate: string }): Buffer {
  const ready = files.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
  const listed = ready.map(
    ({ name, data }) =>
      `<file><filename>${name}</filename><digest>${createHash("sha256").update(data).digest("hex")}</digest></file>`,
  );
  const manifest = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<files>\n${listed.join("\n")}\n</files>\n`);
  return zipped([
    ...ready,
    { name: "META-INFO/manifest.xml", data: manifest },
    { name: "META-INFO/manifest.sha256withrsa", data: sign("sha256", manifest, key) },
    { name: "META-INFO/certificate.cer", data: Buffer.from(certificate) },
  ]);
}

/** A ZIP archive of uncompressed entries (APPNOTE 6.3). */
function zipped(items: readonly { name: string; data: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data } of items) {
    const named = Buffer.from(name, "utf8");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // names are UTF-8
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(named.length, 22);
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), common, named, data);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, more, named);
    at += 30 + named.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
