"""How a question is asked and answered: question, plan, run, reply."""
