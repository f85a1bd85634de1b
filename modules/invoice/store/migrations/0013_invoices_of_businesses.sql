-- A business tax return is filled in from what a business sold and bought in a period. Most buyers are consumers, who have no number.
create index invoice_seller on invoice (seller);
create index invoice_buyer on invoice (buyer) where buyer <> '0000000000';
