import { describe, expect, it } from 'vitest';
import { LIMITS } from '#document/limits.ts';
import { readDocument } from '#document/read.ts';
import { starterDocument } from '#document/starter.ts';
import { validateRecords } from '#document/validate.ts';
import { writeDocument } from '#document/write.ts';

const device = (id: string, files: unknown) => ({
  ...starterDocument().records.find((record) => record.id === id)!,
  files,
});
function problems(id: string, files: unknown) {
  const checked = validateRecords([device(id, files)]);
  return 'problems' in checked ? checked.problems.map(({ name, parameters }) => [name, parameters['field']]) : [];
}

describe('the files of a device', () => {
  it('come back from a saved project as they were, line ends and all', () => {
    const files = [
      { path: '/index.html', text: '<h1>안녕</h1>\r\n\ttab\n' },
      { path: '/a/b.txt', text: '' },
    ];
    const { records, ...rest } = starterDocument();
    const saved = { ...rest, records: records.map((record) => (record.id === 'pc1' ? { ...record, files } : record)) };
    const read = readDocument(writeDocument(saved as ReturnType<typeof starterDocument>));
    expect('document' in read && read.document.records.find(({ id }) => id === 'pc1')).toMatchObject({ files });
  });

  it.each(['index.html', '/', '/a/', '/a//b', '/a b', '/../x', '/a/./b', ''])(
    'are refused under the path %j',
    (path) => {
      expect(problems('pc1', [{ path, text: '' }])).toEqual([[path === '' ? 'bad-name' : 'bad-path', 'files[0].path']]);
    },
  );

  it('are refused when two have one path, when there are too many or one is too long, and on a switch', () => {
    const file = { path: '/x', text: '' };
    expect(problems('pc1', [file, file])).toEqual([['duplicate-path', 'files[1].path']]);
    const many = Array.from({ length: LIMITS.files + 1 }, (_, at) => ({ path: `/${at}`, text: '' }));
    expect(problems('pc1', many)).toEqual([['too-many', 'files']]);
    expect(problems('pc1', [{ path: '/x', text: 'x'.repeat(LIMITS.file + 1) }])).toEqual([
      ['too-long', 'files[0].text'],
    ]);
    expect(problems('switch1', [file])).toEqual([['not-for-this-kind', 'files']]);
  });
});
