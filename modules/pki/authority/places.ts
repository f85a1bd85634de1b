import fs from "node:fs";
import path from "node:path";
import { type Clock, installationKey } from "@troad/kernel";
import { type Certificate, openTokenSigner, parseCertificate, type Signer } from "@troad/trust";

/** Where the authority keeps its keys and certificates. */
export type Place = {
  folder: string;
  clock: Clock;
  /** RFC 7512 URI of a token without `object`: keys are then made and used there, and the folder has certificates only. */
  token?: string | undefined;
};

export const day = 86_400_000;

/** The first generation has the plain name; `issuing-2` is the second one's. */
export const fileOf = (name: string, generation: number): string => (generation === 1 ? name : `${name}-${generation}`);

/** A key of the authority, by its name: in an encrypted file of the folder, or in the token under that label. */
export const keyOf = ({ folder, token }: Place, name: string): Promise<Signer> => {
  if (token === undefined) return installationKey(folder, name, "authority");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openTokenSigner(token.replace("?", `;object=${name}?`), { create: "P-256" });
};

const pathOf = ({ folder }: Place, name: string): string => path.join(folder, `${name}.crt`);

export const findCertificate = (place: Place, name: string): Certificate | undefined =>
  fs.existsSync(pathOf(place, name)) ? parseCertificate(fs.readFileSync(pathOf(place, name), "utf8")) : undefined;

/** Whole or not at all, whatever ends the process. */
export function writeWhole(file: string, text: string): void {
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, file);
}

/** The certificate of that name; made where there is none, or where `isDue` says that it ends soon. */
export async function certificateOf(
  place: Place,
  name: string,
  make: () => Promise<Certificate>,
  isDue: (present: Certificate) => boolean = () => false,
): Promise<Certificate> {
  const present = findCertificate(place, name);
  if (present && !isDue(present)) return present;
  const made = await make();
  writeWhole(pathOf(place, name), made.pem);
  return made;
}
