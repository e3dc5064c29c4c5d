"""The processes behind a server: one holds the loaded store and forks workers, one hands out questions and changes."""
