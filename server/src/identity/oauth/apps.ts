import type { ClientMetadata } from 'oidc-provider';

const PATHS: Readonly<Record<string, readonly string[]>> = {
  admin: ['/', '/callback', '/admin/', '/admin/callback'],
  portal: ['/portal', '/portal/', '/portal/callback'],
  reseller: ['/reseller', '/reseller/', '/reseller/callback'],
};

/** Our own web apps: public clients that come back to this installation's address only. */
export const ownApps = (publicUrl: string): ClientMetadata[] =>
  Object.entries(PATHS).map(([client_id, paths]) => {
    const uris = paths.map((path) => `${publicUrl}${path}`);
    return {
      client_id,
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: uris,
      post_logout_redirect_uris: uris,
    };
  });
