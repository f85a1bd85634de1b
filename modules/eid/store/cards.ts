import { type Queryable, sql } from "@troad/kernel";
import { type CardAction, pinTries } from "../domain/card-state.ts";

/** A chip, or a file that stands in for one. */
export type Medium = "chip" | "file";

export type CardRow = {
  serial: string;
  subject: string;
  certificate: string;
  sign_serial: string;
  medium: Medium;
  issued_at: string;
  not_after: string;
  /** The newest action. */
  action: CardAction | null;
  tries: number;
  /** When the last attempt was used up. */
  locked_at: string | null;
};

export type NewCard = {
  serial: string;
  subject: string;
  certificate: string;
  signSerial: string;
  signCertificate: string;
  medium: Medium;
  at: string;
  notAfter: string;
};

export async function insertCard(q: Queryable, card: NewCard): Promise<void> {
  await q.run(sql`
    insert into card (serial, subject, certificate, sign_serial, sign_certificate, medium, issued_at, not_after)
    values (${card.serial}, ${card.subject}, ${card.certificate}, ${card.signSerial}, ${card.signCertificate}, ${card.medium}, ${card.at}, ${card.notAfter})`);
  await q.run(sql`insert into pin_counter (serial, tries) values (${card.serial}, 0)`);
}

export const findCard = (q: Queryable, serial: string): Promise<CardRow | undefined> =>
  q.one<CardRow>(sql`
    select c.serial, c.subject, c.certificate, c.sign_serial, c.medium, c.issued_at, c.not_after, p.tries, p.locked_at,
      (select action from card_action a where a.serial = c.serial order by seq desc limit 1) as action
    from card c join pin_counter p on p.serial = c.serial where c.serial = ${serial}`);

/** The cards of a person, newest first. */
export const cardsOf = (q: Queryable, subject: string): Promise<CardRow[]> =>
  q.rows<CardRow>(sql`
    select c.serial, c.subject, c.certificate, c.sign_serial, c.medium, c.issued_at, c.not_after, p.tries, p.locked_at,
      (select action from card_action a where a.serial = c.serial order by seq desc limit 1) as action
    from card c join pin_counter p on p.serial = c.serial where c.subject = ${subject} order by c.issued_at desc, c.serial limit 20`);

/** What may still have been written when a later one was read. */
const mayBeLate = 500;
/** Cards that changed after a place, as they stand now, and the last place looked at. */
export async function changedCards(
  q: Queryable,
  after: number,
  limit: number,
): Promise<{ place: number; cards: { serial: string; action: CardAction }[] }> {
  const seen = await q.rows<{ seq: number; serial: string }>(
    sql`select seq, serial from card_action where seq > ${after} order by seq limit ${limit}`,
  );
  const place = Number(seen.at(-1)?.seq ?? after);
  const cards = await q.rows<{ serial: string; action: CardAction }>(sql`
    select distinct on (serial) serial, action from card_action
    where serial in (select serial from card_action where seq > ${after - mayBeLate} and seq <= ${place}) order by serial, seq desc`);
  return { place, cards };
}

/** PEM of the certificate for signatures on the same card. */
export const signCertificateOf = async (q: Queryable, serial: string): Promise<string | undefined> =>
  (await q.one<{ sign_certificate: string }>(sql`select sign_certificate from card where serial = ${serial}`))?.sign_certificate;

/** Makes changes of one card take turns until their transactions end. */
export async function lockCard(q: Queryable, serial: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`card:${serial}`}))`);
}

export async function insertAction(q: Queryable, serial: string, action: CardAction, actor: string, at: string): Promise<void> {
  await q.run(sql`insert into card_action (serial, action, actor, at) values (${serial}, ${action}, ${actor}, ${at})`);
}

/**
 * Counts an attempt before it is made; gives how many were made, or undefined if none is left. A card that locked before `unlocked` has its
 * attempts back.
 */
export async function countPinTry(q: Queryable, serial: string, now: string, unlocked: string): Promise<number | undefined> {
  const row = await q.one<{ tries: number }>(sql`
    update pin_counter set tries = case when tries < ${pinTries} then tries + 1 else 1 end,
      locked_at = case when tries = ${pinTries} - 1 then ${now}::timestamptz end
    where serial = ${serial} and (tries < ${pinTries} or coalesce(locked_at, '-infinity') <= ${unlocked}) returning tries`);
  return row?.tries;
}

export async function resetPinTries(q: Queryable, serial: string): Promise<void> {
  await q.run(sql`update pin_counter set tries = 0, locked_at = null where serial = ${serial}`);
}
