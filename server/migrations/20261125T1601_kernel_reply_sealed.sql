-- A reply may hold what is shown once: a password, the private key of a NAS. It is kept for its Idempotency-Key sealed, as every secret is.
-- Of commands before this the status is given again, without the body.
alter table kernel.idempotency drop column reply;
alter table kernel.idempotency add column reply_sealed bytea;
