/** What a loaded model holds, and what all that is done with it share. */
export {};
