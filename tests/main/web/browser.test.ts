import { describe, expect, it } from 'vitest';
import { howToOpen } from '#web/browser.ts';
import type { Surroundings } from '#web/browser.ts';

const ADDRESS = 'http://127.0.0.1:4000/?token=t';

/** A Linux desktop on which the programs named are installed. */
function desktop(programs: string[], parts: Partial<Surroundings> = {}): Surroundings {
  return {
    platform: 'linux',
    environment: { DISPLAY: ':0', PATH: 'bin:/usr/local/bin:/usr/bin' },
    root: false,
    profile: '/profile',
    isProgram: (path) => programs.includes(path),
    ...parts,
  };
}
const window = (command: string) => ({
  command,
  app: true,
  arguments: [`--app=${ADDRESS}`, '--user-data-dir=/profile', '--no-first-run', '--no-default-browser-check'],
});

describe('how the address is shown', () => {
  it('in a window of its own, with a Chromium-family browser', () => {
    expect(howToOpen(ADDRESS, desktop(['/usr/bin/google-chrome', '/usr/bin/xdg-open']))).toEqual(
      window('/usr/bin/google-chrome'),
    );
  });

  it('with the default opener where there is none', () => {
    const opening = { command: '/usr/bin/xdg-open', app: false, arguments: [ADDRESS] };
    expect(howToOpen(ADDRESS, desktop(['/usr/bin/xdg-open']))).toEqual(opening);
  });

  it('with a profile that a snap can see', () => {
    const environment = { DISPLAY: ':0', PATH: '/usr/bin:/snap/bin', HOME: '/home/a' };
    for (const programs of [['/snap/bin/chromium'], ['/usr/bin/chromium-browser', '/snap/bin/chromium']]) {
      const opening = howToOpen(ADDRESS, desktop(programs, { environment }));
      expect(opening?.arguments).toContain('--user-data-dir=/home/a/snap/chromium/common/hopscope');
    }
  });

  it('not at all without a display, or without any browser', () => {
    const bare = desktop(['/usr/bin/chromium'], { environment: { PATH: '/usr/bin' } });
    expect(howToOpen(ADDRESS, bare)).toBeNull();
    expect(howToOpen(ADDRESS, desktop([]))).toBeNull();
  });

  it('not at all as root, whose Chromium would need its sandbox switched off', () => {
    const installed = ['/usr/bin/chromium', '/usr/bin/xdg-open'];
    expect(howToOpen(ADDRESS, desktop(installed, { root: true }))).toBeNull();
  });

  it('never with the sandbox switched off', () => {
    for (const root of [true, false]) {
      const environment = { DISPLAY: ':0', PATH: '/usr/bin', BROWSER: 'chromium' };
      const opening = howToOpen(ADDRESS, desktop(['/usr/bin/chromium'], { root, environment }));
      expect(JSON.stringify(opening)).not.toContain('sandbox');
      expect(opening?.command).toBe('/usr/bin/chromium');
    }
  });

  it('with what BROWSER names, the first that is there', () => {
    const with_ = (BROWSER: string) =>
      howToOpen(
        ADDRESS,
        desktop(['/usr/bin/firefox', '/opt/edge/microsoft-edge', '/usr/bin/chromium'], {
          environment: { WAYLAND_DISPLAY: 'w', PATH: '/usr/bin', BROWSER },
        }),
      );
    expect(with_('nothing:firefox')).toEqual({ command: '/usr/bin/firefox', app: false, arguments: [ADDRESS] });
    expect(with_('/opt/edge/microsoft-edge')).toEqual(window('/opt/edge/microsoft-edge'));
    expect(with_('firefox --new-window %s')).toEqual({
      command: '/usr/bin/firefox',
      app: false,
      arguments: ['--new-window', ADDRESS],
    });
    expect(with_('nothing')).toEqual(window('/usr/bin/chromium'));
  });

  it('never with a program from the folder one happens to be in', () => {
    expect(howToOpen(ADDRESS, desktop(['bin/chromium', 'chromium']))).toBeNull();
  });

  it('with the browsers of a Mac and of Windows in their usual places', () => {
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(howToOpen(ADDRESS, desktop([chrome], { platform: 'darwin', environment: {} }))).toEqual(window(chrome));
    expect(howToOpen(ADDRESS, desktop([], { platform: 'darwin', environment: {} }))?.command).toBe('/usr/bin/open');
    const environment = { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(howToOpen(ADDRESS, desktop([edge], { platform: 'win32', environment }))).toEqual(window(edge));
    expect(howToOpen(ADDRESS, desktop([], { platform: 'win32', environment }))).toMatchObject({
      app: false,
      command: 'rundll32.exe',
    });
  });
});
