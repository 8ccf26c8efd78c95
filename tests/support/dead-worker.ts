/** A thread that dies at once, each time it is started. */
throw new Error('dead on arrival');
