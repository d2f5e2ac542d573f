-- The console's list of accounts is in order of name: a page is read from this index, however many accounts there are.
create index account_name_order on crm.account (lower(name), id);
