// Generated from the migrations by `npm run schema`. Do not edit.
import type { Day, Instant } from '@isp/values';
import type { Generated, GeneratedAlways } from 'kysely';

export interface DB {
  'aaa.access': {
    account_id: string;
    subscription_id: string;
    mode: 'allow' | 'walled' | 'deny';
    reason: string;
    rate_down_kbps: number | null;
    rate_up_kbps: number | null;
    framed_ip: string | null;
    session_timeout_s: number | null;
    ends_at: Instant | null;
    simultaneous: Generated<number>;
    changed_at: Instant;
  };
  'aaa.address_note': {
    account_id: string;
    session_id: string;
    at: Instant;
    framed_ip: string | null;
    framed_ipv6_address: string | null;
    framed_ipv6_prefix: string | null;
    delegated_ipv6_prefix: string | null;
  };
  'aaa.address_use': {
    account_id: string;
    id: string;
    subscription_id: string;
    session_id: string | null;
    nas_id: string;
    kind: 'framed-ip' | 'framed-ipv6-address' | 'framed-ipv6-prefix' | 'delegated-ipv6-prefix' | 'port-block';
    what: string;
    ports: string | null;
    inside: string | null;
    realm: string;
    holder: string;
    told_at: Instant;
    from_at: Instant;
    to_at: Instant | null;
    ended_by: 'stop' | 'nas-restart' | 'stale' | 'gone' | 'replaced' | 'changed' | 'released' | 'next-holder' | null;
  };
  'aaa.bulk_disconnect': {
    id: string;
    cause: string;
    requested_at: Instant;
    requested_by: string;
  };
  'aaa.bulk_disconnect_session': {
    account_id: string;
    bulk_id: string;
    session_id: string;
    outcome: 'ack' | 'gone' | 'nak' | 'timeout' | null;
    error_cause: number | null;
  };
  'aaa.certificate': {
    id: string;
    chain_pem: string;
    key_sealed: Buffer;
    client_ca_pem: string | null;
    client_crl_pem: string | null;
    changed_at: Instant;
    authority_pem: string | null;
    authority_key_sealed: Buffer | null;
    purpose: 'eap' | 'radsec';
  };
  'aaa.change': {
    id: GeneratedAlways<bigint>;
    xid: Generated<string>;
    kind: 'nas' | 'subscription' | 'certificate' | 'online';
    account_id: string | null;
    row_id: string;
    at: Generated<Instant>;
  };
  'aaa.coa': {
    account_id: string;
    id: string;
    subscription_id: string;
    session_id: string;
    nas_id: string;
    kind: 'coa' | 'disconnect';
    cause: string;
    wanted: unknown;
    attempts: Generated<number>;
    outcome: 'sent' | 'ack' | 'nak' | 'timeout' | 'unreachable' | 'superseded';
    error_cause: number | null;
    requested_at: Instant;
    sent_at: Instant;
    answered_at: Instant | null;
  };
  'aaa.credential': {
    account_id: string;
    id: string;
    subscription_id: string;
    username: string;
    password_sealed: Buffer;
    mac: string | null;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
    password_kind: Generated<'clear' | 'nt' | 'bcrypt' | 'argon2' | 'ssha'>;
  };
  'aaa.discard': {
    on_day: Day;
    client: string;
    reason: string;
    count: bigint;
    last_at: Instant;
  };
  'aaa.forgotten': {
    kind: string;
    before_at: Instant;
  };
  'aaa.login': {
    id: GeneratedAlways<bigint>;
    at: Instant;
    account_id: string | null;
    subscription_id: string | null;
    username: string;
    nas_id: string;
    calling_station_id: string | null;
    outcome: 'accept' | 'reject' | 'walled';
    reason: string;
  };
  'aaa.login_quarter': {
    quarter_at: Instant;
    outcome: string;
    reason: string;
    count: bigint;
  };
  'aaa.nas': {
    id: string;
    name: string;
    address: string;
    secret_sealed: Buffer;
    vendor: string;
    coa_port: Generated<number>;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
    radsec_identity: string | null;
    radsec_certificate_ends_at: Instant | null;
    message_authenticator: Generated<'required' | 'auto' | 'off'>;
    signs_since: Instant | null;
    tags: Generated<string[]>;
    next_secret_sealed: Buffer | null;
    next_secret_made_at: Instant | null;
    coa_rate: boolean | null;
    coa_wall: boolean | null;
    session_keys: string[] | null;
  };
  'aaa.nas_health': {
    nas_id: string;
    auth_heard_at: Instant | null;
    acct_heard_at: Instant | null;
    wrong_secret_at: Instant | null;
    radsec_seen_at: Instant | null;
    current_secret_at: Instant | null;
    next_secret_at: Instant | null;
    next_secret_since: Instant | null;
    coa_at: Instant | null;
    coa_outcome: 'ack' | 'nak' | 'timeout' | 'unreachable' | null;
    coa_error_cause: number | null;
    coa_answered_at: Instant | null;
    asked_at: Instant | null;
    ask_address: string | null;
    ask_outcome: 'ack' | 'nak' | 'timeout' | null;
    ask_error_cause: number | null;
    ask_ms: number | null;
    ask_secret: 'current' | 'next' | null;
    sessions: Generated<number>;
    sessions_silent: Generated<number>;
    counted_at: Instant | null;
  };
  'aaa.nas_quarter': {
    nas_id: string;
    quarter_at: Instant;
    requests: Generated<bigint>;
    accepts: Generated<bigint>;
    walled: Generated<bigint>;
    rejects: Generated<bigint>;
    accounting: Generated<bigint>;
    repeated: Generated<bigint>;
    wrong_secret: Generated<bigint>;
    discards: Generated<bigint>;
  };
  'aaa.nas_unsupported': {
    nas_id: string;
    change: 'rate' | 'wall';
    times: number;
    error_cause: number;
    last_at: Instant;
  };
  'aaa.radius_server': {
    id: string;
    addresses: string[];
    auth_port: number;
    acct_port: number;
    radsec_port: number | null;
    seen_at: Instant;
  };
  'aaa.retention': {
    kind: 'quarters' | 'hours' | 'days' | 'sessions' | 'logins' | 'coa';
    kept_days: number | null;
  };
  'aaa.rollup': {
    one: Generated<boolean>;
    claimed_to: Instant | null;
    rolled_to: Instant | null;
    login_id: Generated<bigint>;
  };
  'aaa.session': {
    account_id: string;
    id: string;
    subscription_id: string;
    nas_id: string;
    started_at: Instant;
    heard_at: Instant;
    stopped_at: Instant | null;
    input_octets: Generated<bigint>;
    output_octets: Generated<bigint>;
    added_input: Generated<bigint>;
    added_output: Generated<bigint>;
    added_at: Instant | null;
    began_after: Instant | null;
    terminate_cause: bigint | null;
    session_s: Generated<number>;
    told_rate_down_kbps: number | null;
    told_rate_up_kbps: number | null;
    told_mode: 'allow' | 'walled' | 'gone' | null;
    told_framed_ip: string | null;
    closed_by: 'stop' | 'nas-restart' | 'stale' | 'gone' | 'replaced' | null;
    username: string;
    acct_session_id: Buffer;
    class: Buffer | null;
    client: string;
    nas_ip: string | null;
    nas_identifier: string | null;
    nas_port_id: string | null;
    framed_ip: string | null;
    framed_ipv6_address: string | null;
    framed_ipv6_prefix: string | null;
    framed_interface_id: string | null;
    delegated_ipv6_prefix: string | null;
    calling_station_id: string | null;
    called_station_id: string | null;
    changed_addresses: Generated<boolean>;
    seen_rate_down_kbps: number | null;
    seen_rate_up_kbps: number | null;
  };
  'aaa.traffic': {
    quarter_at: Instant;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.usage_day': {
    account_id: string;
    subscription_id: string;
    on_day: Day;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.usage_hour': {
    account_id: string;
    subscription_id: string;
    on_day: Day;
    hour_at: Instant;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.usage_late': {
    account_id: string;
    subscription_id: string;
    quarter_at: Instant;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.usage_month': {
    account_id: string;
    subscription_id: string;
    month_on: Day;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.usage_quarter': {
    account_id: string;
    subscription_id: string;
    quarter_at: Instant;
    session_id: string;
    input_octets: bigint;
    output_octets: bigint;
  };
  'aaa.username': {
    username: string;
    account_id: string;
    credential_id: string;
  };
  'billing.bill_run': {
    id: string;
    as_of: Day;
    zone: string;
    state: 'running' | 'done' | 'failed';
    started_by: string;
    started_at: Instant;
    finished_at: Instant | null;
    due: Generated<number>;
    invoices: Generated<number>;
    gross_minor: Generated<bigint>;
    held: Generated<number>;
    error: string | null;
  };
  'billing.dunning': {
    account_id: string;
    policy_code: string;
    since_on: Day;
    taken: Generated<string[]>;
    changed_at: Instant;
  };
  'billing.dunning_policy': {
    code: string;
    name: string;
    steps: unknown;
    minimum_debt_minor: Generated<bigint>;
    created_at: Instant;
  };
  'billing.dunning_step': {
    account_id: string;
    id: string;
    kind: 'reminder' | 'suspend';
    due_on: Day;
    overdue_minor: bigint;
    currency: string;
    oldest_due_on: Day;
    taken_at: Instant;
  };
  'billing.invoice': {
    account_id: string;
    id: string;
    legal_entity_id: string;
    number: string;
    bill_run_id: string | null;
    currency: string;
    zone: string;
    issued_on: Day;
    due_on: Day;
    issued_at: Instant;
    net_minor: bigint;
    discount_minor: bigint;
    tax_minor: bigint;
    gross_minor: bigint;
    taxes: unknown;
    recipient: unknown;
    open_minor: bigint;
  };
  'billing.invoice_line': {
    account_id: string;
    invoice_id: string;
    line_no: number;
    kind: 'recurring' | 'usage' | 'one_time' | 'credit';
    subscription_id: string | null;
    plan_id: string | null;
    plan_version: number | null;
    description: string;
    period_from: Day | null;
    period_to: Day | null;
    quantity: string;
    unit_price_minor: string;
    days: number | null;
    of_days: number | null;
    net_minor: bigint;
    discount_minor: Generated<bigint>;
    tax_code: string | null;
    tax_minor: bigint;
    gross_minor: bigint;
    trace: unknown;
  };
  'billing.issued': {
    on_day: Day;
    currency: string;
    amount_minor: bigint;
  };
  'billing.legal_entity': {
    id: string;
    code: string;
    name: string;
    street: string | null;
    postal_code: string | null;
    city: string | null;
    country: string;
    tax_id: string | null;
    email: string | null;
    iban: string | null;
    currency: string;
    zone: string;
    payment_days: Generated<number>;
    created_at: Instant;
  };
  'billing.number_counter': {
    legal_entity_id: string;
    kind: string;
    scope: string;
    last_value: bigint;
  };
  'billing.number_series': {
    legal_entity_id: string;
    kind: 'invoice' | 'credit-note';
    pattern: string;
  };
  'billing.posting': {
    account_id: string;
    transaction_id: string;
    line_no: number;
    legal_entity_id: string;
    ledger_account: string;
    currency: string;
    amount_minor: bigint;
    posted_on: Day;
    document_kind: 'invoice' | 'payment' | 'allocation' | 'reversal';
    document_id: string;
    posted_at: Instant;
  };
  'billing.tax': {
    code: string;
    name: string;
    percent: string;
    inclusive: Generated<boolean>;
    created_at: Instant;
  };
  'crm.account': {
    id: string;
    number: Generated<string>;
    kind: 'person' | 'company';
    name: string;
    email: string | null;
    phone: string | null;
    street: string | null;
    postal_code: string | null;
    city: string | null;
    country: string;
    tax_id: string | null;
    currency: string;
    zone: string;
    locale: Generated<string>;
    legal_entity_id: string;
    reseller_id: string | null;
    state: Generated<'active' | 'closed'>;
    created_at: Instant;
  };
  'crm.note': {
    account_id: string;
    id: string;
    body: string;
    author: string;
    created_at: Instant;
  };
  'identity.client': {
    id: string;
    client_id: string;
    name: string;
    role: string;
    secret_digest: string;
    secret_version: Generated<number>;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
  };
  'identity.oidc': {
    kind: string;
    id: string;
    uid: string | null;
    person_id: string | null;
    grant_id: string | null;
    payload_sealed: Buffer;
    consumed_at: Instant | null;
    expires_at: Instant;
  };
  'identity.person': {
    kind: string;
    id: string;
    login: string;
    name: string;
    locale: string;
    role: string;
    permissions: string[];
    password_hash: string;
    must_change: boolean;
    state: string;
    account_id: string;
    reseller_id: string;
  };
  'identity.reseller_user': {
    id: string;
    reseller_id: string;
    email: string;
    name: string;
    locale: Generated<string>;
    password_hash: string;
    must_change: boolean;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
  };
  'identity.role': {
    code: string;
    name: string;
    audience: Generated<'staff' | 'subscriber' | 'reseller'>;
    permissions: string[];
    builtin: Generated<boolean>;
    created_at: Instant;
  };
  'identity.session': {
    id: string;
    kind: 'staff' | 'subscriber' | 'reseller';
    person_id: string;
    client: string;
    browser_uid: string;
    user_agent: string;
    address: string;
    created_at: Instant;
    last_used_at: Instant;
    expires_at: Instant;
    ended_at: Instant | null;
  };
  'identity.sign_in': {
    id: string;
    kind: string;
    person_id: string;
    name: string;
    login: string;
    client: string;
    user_agent: string;
    address: string;
    created_at: Instant;
    last_used_at: Instant;
    expires_at: Instant;
    ended_at: Instant;
  };
  'identity.signing_key': {
    kid: string;
    private_sealed: Buffer;
    created_at: Instant;
  };
  'identity.staff': {
    id: string;
    email: string;
    name: string;
    locale: Generated<string>;
    role: string;
    password_hash: string;
    must_change: boolean;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
  };
  'identity.subscriber': {
    account_id: string;
    id: string;
    login: string;
    name: string;
    locale: Generated<string>;
    password_hash: string;
    must_change: boolean;
    state: Generated<'active' | 'disabled'>;
    created_at: Instant;
  };
  'identity.throttle': {
    key: string;
    failures: number;
    last_at: Instant;
    blocked_until: Instant;
  };
  'kernel.audit': {
    id: GeneratedAlways<bigint>;
    at: Instant;
    actor: string;
    request_id: string;
    relation: string;
    op: 'insert' | 'update' | 'delete' | 'read';
    row_id: string | null;
    account_id: string | null;
    before: unknown | null;
    after: unknown | null;
  };
  'kernel.idempotency': {
    actor: string;
    key: string;
    route: string;
    request_sha256: string;
    status: number | null;
    at: Instant;
    reply_sealed: Buffer | null;
  };
  'kernel.installation': {
    one: Generated<boolean>;
    id: Generated<string>;
    sandbox: boolean;
    created_at: Instant;
  };
  'kernel.job_done': {
    job_id: bigint;
    at: Instant;
  };
  'kernel.migration': {
    name: string;
    sha256: string;
    applied_at: Generated<Instant>;
  };
  'kernel.sandbox_clock': {
    one: Generated<boolean>;
    at: Instant;
    running: Generated<boolean>;
    real_at: Generated<Instant>;
  };
  'kernel.sandbox_now': {
    shown: Instant;
  };
  'kernel.schedule': {
    name: string;
    zone: string;
    last_at: Instant;
  };
  'kernel.snapshot': {
    name: string;
    at: Instant;
    body: unknown;
  };
  'kernel.tally': {
    relation: string;
    keys: string[];
    sums: string[];
  };
  'kernel.worker_process': {
    lock_id: number;
    worker_ids: string[];
    started_at: Generated<Instant>;
  };
  'network.address': {
    address: string;
    pool_id: string | null;
    account_id: string | null;
    subscription_id: string | null;
    kind: 'pool' | 'static';
    allotted_at: Instant | null;
    released_at: Instant | null;
  };
  'network.pool': {
    id: string;
    code: string;
    name: string;
    range: string;
    next_offset: Generated<bigint>;
    state: Generated<'active' | 'retired'>;
    created_at: Instant;
  };
  'payments.allocation': {
    account_id: string;
    id: string;
    payment_id: string;
    invoice_id: string;
    amount_minor: bigint;
    at: Instant;
  };
  'payments.payment': {
    account_id: string;
    id: string;
    method: 'cash' | 'transfer' | 'card' | 'cheque' | 'other';
    currency: string;
    amount_minor: bigint;
    unallocated_minor: bigint;
    reference: string | null;
    received_on: Day;
    reversed_at: Instant | null;
    reversed_reason: string | null;
    recorded_by: string;
    recorded_at: Instant;
  };
  'payments.received': {
    on_day: Day;
    currency: string;
    amount_minor: bigint;
  };
  'subscriptions.segment': {
    account_id: string;
    subscription_id: string;
    from_on: Day;
    plan_id: string;
    plan_version: number;
    price_minor: bigint;
    created_at: Instant;
  };
  'subscriptions.subscription': {
    account_id: string;
    id: string;
    plan_id: string;
    state: 'pending' | 'active' | 'suspended' | 'ended';
    suspended_for: Generated<string[]>;
    currency: string;
    price_override_minor: bigint | null;
    started_on: Day | null;
    ended_on: Day | null;
    anchor_on: Day | null;
    anchor_day: number | null;
    next_bill_on: Day | null;
    created_at: Instant;
  };
  'subscriptions.suspension': {
    account_id: string;
    subscription_id: string;
    from_on: Day;
    to_on: Day | null;
  };
  'tariffs.plan': {
    id: string;
    code: string;
    name: string;
    kind: Generated<'internet' | 'recurring'>;
    state: Generated<'active' | 'retired'>;
    created_at: Instant;
  };
  'tariffs.plan_version': {
    plan_id: string;
    version: number;
    effective_from: Day;
    price_minor: bigint;
    currency: string;
    cycle_unit: 'day' | 'week' | 'month' | 'year';
    cycle_count: number;
    timing: 'advance' | 'arrears';
    tax_code: string | null;
    setup_fee_minor: Generated<bigint>;
    rate_down_kbps: number | null;
    rate_up_kbps: number | null;
    included_bytes: bigint | null;
    overage_unit_bytes: bigint | null;
    overage_unit_price_minor: string | null;
    session_timeout_s: number | null;
    created_at: Instant;
    simultaneous: Generated<number>;
  };
}
