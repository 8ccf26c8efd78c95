/** `dialog`: nothing is shown. A test puts functions of its own in place of these, which answer as a person who cancels. */
export const dialog = {
  showOpenDialog: (..._asked: unknown[]) => Promise.resolve({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: (..._asked: unknown[]) => Promise.resolve({ canceled: true, filePath: '' }),
  showMessageBox: (...asked: unknown[]) => {
    const { cancelId = 0 } = asked.at(-1) as { cancelId?: number };
    return Promise.resolve({ response: cancelId, checkboxChecked: false });
  },
};
