import type { ModuleContext } from "@troad/kernel";
import type { ListedTransfer, RoadApi } from "../../api.ts";
import { placeText, rangeOf, readPlace, type TransferQuery } from "../../domain/transfer-query.ts";
import {
  countExchanges,
  countRecords,
  exchangesByDay,
  type ListedTransfer as ListedRow,
  listExchanges,
  listRecords,
  type TransferFilter,
} from "../../store/exchanges.ts";

/** A file is read so many rows at once. */
const mostRows = 500;
const mostCounted = 10_000;

type Lists = Pick<RoadApi, "exchanges" | "countExchanges" | "transferRecords" | "countTransferRecords" | "transferDays">;

/** What officers and auditors list of the transfers. */
export function transferLists(ctx: Pick<ModuleContext, "db">, instance: string): Lists {
  const identifier = (member: string): string => `${instance}/${member}`;
  const filterOf = (query: TransferQuery): TransferFilter => ({
    // a member that is given and empty is nobody's, never everybody's
    member: query.member === undefined ? null : identifier(query.member),
    consumer: query.consumer ? identifier(query.consumer) : "",
    provider: query.provider ? identifier(query.provider) : "",
    service: query.service ?? "",
    outcome: query.outcome ?? "",
    side: query.side ?? "",
    exchangeId: query.exchangeId ?? "",
    ...rangeOf(query),
  });
  const paged =
    (list: typeof listExchanges) =>
    async ({ before, limit, ...query }: TransferQuery & { before?: string; limit: number }): Promise<ListedTransfer[]> => {
      const place = readPlace(before);
      return place ? (await list(ctx.db, filterOf(query), place, Math.min(limit, mostRows))).map(shown) : [];
    };
  return {
    exchanges: paged(listExchanges),
    transferRecords: paged(listRecords),
    countExchanges: ({ limit, ...query }) => countExchanges(ctx.db, filterOf(query), Math.min(limit, mostCounted)),
    countTransferRecords: ({ limit, ...query }) => countRecords(ctx.db, filterOf(query), Math.min(limit, mostCounted)),
    transferDays: ({ member, from }) =>
      exchangesByDay(ctx.db, member === undefined ? null : identifier(member), rangeOf({ from }).from),
  };
}

/** A record as it is shown; an exchange stands at the time of its first record. */
const shown = ({ record, leaf_index: leafIndex, at, seq }: ListedRow): ListedTransfer => ({
  ...record,
  at,
  leafIndex,
  cursor: placeText({ at, seq }),
});
