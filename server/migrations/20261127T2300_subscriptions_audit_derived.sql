-- What of a subscription is derived, and no change of it: how far it is billed, what is to be reckoned again, and whether what its end costs is billed.
select kernel.audit_table('subscriptions.subscription', derived_columns => '{next_bill_on,billed_on,settled_to,recurring_to,usage_to,setup_fee_billed,recount_from,end_fee_billed}');
