"""One question in the languages of outside solvers, so that anyone can check our answers.

    to_asp(statement)             a program whose answer sets are the completions, each with its answer
    to_problog(statement, p)      a program that asks how likely a yes is, given a prior for every open fact
    to_dimacs(statement, "no")    clauses that can be satisfied where some completion answers so
    to_json(statement)            everything: gates, leaves, burdens, the record, what the stance chose

A *completion* settles every open fact, every judgement the stance did not make, every word the law leaves open and every
reading not chosen. Burdens (*unless shown*, *if claimed*) speak of the record and not of a completion: their value goes in
as a constant. Where it differs from reading to reading no constant says it, and all targets but JSON refuse, naming the line
of law; so does ProbLog for whatever has no probability.
"""

from foedus.exports.asp import to_asp
from foedus.exports.dimacs import to_dimacs
from foedus.exports.problog import to_problog
from foedus.exports.statement import Line, Statement, Unsayable, to_json

__all__ = ["Line", "Statement", "Unsayable", "to_asp", "to_dimacs", "to_json", "to_problog"]
