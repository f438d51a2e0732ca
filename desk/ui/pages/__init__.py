"""One module a page; each shows four states: empty, working, result, problem."""
