import { describe, expect, it } from 'vitest';
import { fileNameOf } from '#renderer/files/names.ts';

describe('file names made of titles', () => {
  it('keep letters of every language', () => {
    expect(fileNameOf('두 서브넷', 'svg')).toBe('두 서브넷.svg');
  });

  it('leave out what file systems refuse, and ways out of the folder', () => {
    expect(fileNameOf('a/b:c*?"<>|\\d', 'png')).toBe('a b c d.png');
    expect(fileNameOf('../../etc/passwd', 'svg')).toBe('etc passwd.svg');
  });

  it('are never empty and never too long', () => {
    expect(fileNameOf('...', 'svg')).toBe('hopscope.svg');
    expect(fileNameOf('x'.repeat(500), 'svg').length).toBeLessThan(100);
  });
});
