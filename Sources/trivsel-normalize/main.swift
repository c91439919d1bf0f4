// Filled in with the program.
