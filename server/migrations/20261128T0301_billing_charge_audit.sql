-- What of a charge is derived, said once more for all of it: which line of whose invoice took it.
select kernel.audit_table('billing.charge', derived_columns => '{invoice_id,invoice_account_id,line_no}');
