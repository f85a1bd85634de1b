import { type Ids, instant, type Tx, taipeiDate } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import type { Case } from "../domain/actions.ts";
import { signCertificate } from "../domain/certificate.ts";
import type { LoadedService } from "../domain/services.ts";
import type { CaseStore } from "../engine/store.ts";
import { insertCertificate } from "../store/cases.ts";
import { insertEntry, insertSigner, isPlaceTaken, lockList } from "../store/certificates.ts";

/** Places of a list: more than the certificates of an agency in a month, so that a place taken at random says nothing of how many there are. */
export const listPlaces = 2 ** 20;
const listPattern = /^([a-z][a-z0-9-]{0,60})-\d{6}$/;

/** A list an agency and month: `moi-202612`. */
export const listOf = (agency: string, now: Date): string => `${agency}-${taipeiDate(now).slice(0, 7).replace("-", "")}`;
/** Whose list it is; undefined for what is no name of one. */
export const agencyOfList = (list: string): string | undefined => listPattern.exec(list)?.[1];
export const listAddress = (origin: string, list: string): string => `${origin}/certificates/status/${list}`;

type Issuing = { service: LoadedService; state: Case; certificate: string; caseId: string };
export type IssueParts = { store: Pick<CaseStore, "clock">; ids: Ids; seal: MemberKey; origin: string };

/** Seals a certificate in both forms under a number of 144 bits and a place in the agency's list. */
export async function issueCertificate({ store, ids, seal, origin }: IssueParts, tx: Tx, issuing: Issuing): Promise<string> {
  const { service, caseId } = issuing;
  const [code, now] = [ids.secret(18), store.clock.now()];
  const list = listOf(service.definition.agency, now);
  await lockList(tx, list);
  const idx = await freePlace(ids, tx, list);
  const status = { uri: listAddress(origin, list), idx };
  const { token, compact, expiresAt, remindAt } = await signCertificate({ ...issuing, code, now, seal, status });
  const at = instant(store.clock);
  await insertCertificate(tx, { code, case_id: caseId, token, issued_at: now.toISOString() });
  const times = { expires_at: expiresAt?.toISOString() ?? null, remind_at: remindAt?.toISOString() ?? null };
  await insertEntry(tx, { code, list, idx, ...times, compact });
  for (const { fingerprint, pem } of seal.chain) await insertSigner(tx, { fingerprint, certificate: pem, at });
  return code;
}

/** A list that is half full finds one at the second try. */
const mostTries = 200;
async function freePlace(ids: Ids, tx: Tx, list: string): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const idx = Buffer.from(ids.secret(4), "base64url").readUInt32BE() % listPlaces;
    if (!(await isPlaceTaken(tx, list, idx))) return idx;
  }
  throw new Error(`status list ${list} is full`);
}
