import fs from "node:fs";
import path from "node:path";
import { createRoot, type Identity, issueCertificate, type Profile, type Signer } from "@troad/trust";
import { certificateOf, day, fileOf, findCertificate, keyOf, type Place } from "./places.ts";

/** One issuing key with its certificate, and the root above it. `from`: when it begins to issue (ms since 1970). */
export type Step = { number: number; root: number; from: number };

const organization = "T-Road Demonstration Instance (synthetic)";
const nameOf = (cn: string, number: number) => ({
  C: "TW",
  O: organization,
  CN: number === 1 ? cn : `${cn} G${number}`,
});
const rootYears = 20;
const issuingYears = 10;
const year = 365 * day;

const listFile = (folder: string): string => path.join(folder, "generations.json");

/** The generations of the authority, oldest first: the list in the folder, which rotation extends, after the first. */
export function readSteps(folder: string): Step[] {
  const file = listFile(folder);
  const later = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Step[]) : [];
  return [{ number: 1, root: 1, from: 0 }, ...later];
}

/** Changes with the list; processes that share the folder compare it. */
export const stateOf = (folder: string): number => fs.statSync(listFile(folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;

export function writeSteps(folder: string, steps: readonly Step[]): void {
  const file = listFile(folder);
  fs.writeFileSync(`${file}.new`, JSON.stringify(steps.filter(({ number }) => number > 1)));
  fs.renameSync(`${file}.new`, file);
}

const begin = (place: Place): Date => new Date(place.clock.now().getTime() - 60_000);
const inYears = (place: Place, years: number): Date => new Date(place.clock.now().getTime() + years * year);

/** A root's key may lie elsewhere; one that is in the folder has to be the root's, which is seen at a start and not at the next rotation. */
export const checkRootKey = async (place: Place, number: number): Promise<void> => {
  const name = fileOf("root", number);
  if (place.token === undefined && fs.existsSync(path.join(place.folder, `${name}.key`))) await keyOf(place, name);
};

/** The root of a generation. Its key is asked for only where a certificate must be signed with it. */
export const rootCertificate = (place: Place, number: number) =>
  certificateOf(place, fileOf("root", number), async () =>
    createRoot({
      subject: nameOf("T-Road Root CA", number),
      signer: await keyOf(place, fileOf("root", number)),
      notBefore: begin(place),
      notAfter: inYears(place, rootYears),
    }),
  );

const rootIdentity = async (place: Place, number: number): Promise<Identity> => {
  const signer = await keyOf(place, fileOf("root", number));
  return { signer, certificate: await rootCertificate(place, number) };
};

export async function issuingIdentity(place: Place, { number, root }: Step): Promise<Identity> {
  const signer = await keyOf(place, fileOf("issuing", number));
  const certificate = await certificateOf(place, fileOf("issuing", number), async () =>
    issueCertificate({
      profile: "issuing",
      subject: nameOf("T-Road Issuing CA", number),
      publicKey: signer.publicKey,
      issuer: await rootIdentity(place, root),
      notBefore: begin(place),
      notAfter: inYears(place, issuingYears),
    }),
  );
  return { signer, certificate };
}

/** An issuing authority below, with room for the roots that follow. */
const crossPathLength = 4;
const crossName = (of: number, by: number): string => `cross-root-${of}-by-${by}`;

/**
 * One root certified by another (RFC 4210 section 4.4): new by old for those who know the old one only, old by new for those who know the
 * new one only. It ends with the root that signs it.
 */
export const makeCross = (place: Place, of: number, by: number) =>
  certificateOf(place, crossName(of, by), async () => {
    const [subject, issuer] = [await rootCertificate(place, of), await rootIdentity(place, by)];
    const ends = [subject.notAfter, issuer.certificate.notAfter].map((date) => date.getTime());
    return issueCertificate({
      profile: "issuing",
      pathLength: crossPathLength,
      subject: subject.subject,
      publicKey: subject.publicKey,
      issuer,
      notBefore: begin(place),
      notAfter: new Date(Math.min(...ends)),
    });
  });

/** The cross certificates of neighbouring roots, in both directions. */
export function crossCertificates(place: Place, steps: readonly Step[]) {
  const roots = [...new Set(steps.map(({ root }) => root))];
  const pairs = roots.slice(1).flatMap((root, index) => [
    [root, roots[index]!],
    [roots[index]!, root],
  ]) as [number, number][];
  return pairs.flatMap(([of, by]) => findCertificate(place, crossName(of, by)) ?? []);
}

type Service = { name: "ocsp" | "tsa"; profile: Exclude<Profile, "root">; cn: string; years: number; renewBefore: number };
export const services = {
  ocsp: { name: "ocsp", profile: "ocsp", cn: "T-Road OCSP Responder", years: 2, renewBefore: 30 * day },
  tsa: { name: "tsa", profile: "tsa", cn: "T-Road Time Stamping Authority", years: 5, renewBefore: 0 },
} as const satisfies Record<string, Service>;

/** The OCSP responder of a generation, or the time-stamping unit; a responder's certificate is renewed before it ends. */
export async function serviceIdentity(place: Place, service: Service, number: number, issuer: Identity): Promise<Identity> {
  const signer: Signer = await keyOf(place, fileOf(service.name, number));
  const soon = place.clock.now().getTime() + service.renewBefore;
  const certificate = await certificateOf(
    place,
    fileOf(service.name, number),
    () =>
      issueCertificate({
        profile: service.profile,
        subject: nameOf(service.cn, number),
        publicKey: signer.publicKey,
        issuer,
        notBefore: begin(place),
        notAfter: inYears(place, service.years),
      }),
    ({ notAfter }) => service.renewBefore > 0 && notAfter.getTime() < soon,
  );
  return { signer, certificate };
}
