import type { Certificate, Identity } from "@troad/trust";
import {
  checkRootKey,
  crossCertificates,
  issuingIdentity,
  readSteps,
  rootCertificate,
  type Step,
  serviceIdentity,
  services,
  stateOf,
} from "./generations.ts";
import { fileOf, findCertificate, type Place } from "./places.ts";

/** An issuing authority with the root above it, the responder that answers for its certificates, and the time-stamping unit that came with it. */
export type Generation = Step & { rootCertificate: Certificate; issuing: Identity; ocsp: Identity; tsa: Identity | undefined };

/** The instance's authority: roots that certify only issuing authorities, and what these certify. */
export type Authority = {
  /** Oldest first. */
  generations(): readonly Generation[];
  /** The one that issues now. */
  current(): Generation;
  of(number: number): Generation | undefined;
  roots(): Certificate[];
  /** Issuing authorities, newest first, and the roots certified by each other. */
  intermediates(): Certificate[];
  /** What stands between a certificate of a generation and every root but its own. */
  above(generation: Pick<Generation, "root">): Certificate[];
  /** The time-stamping unit that answers now, and the generation that certified it. */
  stamping(): { tsa: Identity; by: Generation };
  /** Certificates of time-stamping units, oldest first: stamps of all of them are still verified. */
  tsas(): Certificate[];
  /** Renews responders' certificates that are about to end. Answers include them, so that nobody needs to know them beforehand. */
  renewResponders(): Promise<void>;
  /** Takes over what another process or a ceremony has put into the folder. */
  reload(): Promise<void>;
};

type Loaded = { state: number; all: Generation[]; cross: Certificate[] };

/**
 * Opens the authority in its folder; creates it on first use. Each key is made before its certificate, so a certificate without its key
 * means loss.
 */
export async function openAuthority(place: Place): Promise<Authority> {
  for (const root of new Set(readSteps(place.folder).map((step) => step.root))) await checkRootKey(place, root);
  let loaded = await load(place);
  const current = (): Generation => {
    const now = place.clock.now().getTime();
    return loaded.all.findLast(({ from }) => from <= now)!;
  };
  const distinct = (certificates: Certificate[]): Certificate[] => [
    ...new Map(certificates.map((one) => [one.fingerprint, one])).values(),
  ];
  return {
    generations: () => loaded.all,
    current,
    of: (number) => loaded.all.find((one) => one.number === number),
    roots: () => distinct(loaded.all.map((one) => one.rootCertificate)),
    intermediates: () => [...loaded.all.map(({ issuing }) => issuing.certificate).reverse(), ...loaded.cross],
    above: ({ root }) => {
      const subject = loaded.all.find((one) => one.root === root)!.rootCertificate.subjectDer;
      return loaded.cross.filter((one) => one.subjectDer.equals(subject));
    },
    stamping: () => {
      const now = place.clock.now().getTime();
      const by = loaded.all.findLast(({ from, tsa }) => from <= now && tsa !== undefined)!;
      return { tsa: by.tsa!, by };
    },
    tsas: () => loaded.all.flatMap(({ tsa }) => tsa?.certificate ?? []),
    renewResponders: async () => {
      loaded = await load(place);
    },
    reload: async () => {
      if (stateOf(place.folder) !== loaded.state) loaded = await load(place);
    },
  };
}

async function load(place: Place): Promise<Loaded> {
  const state = stateOf(place.folder);
  const steps = readSteps(place.folder);
  const all: Generation[] = [];
  for (const step of steps) {
    const root = await rootCertificate(place, step.root);
    const issuing = await issuingIdentity(place, step);
    const ocsp = await serviceIdentity(place, services.ocsp, step.number, issuing);
    // generations of before were made without a unit of their own: the one before them goes on
    const hasUnit = step.number === 1 || findCertificate(place, fileOf(services.tsa.name, step.number)) !== undefined;
    const tsa = hasUnit ? await serviceIdentity(place, services.tsa, step.number, issuing) : undefined;
    all.push({ ...step, rootCertificate: root, issuing, ocsp, tsa });
  }
  return { state, all, cross: crossCertificates(place, steps) };
}
