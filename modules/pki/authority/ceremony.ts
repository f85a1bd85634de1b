import { createHash, hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type Certificate, parseCertificate, verifySignature } from "@troad/trust";
import { openAuthority } from "./open.ts";
import { fileOf, keyOf, type Place, writeWhole } from "./places.ts";
import { rotate } from "./rotate.ts";

/** One line of a transcript: a certificate that was made, by what people compare. */
type Made = { name: string; subject: string; serial: string; sha256: string; key: string; notBefore: string; notAfter: string };
export type Transcript = {
  act: "begin" | "rotate";
  at: string;
  /** Who was there and answers for it. */
  people: string[];
  keys: "files" | "token";
  /** When the new issuing key begins to issue. */
  issuesFrom: string;
  made: Made[];
  /** SHA-256 of the transcript before, so that none can be left out. */
  previous: string | null;
};
/** A transcript with the signature of the issuing key that came of it (ECDSA over SHA-256 of the JSON, base64). */
export type SignedTranscript = { transcript: Transcript; certificate: string; signature: string };

type Ceremony = { act: Transcript["act"]; people: readonly string[]; root: boolean; afterMs: number };

/** Nobody makes keys of the authority alone. */
const leastPeople = 2;

export class CeremonyRefused extends Error {}

/**
 * Makes the authority's first keys, or its next ones, before witnesses, and writes down what was made. Transcripts stay in the folder, each
 * names the one before and is signed with the key that came of it. Throws CeremonyRefused.
 */
export async function holdCeremony(place: Place, { act, people, root, afterMs }: Ceremony): Promise<SignedTranscript> {
  const names = [...new Set(people.map((name) => name.trim()).filter(Boolean))];
  if (names.length < leastPeople) throw new CeremonyRefused("two different people have to be named");
  const isThere = fs.existsSync(path.join(place.folder, "root.crt"));
  if (act === "begin" && isThere) throw new CeremonyRefused("the authority has its keys; rotate them");
  if (act === "rotate" && !isThere) throw new CeremonyRefused("there is no authority in this folder");
  const before = lastTranscript(place.folder);
  const at = place.clock.now();
  const { number, from, made } = act === "begin" ? await begin(place) : await next(place, { root, afterMs });
  const transcript: Transcript = {
    ...{ act, at: at.toISOString(), people: names, keys: place.token === undefined ? "files" : "token" },
    ...{ issuesFrom: new Date(from).toISOString(), made, previous: before ? hash("sha256", before, "hex") : null },
  };
  const signer = await keyOf(place, fileOf("issuing", number));
  const signed: SignedTranscript = {
    transcript,
    certificate: fs.readFileSync(path.join(place.folder, `${fileOf("issuing", number)}.crt`), "utf8"),
    signature: Buffer.from(await signer.sign(Buffer.from(JSON.stringify(transcript)))).toString("base64"),
  };
  writeWhole(path.join(place.folder, `ceremony-${number}.json`), `${JSON.stringify(signed, null, 2)}\n`);
  return signed;
}

async function begin(place: Place) {
  const authority = await openAuthority(place);
  const { rootCertificate, issuing, ocsp } = authority.current();
  const made = [
    madeOf("root", rootCertificate),
    madeOf("issuing", issuing.certificate),
    madeOf("ocsp", ocsp.certificate),
    madeOf("tsa", authority.stamping().tsa.certificate),
  ];
  return { number: 1, from: place.clock.now().getTime(), made };
}

async function next(place: Place, request: { root: boolean; afterMs: number }) {
  const { step, certificates } = await rotate(place, request);
  return { ...step, made: certificates.map(({ name, certificate }) => madeOf(name, certificate)) };
}

const madeOf = (name: string, { subject, serialHex, fingerprint, publicKey, notBefore, notAfter }: Certificate): Made => ({
  ...{ name, subject: subject.CN ?? "", serial: serialHex, sha256: fingerprint },
  key: createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex"),
  ...{ notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
});

/** The newest transcript as it stands in its file. */
function lastTranscript(folder: string): string | undefined {
  const numbers = fs.existsSync(folder)
    ? fs.readdirSync(folder).flatMap((file) => /^ceremony-(\d+)\.json$/.exec(file)?.[1] ?? [])
    : [];
  const last = Math.max(0, ...numbers.map(Number));
  return last === 0 ? undefined : fs.readFileSync(path.join(folder, `ceremony-${last}.json`), "utf8");
}

/** Whether a transcript is as it was signed. */
export function isGenuine({ transcript, certificate, signature }: SignedTranscript): boolean {
  const { publicKey } = parseCertificate(certificate);
  return verifySignature(ecdsaSha256, publicKey, Buffer.from(JSON.stringify(transcript)), Buffer.from(signature, "base64"));
}
const ecdsaSha256 = "1.2.840.10045.4.3.2";
