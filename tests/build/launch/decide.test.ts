import { describe, expect, test } from 'vitest';
import { decide, lineFor, reasonOf, type Facts } from '#build/launch/decide.mjs';

/** A lab PC where everything is in order. */
const lab: Facts = {
  platform: 'linux',
  root: false,
  display: true,
  namespaces: 'allowed',
  runtime: '/opt/electron/electron',
  sandboxHelper: false,
};

describe('which door opens', () => {
  test('a window, where there is a display, a runtime and a sandbox', () => {
    expect(decide(lab)).toEqual({ door: 'electron', runtime: '/opt/electron/electron' });
  });

  test('a window on Windows and macOS, whatever Linux would ask', () => {
    for (const platform of ['win32', 'darwin'])
      expect(decide({ ...lab, platform, display: false }).door).toBe('electron');
  });

  test('the browser without a display', () => {
    expect(decide({ ...lab, display: false })).toEqual({ door: 'web', reason: 'no-display' });
  });

  test('the browser as root', () => {
    expect(decide({ ...lab, root: true })).toEqual({ door: 'web', reason: 'root' });
  });

  test('the browser where user namespaces are refused, but a window when an administrator has set the helper up', () => {
    expect(decide({ ...lab, namespaces: 'refused' })).toEqual({ door: 'web', reason: 'sandbox' });
    expect(decide({ ...lab, namespaces: 'refused', sandboxHelper: true }).door).toBe('electron');
  });

  test('AppArmor’s restriction is put to the test with a runtime at hand, since that may have a profile', () => {
    expect(decide({ ...lab, namespaces: 'restricted' }).door).toBe('electron');
  });

  test('nothing is fetched that could not open', () => {
    const bare: Facts = { ...lab, runtime: null };
    expect(decide({ ...bare, display: false }).door).toBe('web');
    expect(decide({ ...bare, root: true }).door).toBe('web');
    expect(decide({ ...bare, namespaces: 'restricted' })).toEqual({ door: 'web', reason: 'sandbox' });
    expect(decide({ ...bare, namespaces: 'refused' })).toEqual({ door: 'web', reason: 'sandbox' });
  });

  test('a missing runtime is fetched once, then the browser opens', () => {
    expect(decide({ ...lab, runtime: null })).toEqual({ door: 'fetch' });
    expect(decide({ ...lab, runtime: null }, { mayFetch: false })).toEqual({ door: 'web', reason: 'no-runtime' });
  });

  test('the browser when it was asked for', () => {
    expect(decide(lab, { web: true })).toEqual({ door: 'web', reason: 'asked' });
  });
});

describe('why Electron ended, from its own words', () => {
  test.each([
    [
      'sandbox',
      '[12:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly. Rather than run without sandboxing I’m aborting now.',
    ],
    ['sandbox', '[1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+ …'],
    [
      'sandbox',
      'Failed to move to new namespace: PID namespaces supported, Network namespace supported, but failed: errno = Operation not permitted',
    ],
    ['root', '[1:ERROR:zygote_host_impl_linux.cc(90)] Running as root without --no-sandbox is not supported.'],
    [
      'no-display',
      '[1:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY\n[1:ERROR:env.cc(257)] The platform failed to initialize. Exiting.',
    ],
    ['libraries', 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'],
    ['ended', 'Segmentation fault'],
  ])('%s', (reason, words) => {
    expect(reasonOf(words)).toBe(reason);
  });
});

test('every reason is one line, and asking for the browser needs none', () => {
  for (const reason of ['root', 'no-display', 'sandbox', 'no-runtime', 'libraries', 'ended'] as const) {
    expect(lineFor(reason)).toMatch(/^Hopscope opens in the browser: [^\n]{10,}\.$/);
  }
  expect(lineFor('libraries', 'libnss3.so')).toContain('(libnss3.so)');
  expect(lineFor('asked')).toBeNull();
});
