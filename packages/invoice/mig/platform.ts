import { anyText, pattern, text } from "./leaf.ts";
import { list, optional, type Pack, sequence } from "./shape.ts";

/** The documents around messages: the envelope up, results of packages and of days down. */

const partyId = sequence({ PartyId: anyText, Description: optional(anyText) });
const routingId = sequence({ RoutingId: anyText, Description: optional(anyText) });
const routing = { From: partyId, FromVAC: routingId, To: partyId, ToVAC: routingId };

/** Maximum number of messages per envelope: a request is one transaction. */
export const maxMessages = 1000;
const pack: Pack = { kind: "pack", attributes: ["messageType", "count", "version"], max: maxMessages };
export const envelope = sequence({ ...routing, InvoicePack: pack });

const message = { Id: text(1, 200), Size: pattern(/^\d{1,15}$/), MessageType: text(1, 10), Service: anyText, Action: anyText };
const parameter = optional(text(0, 1000));

/** For one package: what happened to it, and why it was refused. */
export const processResult = sequence({
  RoutingInfo: sequence(routing),
  MessageInfo: sequence(message),
  Result: sequence({
    Info: list(
      sequence({
        Code: text(1, 20),
        Description: text(0, 1000),
        Parameter0: parameter,
        Parameter1: parameter,
        Parameter2: parameter,
        Parameter3: parameter,
        Parameter4: parameter,
      }),
      10_000,
    ),
  }),
});

const count = pattern(/^\d{1,9}$/);
const counted = sequence({
  ResultDetailType: sequence({
    Count: count,
    Invoices: optional(
      sequence({ Invoice: list(sequence({ ReferenceNumber: text(1, 16), InvoiceDate: pattern(/^\d{8}$/) }), 100_000) }),
    ),
  }),
});

/** For many packages: how many messages were accepted and which failed; total = good + failed. */
export const summaryResult = sequence({
  RoutingInfo: sequence(routing),
  DetailList: sequence({
    Message: list(
      sequence({
        Info: sequence(message),
        ResultType: sequence({
          Total: sequence({ ResultDetailType: sequence({ Count: count }) }),
          Good: counted,
          Failed: counted,
        }),
      }),
      10_000,
    ),
  }),
});
