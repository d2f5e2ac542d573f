-- A statement of account is read from the ledger, also by a subscriber and by a reseller of their own.
select kernel.scope_rows('billing.posting');
