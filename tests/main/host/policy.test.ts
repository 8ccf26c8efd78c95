import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, PROTECTIVE_HEADERS } from '#host/policy.ts';

describe('the content security policy', () => {
  it('is, word for word, the one all libraries were tried under', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'; " +
        "object-src 'none'; require-trusted-types-for 'script'",
    );
    expect(PROTECTIVE_HEADERS['Content-Security-Policy']).toBe(CONTENT_SECURITY_POLICY);
  });
});
