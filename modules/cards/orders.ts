import { instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import { fail } from "./errors.ts";
import { decodePhoto } from "./photo/jpeg.ts";
import { measure } from "./photo/measure.ts";
import { isHeadRight, type PhotoFault, photoFaults } from "./photo/rules.ts";
import {
  changeOrder,
  countOrders,
  decidePhoto,
  dropPhotoFiles,
  findOrder,
  findOrderOfKey,
  type Holder,
  insertOrder,
  insertPhoto,
  listOrders,
  lockOrder,
  newestPhoto,
  type OrderKind,
  type OrderRow,
  openOrdersOf,
  setOrder,
} from "./store/orders.ts";

export type { OrderRow } from "./store/orders.ts";
export type Orders = ReturnType<typeof openOrders>;
export type OrderRequest = {
  key: string;
  nationalId: string;
  holder: Holder;
  kind: OrderKind;
  office: string;
  priority?: number;
  client?: string | null;
  request?: Record<string, unknown> | null;
};

/** Who brings a photo, the day that they say it was taken on, and how many photos an order may have. */
type Taken = { by: string; declaredOn?: string | undefined; limit?: number };

/** Orders of cards from granted applications, and the photo of each, which an officer accepts. */
export function openOrders({ db, clock, ids }: Pick<ModuleContext, "db" | "clock" | "ids">) {
  const open = async (tx: Tx, id: string): Promise<OrderRow> => {
    const order = await lockOrder(tx, id);
    if (!order) throw fail("cards.order-unknown");
    if (order.state !== "photo" && order.state !== "ready") throw fail("cards.order-ended");
    return order;
  };
  const judge = (file: Buffer, declaredOn?: string): { faults: PhotoFault[]; width: number; height: number } | undefined => {
    const photo = decodePhoto(file);
    if (!photo) return undefined;
    const { width, height } = photo.grey;
    return { faults: photoFaults(photo, measure(photo.grey), { today: taipeiDate(clock.now()), declaredOn }), width, height };
  };
  return {
    find: (id: string) => findOrder(db, id),
    list: (query: Parameters<typeof listOrders>[1]) => listOrders(db, query),
    count: (states: readonly string[], limit: number) => countOrders(db, states, limit),
    ofKey: (key: string) => findOrderOfKey(db, key),
    /** Orders of a person that have not ended. */
    openOf: (nationalId: string) => openOrdersOf(db, nationalId),
    photo: (order: string) => newestPhoto(db, order),
    /** Makes an order once for its key; gives whether it is new, and the order that stands. */
    place: (asked: OrderRequest): Promise<{ id: string; isNew: boolean }> =>
      db.tx(async (tx) => {
        const { nationalId: national_id, priority = 1, client = null, request = null, ...rest } = asked;
        const id = ids.uuid();
        const isNew = await insertOrder(tx, { ...rest, id, national_id, priority, client, request, at: instant(clock) });
        if (isNew)
          await tx.audit({ actor: client ?? "household", action: "cards.order", target: id, detail: { kind: asked.kind } });
        return { id: isNew ? id : (await findOrderOfKey(tx, asked.key))!.id, isNew };
      }),
    /** What the rules find in a file; undefined for what is no picture. */
    judge,
    /** Another text of an order whose card is not being made yet. */
    change: (id: string, next: Parameters<typeof changeOrder>[2], by: string): Promise<void> =>
      db.tx(async (tx) => {
        await open(tx, id);
        await changeOrder(tx, id, next);
        await tx.audit({ actor: by, action: "cards.order-changed", target: id });
      }),
    /** Takes a photo for an order and says what the rules find; a faulty one is kept from no one's eyes but the officer's decision. */
    addPhoto: async (order: string, file: Buffer, { by, declaredOn, limit = 100 }: Taken) => {
      const judged = judge(file, declaredOn);
      if (!judged) throw fail("cards.photo-unreadable");
      const { faults, width, height } = judged;
      await db.tx(async (tx) => {
        await open(tx, order);
        if ((await dropPhotoFiles(tx, order)) >= limit) throw fail("cards.photos-used-up");
        await insertPhoto(tx, { id: ids.uuid(), card_order: order, file, width, height, faults, at: instant(clock) });
        await setOrder(tx, order, "photo");
        await tx.audit({ actor: by, action: "cards.photo", target: order, detail: { faults } });
      });
      return faults;
    },
    /** The officer compared the face and marked crown and chin: the marks decide about the head, the rules about the rest. */
    accept: (order: string, marks: { crown: number; chin: number }, by: string): Promise<void> =>
      db.tx(async (tx) => {
        await open(tx, order);
        const photo = await newestPhoto(tx, order);
        if (photo?.decision !== null) throw fail("cards.photo-missing");
        if (photo.faults.length > 0) throw fail("cards.photo-faulty", { faults: photo.faults.join(", ") });
        if (!isHeadRight(marks, photo.height)) throw fail("cards.head-wrong");
        await decidePhoto(tx, photo.id, { decision: "accepted", ...marks, reason: null, by });
        await setOrder(tx, order, "ready");
        await tx.audit({ actor: by, action: "cards.photo-accepted", target: order, detail: marks });
      }),
    /** Another person's photo, or one that hides the face: refused with a reason, and another one may come. */
    refuse: (order: string, reason: string, by: string): Promise<void> =>
      db.tx(async (tx) => {
        await open(tx, order);
        if (reason.trim() === "") throw fail("cards.reason-missing");
        const photo = await newestPhoto(tx, order);
        if (photo?.decision !== null) throw fail("cards.photo-missing");
        await decidePhoto(tx, photo.id, { decision: "refused", crown: null, chin: null, reason, by });
        await setOrder(tx, order, "photo");
        await tx.audit({ actor: by, action: "cards.photo-refused", target: order, detail: { reason } });
      }),
  };
}
