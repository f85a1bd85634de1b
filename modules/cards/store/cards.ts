import { json, type Queryable, sql } from "@troad/kernel";

export type CardStateName =
  | "planned"
  | "personalising"
  | "personalised"
  | "printing"
  | "printed"
  | "passed"
  | "packed"
  | "sent"
  | "arrived"
  | "missing"
  | "handed-over"
  | "activating"
  | "active"
  | "suspended"
  | "revoked"
  | "void";

export type CardRow = {
  id: string;
  batch: string;
  card_order: string;
  state: CardStateName;
  blank: string | null;
  reason: string | null;
  lease: string | null;
  rejected: number;
  auth_serial: string | null;
  auth_certificate: string | null;
  sign_serial: string | null;
  sign_certificate: string | null;
  not_after: string | null;
  parcel: string | null;
  code_hash: string | null;
  code_tries: number;
  more: { issuingPlace?: string; others?: Record<string, unknown> } | null;
  at: string;
  seq: number;
};
export type BatchRow = {
  id: string;
  office: string;
  state: "open" | "halted" | "done";
  reason: string | null;
  made_by: string;
  at: string;
  seq: number;
};

export async function insertBatch(q: Queryable, row: Pick<BatchRow, "id" | "office" | "made_by" | "at">): Promise<void> {
  await q.run(sql`
    insert into batch (id, office, state, made_by, at) values (${row.id}, ${row.office}, 'open', ${row.made_by}, ${row.at})`);
}

export const findBatch = (q: Queryable, id: string): Promise<BatchRow | undefined> =>
  q.one<BatchRow>(sql`select * from batch where id = ${id}`);

export const listBatches = (
  q: Queryable,
  { before, limit }: { before: number | null; limit: number },
): Promise<(BatchRow & { cards: number })[]> =>
  q.rows(sql`
    select b.*, (select count(*)::int from card c where c.batch = b.id) as cards from batch b
    where ${before}::bigint is null or b.seq < ${before} order by b.seq desc limit ${limit}`);

export const setBatch = (q: Queryable, id: string, state: BatchRow["state"], reason: string | null = null): Promise<number> =>
  q.run(sql`update batch set state = ${state}, reason = ${reason} where id = ${id}`);

export async function insertCard(q: Queryable, row: Pick<CardRow, "id" | "batch" | "card_order" | "at">): Promise<void> {
  await q.run(sql`
    insert into card (id, batch, card_order, state, at) values (${row.id}, ${row.batch}, ${row.card_order}, 'planned', ${row.at})`);
}

export const findCard = (q: Queryable, id: string): Promise<CardRow | undefined> =>
  q.one<CardRow>(sql`select * from card where id = ${id}`);

export const lockCard = (q: Queryable, id: string): Promise<CardRow | undefined> =>
  q.one<CardRow>(sql`select * from card where id = ${id} for update`);

export const cardsOfBatch = (q: Queryable, batch: string): Promise<CardRow[]> =>
  q.rows<CardRow>(sql`select * from card where batch = ${batch} order by seq limit 1000`);

export const cardsOfOrder = (q: Queryable, order: string): Promise<CardRow[]> =>
  q.rows<CardRow>(sql`select * from card where card_order = ${order} order by seq desc limit 50`);

/** With the holder's name while it is kept, by which the office finds the card of who stands there. */
export const cardsOfParcel = (q: Queryable, parcel: string): Promise<(CardRow & { holder_name: string | null })[]> =>
  q.rows(sql`
    select c.*, o.holder ->> 'name' as holder_name from card c join card_order o on o.id = c.card_order
    where c.parcel = ${parcel} order by c.blank limit 1000`);

/** Cards of the person with this number, newest first. */
export const cardsOfPerson = (q: Queryable, nationalId: string): Promise<CardRow[]> =>
  q.rows<CardRow>(sql`
    select c.* from card c join card_order o on o.id = c.card_order where o.national_id = ${nationalId} order by c.seq desc limit 50`);

/** The next card of a batch that nobody works on, leased to one worker; processes that ask at once get different ones. */
export const leaseCard = (q: Queryable, batch: string, lease: string, now: string, until: string): Promise<CardRow | undefined> =>
  q.one<CardRow>(sql`
    update card set lease = ${lease}, lease_until = ${until} where id = (
      select id from card where batch = ${batch} and state in ('planned', 'personalising', 'personalised', 'printing')
        and (lease_until is null or lease_until <= ${now})
      order by seq limit 1 for update skip locked)
    returning *`);

/** A lease that its worker still holds ends later. */
export const extendLease = (q: Queryable, id: string, lease: string, until: string): Promise<number> =>
  q.run(sql`update card set lease_until = ${until} where id = ${id} and lease = ${lease}`);

/** How many cards of a batch are not finished, and when the first lease on them ends. */
export const unfinished = async (q: Queryable, batch: string): Promise<{ cards: number; until: string | null }> =>
  (await q.one<{ cards: number; until: string | null }>(sql`
    select count(*)::int as cards, min(lease_until) as until from card
    where batch = ${batch} and state in ('planned', 'personalising', 'personalised', 'printing')`))!;

/** Moves a card that this worker still holds; false if its lease went to another one meanwhile. */
export const moveLeased = async (
  q: Queryable,
  id: string,
  lease: string,
  state: CardStateName,
  blank: string | null,
): Promise<boolean> =>
  (await q.run(sql`update card set state = ${state}, blank = ${blank} where id = ${id} and lease = ${lease}`)) === 1;

export async function keepMade(
  q: Queryable,
  id: string,
  lease: string,
  made: { authSerial: string; auth: string; signSerial: string; sign: string; notAfter: string; codeHash: string },
): Promise<boolean> {
  const kept = await q.run(sql`
    update card set state = 'personalised', auth_serial = ${made.authSerial}, auth_certificate = ${made.auth}, sign_serial = ${made.signSerial},
      sign_certificate = ${made.sign}, not_after = ${made.notAfter}, code_hash = ${made.codeHash}, code_tries = 0
    where id = ${id} and lease = ${lease} and state = 'personalising'`);
  return kept === 1;
}

/** A card whose blank is void begins again, with another one; `counts` where the card may be what is wrong. */
export const replan = (q: Queryable, id: string, counts: boolean): Promise<number> =>
  q.run(sql`
    update card set state = 'planned', blank = null, auth_serial = null, auth_certificate = null, sign_serial = null, sign_certificate = null,
      not_after = null, code_hash = null, rejected = rejected + ${counts ? 1 : 0} where id = ${id}`);

export const setCard = (q: Queryable, id: string, state: CardStateName, reason: string | null = null): Promise<number> =>
  q.run(sql`update card set state = ${state}, reason = ${reason}, lease = null, lease_until = null where id = ${id}`);

export const setParcel = (q: Queryable, ids: readonly string[], parcel: string): Promise<number> =>
  q.run(sql`update card set parcel = ${parcel}, state = 'packed' where id = any(${ids}::uuid[]) and state = 'passed'`);

export const setMore = (q: Queryable, id: string, more: CardRow["more"]): Promise<number> =>
  q.run(sql`update card set more = ${json(more)} where id = ${id}`);

export const countTry = async (q: Queryable, id: string): Promise<boolean> =>
  (await q.run(sql`update card set code_tries = code_tries + 1 where id = ${id} and code_tries < 5`)) === 1;

export async function recordCard(
  q: Queryable,
  row: { card: string; state: string; actor: string; blank?: string | null; reason?: string | null; at: string },
): Promise<void> {
  await q.run(sql`
    insert into card_action (card, state, actor, blank, reason, at)
    values (${row.card}, ${row.state}, ${row.actor}, ${row.blank ?? null}, ${row.reason ?? null}, ${row.at})`);
}

export const actionsOf = (
  q: Queryable,
  card: string,
): Promise<{ state: string; actor: string; reason: string | null; at: string }[]> =>
  q.rows(sql`select state, actor, reason, at from card_action where card = ${card} order by seq limit 200`);

export async function insertLetter(
  q: Queryable,
  row: { card: string; sealed: string; printer: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into pin_letter (card, sealed, printer, at) values (${row.card}, ${row.sealed}, ${row.printer}, ${row.at})
    on conflict (card) do update set sealed = excluded.sealed, printer = excluded.printer, at = excluded.at`);
}

/** Letters of a batch whose cards passed. */
export const lettersOf = (q: Queryable, batch: string): Promise<{ card: string; sealed: string }[]> =>
  q.rows(
    sql`select l.card, l.sealed from pin_letter l join card c on c.id = l.card where c.batch = ${batch} order by c.seq limit 1000`,
  );

export const dropLetters = (q: Queryable, cards: readonly string[]): Promise<number> =>
  q.run(sql`delete from pin_letter where card = any(${cards}::uuid[])`);

export const passedOf = (q: Queryable, office: string, limit: number): Promise<CardRow[]> =>
  q.rows<CardRow>(sql`
    select c.* from card c join batch b on b.id = c.batch where b.office = ${office} and c.state = 'passed'
      and not exists (select 1 from pin_letter l where l.card = c.id) order by c.seq limit ${limit} for update of c`);

export const officesToPack = (q: Queryable): Promise<{ office: string; cards: number }[]> =>
  q.rows(sql`
    select b.office, count(*)::int as cards from card c join batch b on b.id = c.batch where c.state = 'passed'
      and not exists (select 1 from pin_letter l where l.card = c.id) group by b.office order by b.office limit 500`);

export type FoundCard = CardRow & { national_id: string; office: string };

/** Cards by what another system asks for, newest first. */
export const findCards = (
  q: Queryable,
  where: { id: string | null; nationalId: string | null; blank: string | null; limit: number },
): Promise<FoundCard[]> =>
  q.rows<FoundCard>(sql`
    select c.*, o.national_id, o.office from card c join card_order o on o.id = c.card_order
    where (${where.id}::text is null or c.id::text = ${where.id}) and (${where.nationalId}::text is null or o.national_id = ${where.nationalId})
      and (${where.blank}::text is null or c.blank = ${where.blank})
    order by c.seq desc limit ${where.limit}`);
