import { type DataSet, ownCopyRight } from "@troad/directory";
import { askRegister } from "@troad/road/ask";
import type { MyDataApi, Principal } from "../api.ts";
import type { SetOutcome } from "../store/downloads.ts";
import type { Granting } from "../withdrawals/withdrawals.ts";

/** A data set as its register gave it. */
export type Fetched = SetOutcome & { set: DataSet; exchangeId: string; records: Record<string, unknown>[] };

export type FetchParts = {
  grant(request: Granting): ReturnType<MyDataApi["grant"]>;
  consumerUrl(member: string): Promise<string>;
  instance: string;
  /** CLASS/MEMBER of the platform, whose gateway asks. */
  member: string;
  consumer: string;
  purpose: string;
};
export type Asked = {
  id: string;
  subject: string;
  /** A business number where it is a business's data. */
  nationalId: string;
  /** The business in whose name people agreed. */
  principal?: Principal;
  sets: readonly DataSet[];
  /** Whom the person shows the data; absent where it is for themselves. */
  recipient?: string;
  /** The consent with that recipient: with its end nothing more is given for it. */
  under?: string;
  /** What the person agreed to it for, a data set; without it, a copy of their own. */
  purposes?: Readonly<Record<string, string>>;
};

/** Codes that say the person may not have it, rather than that it could not be had now. */
const refusedCodes = /^(consent\.|field\.|read\.|Server\.ServerProxy\.AccessDenied)/;

/**
 * Asks for the data sets over the road, each under a consent of its own that is good for one answer: what the person sees of it is one entry a set.
 */
export async function fetchSets(
  parts: FetchParts,
  { id, subject, nationalId, principal, sets, recipient, under, purposes = {} }: Asked,
): Promise<Fetched[]> {
  const gateway = await parts.consumerUrl(parts.member);
  return Promise.all(
    sets.map(async (set): Promise<Fetched> => {
      const fields = set.fields.map(({ name }) => name);
      const { token } = await parts.grant({
        ...{ key: `download:${id}:${set.id}`, subject, nationalId, consumer: parts.consumer },
        purpose: purposes[set.id] ?? parts.purpose,
        ...(recipient === undefined ? {} : { recipient }),
        ...(principal === undefined ? {} : { principal }),
        ...(under === undefined ? {} : { under }),
        requests: [{ source: set.id, provider: set.provider, fields, agreement: ownCopyRight(set) }],
      });
      const exchangeId = `${parts.instance}-mydata-${id}-${set.id}`;
      const reply = await askRegister(gateway, {
        ...{ target: `/r1/${set.provider}/${set.many ? "of" : "find"}`, client: parts.consumer, exchangeId },
        ...{
          consent: token,
          issue: id,
          body: {
            ...(principal ? { businessNumber: nationalId } : { nationalId }),
            fields,
            ...(set.only ? { only: set.only } : {}),
          },
        },
      });
      const base = { id: set.id, set, exchangeId, records: [] };
      if (!reply.ok) return { ...base, code: refusedCodes.test(reply.code) ? 403 : 504, asOf: null, reason: reply.code };
      const { answer } = reply;
      const asOf = typeof answer.asOf === "string" ? answer.asOf : null;
      const records = recordsIn(answer);
      return { ...base, records, code: records.length > 0 ? 200 : 204, asOf, reason: null };
    }),
  );
}

function recordsIn({ found, record, records }: Record<string, unknown>): Record<string, unknown>[] {
  if (found !== true) return [];
  const list: unknown[] = Array.isArray(records) ? records : [record];
  return list.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null);
}
