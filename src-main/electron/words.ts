/** The words of native dialogs; the window has all others. */
const EN = {
  project: 'Hopscope project',
  svg: 'SVG image',
  png: 'PNG image',
  markdown: 'Markdown text',
  capture: 'Packet capture',
  all: 'All files',
  unsaved: 'Save the changes to the project before closing?',
  lost: 'What is not saved will be lost.',
  save: 'Save',
  discard: 'Don’t save',
  cancel: 'Cancel',
  unreadable: 'The file cannot be opened.',
  'file.not-found': 'There is no such file.',
  'file.not-a-file': 'That is not a file.',
  'file.no-permission': 'You may not read it.',
  'file.not-readable': 'It cannot be read.',
  'file.too-large': 'It is larger than 64 MiB.',
  'file.not-text': 'It is not a text file.',
  crashed: 'The window has stopped working.',
  again: 'The drawing was kept. Open the window again?',
  reopen: 'Open again',
  quit: 'Quit',
};

/** A word that a native dialog says. */
export type Word = keyof typeof EN;

const KO: Record<Word, string> = {
  project: 'Hopscope 프로젝트',
  svg: 'SVG 그림',
  png: 'PNG 그림',
  markdown: 'Markdown 텍스트',
  capture: '패킷 캡처',
  all: '모든 파일',
  unsaved: '닫기 전에 프로젝트의 변경 내용을 저장할까요?',
  lost: '저장하지 않은 내용은 사라집니다.',
  save: '저장',
  discard: '저장 안 함',
  cancel: '취소',
  unreadable: '파일을 열 수 없습니다.',
  'file.not-found': '그런 파일이 없습니다.',
  'file.not-a-file': '파일이 아닙니다.',
  'file.no-permission': '읽을 권한이 없습니다.',
  'file.not-readable': '읽을 수 없습니다.',
  'file.too-large': '64 MiB보다 큽니다.',
  'file.not-text': '텍스트 파일이 아닙니다.',
  crashed: '창이 작동을 멈췄습니다.',
  again: '그림은 보관되어 있습니다. 창을 다시 열까요?',
  reopen: '다시 열기',
  quit: '끝내기',
};

/** Says a word in a language (`en`, `ko`, or a tag that begins so); in English where it is another. */
export function say(word: Word, language: string): string {
  return (language.toLowerCase().startsWith('ko') ? KO : EN)[word];
}

/** The sentence for a problem of a file, in a language. */
export function sayProblem(name: string, language: string): string {
  return say(Object.hasOwn(EN, name) ? (name as Word) : 'file.not-readable', language);
}
