-- What a stored password is: the password itself, its NT hash, or a hash that only tells whether a password is the right one. All are sealed alike.
alter table aaa.credential add column password_kind text not null default 'clear'
  check (password_kind in ('clear', 'nt', 'bcrypt', 'argon2', 'ssha'));
