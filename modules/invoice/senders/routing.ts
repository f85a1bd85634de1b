/** The sender and recipient of downloads (RoutingInfo of results, head of envelopes). */
export const platform = { partyId: "0000000000", routingId: "TROAD" };

export const routingTo = (partyId: string, routingId = partyId): object => ({
  From: { PartyId: platform.partyId, Description: "PLATFORM" },
  FromVAC: { RoutingId: platform.routingId },
  To: { PartyId: partyId },
  ToVAC: { RoutingId: routingId },
});
