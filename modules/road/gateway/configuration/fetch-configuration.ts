import { type Certificate, parseCertificate } from "@troad/trust";
import { type Anchor, type GlobalConf as SignedConf, trustedCertificates, verifyDirectory, verifyGlobalConf } from "@troad/xroad";
import { type Dispatcher, request } from "undici";
import { readUpTo } from "../link/body-stream.ts";

/** A configuration as downloaded: it can be stored and verified again. */
export type Download = {
  directory: Buffer;
  files: Map<string, Buffer>;
  /** PEM; the certificates that were valid when it was accepted. */
  certificates: string[];
};

export type Source = {
  url: string;
  anchor: Anchor;
  distribution: "internal" | "external";
  /** Decides which addresses may be called; absent: all of them. */
  dispatcher?: Dispatcher;
};

const limits = { directory: 1 << 20, part: 16 << 20 };
const patience = { headersTimeout: 5_000, bodyTimeout: 5_000 };
const version = 6;

/** Fetches directory and parts from a source and verifies all of it before anything is read. Throws with the code of what is wrong. */
export async function fetchConfiguration(
  source: Source,
  last: SignedConf | undefined,
  now: () => Date,
): Promise<{ signed: SignedConf; download: Download }> {
  const { anchor, distribution, url } = source;
  const instance = anchor.instance;
  const certificates = trustedCertificates(anchor, distribution, last?.shared.get(instance));
  const directory = await get(`${url}?version=${version}`, limits.directory, source.dispatcher);
  const listed = verifyDirectory(directory, { certificates, now: now(), version });
  if (!listed.ok) throw new Error(`global configuration refused: ${listed.code} ${listed.detail ?? ""}`);
  const files = new Map<string, Buffer>();
  // the reader requires locations to be plain paths, so they cannot lead to another host
  for (const { location } of listed.value.parts)
    files.set(location, await get(`${new URL(url).origin}${location}`, limits.part, source.dispatcher));
  const download = { directory, files, certificates: certificates.map(({ pem }) => pem) };
  return { signed: verifyDownload(download, instance, now()), download };
}

/** Verifies what was downloaded, now or by an earlier run. Throws. */
export function verifyDownload(download: Download, instance: string, now: Date): SignedConf {
  const certificates: Certificate[] = download.certificates.map((pem) => parseCertificate(pem));
  const check = { instance, certificates, now, version };
  const verified = verifyGlobalConf(download.directory, (location) => download.files.get(location), check);
  if (!verified.ok) throw new Error(`global configuration refused: ${verified.code} ${verified.detail ?? ""}`);
  return verified.value;
}

async function get(url: string, limit: number, dispatcher: Dispatcher | undefined): Promise<Buffer> {
  const answer = await request(url, { ...patience, ...(dispatcher ? { dispatcher } : {}) });
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new Error(`global configuration: HTTP ${answer.statusCode} from ${url}`);
  }
  const held = await readUpTo(answer.body, limit);
  if ("bytes" in held) return held.bytes;
  answer.body.destroy();
  throw new Error(`global configuration: more than ${limit} bytes from ${url}`);
}
