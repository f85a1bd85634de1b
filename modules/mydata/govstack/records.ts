import type { EidApi } from "@troad/eid/api";
import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import { fieldKey, type Person } from "../requests/agreed.ts";
import type { Requests } from "../requests/requests.ts";
import type { Standing } from "../requests/standing.ts";
import { currentRecordsOf, insertSignature, openConsentsOf, peopleOf, recordsOf, type Slice } from "../store/govstack.ts";
import type { ApplicationRow } from "../store/recipients.ts";
import { consentOfRequest, type StandingRow } from "../store/requests.ts";
import type { Agreements } from "./agreements.ts";
import type { Caller } from "./caller.ts";
import { attributesOf, type Individual, type RecordParts, recordOf, recordRevisionOf, revisionNumber } from "./objects.ts";
import type { IndividualIn, RecordIn, SignatureIn } from "./schemas.ts";
import { checkedSignature, draftSignature, type Signature, type Signed } from "./signatures.ts";

const fail = failures({
  "mydata.consent-unknown": 404,
  "mydata.individual-unknown": 404,
  "mydata.individual-fixed": 409,
  "mydata.revision-unknown": 409,
  "mydata.recipient-unknown": 404,
  "mydata.recipient-suspended": 403,
  "mydata.consent-ended": 409,
  "mydata.signature-known": 409,
});
type Parts = {
  agreements: Agreements;
  requests: Requests;
  standing: Standing;
  eid: Pick<EidApi, "subjectFor" | "personOfSubject" | "ownsCertificate">;
  issuer: string;
};
export type Records = ReturnType<typeof openRecords>;
const atOnce = 100;
const withoutCertificate = ({ verificationArtifact: _own, ...signature }: Signature): Omit<Signature, "verificationArtifact"> =>
  signature;

/** Consents to recipients as consent records: those given on the pages and those given here are the same rows. */
export function openRecords(ctx: ModuleContext, { agreements, requests, standing, eid, issuer }: Parts) {
  const individualOf = (id: string, externalIdType: string): Individual => ({
    ...{ id, externalId: id, externalIdType, identityProviderId: issuer },
  });
  /** A person as the caller knows them: as themselves, or as their recipient does. */
  async function individual(caller: Caller, subject: string, client: string): Promise<Individual> {
    if (caller.kind === "individual") return individualOf(subject, "subject");
    const pairwise = await eid.subjectFor({ client, subject });
    // a client that was closed knows nobody any more
    return individualOf(pairwise ?? "closed-client", "pairwise-subject");
  }
  type Version = Pick<RecordParts, "agreement" | "agreementRevision">;
  const versionOf = async ({ client, version }: StandingRow): Promise<Version> => {
    const application = await agreements.version(client, version);
    return { agreement: agreements.plain(application), agreementRevision: await agreements.revisionOf(application) };
  };
  async function shown(caller: Caller, row: StandingRow, version?: Version) {
    const parts = { ...(version ?? (await versionOf(row))), individual: await individual(caller, row.subject, row.client) };
    // a certificate is the same for every recipient, who could join by it what each knows under another subject
    const signature =
      row.signature && caller.kind === "recipient" ? withoutCertificate(row.signature as Signature) : row.signature;
    return { consentRecord: recordOf({ ...row, signature }, parts, ctx.clock.now()), revision: recordRevisionOf(row, parts) };
  }
  /** Most records of a list are of the same version, which is read once. */
  async function list(caller: Caller, rows: readonly StandingRow[]) {
    const versions = new Map<string, Promise<Version>>();
    const once = (row: StandingRow): Promise<Version> => {
      const key = `${row.client} ${row.version}`;
      const read = versions.get(key) ?? versionOf(row);
      versions.set(key, read);
      return read;
    };
    return Promise.all(rows.map(async (row) => (await shown(caller, row, await once(row))).consentRecord));
  }

  /** A record that the caller may see: a recipient's own, a person's own, or any for auditors. */
  async function find(caller: Caller, id: string): Promise<StandingRow> {
    const row = isUuid(id) ? await consentOfRequest(ctx.db, id) : undefined;
    const sees =
      row &&
      (caller.kind === "auditor" ||
        (caller.kind === "recipient" ? row.client === caller.client.client : row.subject === caller.person.subject));
    if (!sees) throw fail("mydata.consent-unknown");
    return row;
  }
  /** The version that a person can agree to now, which is the one that they saw. */
  async function offered(id: string, revisionId?: string): Promise<ApplicationRow> {
    const row = await agreements.approved(id);
    if (row.standing === "ended") throw fail("mydata.recipient-unknown");
    if (row.standing === "suspended") throw fail("mydata.recipient-suspended");
    if (revisionId !== undefined && revisionNumber(id, revisionId) !== row.version) throw fail("mydata.revision-unknown");
    return row;
  }
  const mustBe = ({ subject }: Person, individualId: string): void => {
    if (individualId !== subject) throw fail("mydata.individual-unknown");
  };
  /** Without a choice, no more than the recipient needs. */
  const neededOf = ({ terms }: ApplicationRow): string[] =>
    terms.sets.flatMap(({ set, fields }) => fields.filter(({ needed }) => needed).map(({ name }) => fieldKey(set, name)));
  /** The recipient reads it too, so it names people as the recipient does. */
  const signedOf = async (row: ApplicationRow, { subject }: Person, attributes: readonly string[]): Promise<Signed> => ({
    ...{ dataAgreement: row.client, individual: (await eid.subjectFor({ client: row.client, subject })) ?? "", attributes },
    dataAgreementRevisionHash: (await agreements.revisionOf(row)).serializedHash,
  });
  const own = (person: Person): Caller => ({ kind: "individual", person });
  async function storeSignature(person: Person, id: string, signature: Signature): Promise<Signature> {
    const stored = { ...signature, id };
    await ctx.db.tx(async (tx) => {
      if (!(await insertSignature(tx, id, stored, instant(ctx.clock)))) throw fail("mydata.signature-known");
      await tx.audit({ actor: person.subject, action: "mydata.consent-signed", target: id });
    });
    return stored;
  }
  /** A record that can be signed: one's own, in force. */
  async function toSign(person: Person, id: string): Promise<Signed> {
    const row = await find(own(person), id);
    if (row.sets === null || row.end_reason !== null) throw fail("mydata.consent-ended");
    const application = await agreements.version(row.client, row.version);
    return { ...(await signedOf(application, person, attributesOf(row))), record: id };
  }

  return {
    read: async (caller: Caller, id: string) => shown(caller, await find(caller, id)),
    list: async (caller: Caller, slice: Slice) => {
      const client = caller.kind === "recipient" ? { client: caller.client.client } : {};
      return list(caller, await recordsOf(ctx.db, client, slice));
    },
    current: async (person: Person, slice: Slice) => list(own(person), await currentRecordsOf(ctx.db, person.subject, slice)),
    ofAgreement: async (person: Person, client: string, slice: Slice) =>
      list(own(person), await recordsOf(ctx.db, { client, subject: person.subject }, slice)),
    newest: async (person: Person, client: string) => {
      const [row] = await recordsOf(ctx.db, { client, subject: person.subject }, { offset: 0, limit: 1 });
      if (!row) throw fail("mydata.consent-unknown");
      return shown(own(person), row);
    },
    create: async (
      person: Person,
      asked: { agreement: string; individualId: string; revisionId?: string | undefined; lang: string },
    ) => {
      mustBe(person, asked.individualId);
      const row = await offered(asked.agreement, asked.revisionId);
      return shown(own(person), await requests.direct(row, person, { chosen: neededOf(row), lang: asked.lang }));
    },
    draft: async (person: Person, asked: { agreement: string; individualId: string; revisionId?: string | undefined }) => {
      mustBe(person, asked.individualId);
      const row = await offered(asked.agreement, asked.revisionId);
      const attributes = neededOf(row);
      const signed = await signedOf(row, person, attributes);
      const { dataAgreementRevisionHash } = signed;
      return {
        consentRecord: {
          ...{ id: "", dataAgreement: agreements.plain(row), dataAgreementRevision: await agreements.revisionOf(row) },
          ...{ dataAgreementRevisionHash, individual: individualOf(person.subject, "subject") },
          ...{ optIn: true, state: "unsigned", attributes },
        },
        signature: draftSignature(signed, instant(ctx.clock)),
      };
    },
    /** A record with the fields that the person chose, and their signature over exactly these. */
    createSigned: async (person: Person, given: { record: RecordIn; signature: SignatureIn; lang: string }) => {
      const row = await offered(given.record.dataAgreement?.id ?? "");
      const chosen = given.record.attributes ?? neededOf(row);
      const signed = await signedOf(row, person, chosen);
      if (given.record.dataAgreementRevisionHash !== signed.dataAgreementRevisionHash || given.record.optIn === false)
        throw fail("mydata.revision-unknown");
      const check = { signed, nationalId: person.nationalId, now: ctx.clock.now() };
      const signature = await checkedSignature(eid, given.signature, check);
      const { id } = await requests.direct(row, person, { chosen, lang: given.lang });
      const stored = await storeSignature(person, id, signature);
      return { ...(await shown(own(person), await find(own(person), id))), signature: stored };
    },
    /** Withdraws; nothing else of a record changes. */
    update: async (person: Person, id: string, given: RecordIn) => {
      const before = await shown(own(person), await find(own(person), id));
      if (given.dataAgreementRevisionHash !== before.consentRecord.dataAgreementRevisionHash)
        throw fail("mydata.revision-unknown");
      if (given.optIn === false && before.consentRecord.optIn) await standing.withdraw(person.subject, id);
      else if (given.optIn === true && !before.consentRecord.optIn) throw fail("mydata.consent-ended");
      return shown(own(person), await find(own(person), id));
    },
    signatureDraft: async (person: Person, id: string): Promise<Signature> =>
      draftSignature(await toSign(person, id), instant(ctx.clock)),
    sign: async (person: Person, id: string, given: SignatureIn): Promise<Signature> => {
      const check = { signed: await toSign(person, id), nationalId: person.nationalId, now: ctx.clock.now() };
      return storeSignature(person, id, await checkedSignature(eid, given, check));
    },
    /** Withdraws all that a person has given, and has each recipient asked to erase it. */
    withdrawAll: async ({ subject }: Person): Promise<void> => {
      const found = () => openConsentsOf(ctx.db, subject, instant(ctx.clock), atOnce);
      for (let open = await found(); open.length > 0; open = await found())
        for (const { id } of open) await standing.withdraw(subject, id);
    },
    individuals: {
      list: async (caller: Extract<Caller, { kind: "recipient" | "individual" }>, slice: Slice): Promise<Individual[]> => {
        if (caller.kind === "individual") return slice.offset === 0 ? [individualOf(caller.person.subject, "subject")] : [];
        const { client } = caller.client;
        const people = await peopleOf(ctx.db, client, slice);
        return Promise.all(people.map(({ subject }) => individual(caller, subject, client)));
      },
      /** A person is known who has answered this recipient, or who asks. */
      read: async (caller: Extract<Caller, { kind: "recipient" | "individual" }>, id: string): Promise<Individual> => {
        if (caller.kind === "individual") {
          mustBe(caller.person, id);
          return individualOf(id, "subject");
        }
        const { client } = caller.client;
        const subject = await eid.personOfSubject({ client, subject: id });
        const [answer] = subject === null ? [] : await recordsOf(ctx.db, { client, subject }, { offset: 0, limit: 1 });
        if (!answer) throw fail("mydata.individual-unknown");
        return individual(caller, answer.subject, client);
      },
      /** People are made by the eID alone: what is said of one has to be what is known. */
      same: (known: Individual, given: IndividualIn): Individual => {
        if ((given.externalId ?? known.externalId) !== known.externalId) throw fail("mydata.individual-fixed");
        if ((given.externalIdType ?? known.externalIdType) !== known.externalIdType) throw fail("mydata.individual-fixed");
        return known;
      },
    },
  };
}
