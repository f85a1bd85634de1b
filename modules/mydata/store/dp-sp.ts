import { json, type Queryable, sql } from "@troad/kernel";

export type ServiceRow = { client: string; service: string; notify: string; addresses: string[]; at: string };
export type TransactionRow = { request: string; client: string; tx: string; person: Buffer | null };
export type TicketRow = TransactionRow & { ticket: string; at: string; expires_at: string };

export async function keepService(q: Queryable, row: ServiceRow): Promise<void> {
  await q.run(sql`
    insert into dp_sp_service (client, service, notify, addresses, at)
    values (${row.client}, ${row.service}, ${row.notify}, ${json(row.addresses)}, ${row.at})
    on conflict (client) do update set notify = excluded.notify, addresses = excluded.addresses, at = excluded.at`);
}
export const serviceById = (q: Queryable, service: string): Promise<ServiceRow | undefined> =>
  q.one<ServiceRow>(sql`select * from dp_sp_service where service = ${service}`);
export const serviceOf = (q: Queryable, client: string): Promise<ServiceRow | undefined> =>
  q.one<ServiceRow>(sql`select * from dp_sp_service where client = ${client}`);
/** False if the recipient used this number before. */
export const insertTransaction = async (q: Queryable, row: TransactionRow): Promise<boolean> =>
  (await q.run(sql`insert into dp_sp_transaction (request, client, tx, person)
    values (${row.request}, ${row.client}, ${row.tx}, ${row.person}) on conflict do nothing`)) === 1;
export const transactionOf = (q: Queryable, request: string): Promise<TransactionRow | undefined> =>
  q.one<TransactionRow>(sql`select * from dp_sp_transaction where request = ${request}`);
export const transactionBy = (q: Queryable, client: string, tx: string): Promise<TransactionRow | undefined> =>
  q.one<TransactionRow>(sql`select * from dp_sp_transaction where client = ${client} and tx = ${tx}`);
/** False if it has a ticket already. */
export const insertTicket = async (
  q: Queryable,
  row: Pick<TicketRow, "ticket" | "request" | "at" | "expires_at">,
): Promise<boolean> =>
  (await q.run(sql`insert into dp_sp_ticket (ticket, request, at, expires_at)
    values (${row.ticket}, ${row.request}, ${row.at}, ${row.expires_at}) on conflict do nothing`)) === 1;
export const ticketBy = (q: Queryable, ticket: string): Promise<TicketRow | undefined> =>
  q.one<TicketRow>(sql`select k.*, t.client, t.tx, t.person from dp_sp_ticket k join dp_sp_transaction t on t.request = k.request
    where k.ticket = ${ticket}`);
