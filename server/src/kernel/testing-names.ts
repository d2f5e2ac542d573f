/** The migrated database that tests copy. */
export const TEMPLATE = 'isp_template';

/** A database on the cluster of `url`, by name. */
export const databaseUrl = (url: string, name: string): string => {
  const next = new URL(url);
  next.pathname = `/${name}`;
  return next.toString();
};
